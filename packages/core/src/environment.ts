/** Environment variables by name. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>>

/** The environment of the process; empty in a browser. */
export function environment(): EnvironmentVariables {
  return (globalThis as { process?: { env?: EnvironmentVariables } }).process?.env ?? {}
}
