/** Environment variables by name. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>>

interface Process {
  env?: EnvironmentVariables
}

/** The environment of the process, as far as it may be read; empty in a browser. */
export function environment(): EnvironmentVariables {
  const { env } = (globalThis as { process?: Process }).process ?? {}
  if (env === undefined) return {}
  return isReadable(env) ? env : readablePart(env)
}

/** Deno without `--allow-env` throws at each variable that it does not allow. */
function isReadable(env: EnvironmentVariables): boolean {
  try {
    Reflect.get(env, 'OTEL_SDK_DISABLED')
    Reflect.ownKeys(env)
    return true
  } catch {
    return false
  }
}

/** A variable that must not be read is not set. */
function readablePart(env: EnvironmentVariables): EnvironmentVariables {
  return new Proxy(
    {},
    {
      get(_, name) {
        try {
          return typeof name === 'string' ? env[name] : undefined
        } catch {
          return undefined
        }
      },
    },
  )
}

/**
 * Runs `work`, in which OpenTelemetry's packages read the environment by themselves: what must not be read is not set for them, instead of
 * an error. The application's own `process.env` is in its place again when this returns.
 */
export function withReadableEnvironment<Result>(work: () => Result): Result {
  const { process } = globalThis as { process?: Process }
  const { env } = process ?? {}
  if (!process || env === undefined || isReadable(env)) return work()
  process.env = readablePart(env)
  try {
    return work()
  } finally {
    process.env = env
  }
}
