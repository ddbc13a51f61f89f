import { diag } from '@opentelemetry/api'
import type { EnvironmentVariables } from '../environment.ts'
import { azureTarget } from './connection-string.ts'
import { sayMistake } from './mistake.ts'
import type { Target } from './target.ts'
import { collectorAt, collectorBelow, endpointURL } from './endpoint.ts'

/** Nothing is recorded then, whatever the code asks for; traces still go on through the process. */
export function isSDKDisabled(environment: EnvironmentVariables): boolean {
  return environment.OTEL_SDK_DISABLED?.trim().toLowerCase() === 'true'
}

/** OTEL_TRACES_EXPORTER, where its value is one that is known here. */
export function exporterOfEnvironment(environment: EnvironmentVariables): 'otlp' | 'console' | 'none' | undefined {
  const value = environment.OTEL_TRACES_EXPORTER?.trim().toLowerCase()
  if (!value) return undefined
  // It may be a list.
  const known = value.split(',').map((name) => name.trim())
  for (const name of ['otlp', 'console', 'none'] as const) {
    if (!known.includes(name)) continue
    if (known.length > 1) {
      diag.warn(
        `spanlit: OTEL_TRACES_EXPORTER is ${JSON.stringify(value)}; spans go to one place only, which is ${name}. Give startTracing further exporters.`,
      )
    }
    return name
  }
  diag.error(
    `spanlit: OTEL_TRACES_EXPORTER is ${JSON.stringify(value)}, which is not known here; give otlp, console or none.`,
  )
  return undefined
}

/** What exporters read by themselves, or can't do. */
export function warnOfEnvironment(environment: EnvironmentVariables): void {
  const protocol = (environment.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL ?? environment.OTEL_EXPORTER_OTLP_PROTOCOL)?.trim()
  if (protocol && protocol !== 'http/json') {
    const advice =
      protocol === 'grpc' ? ' An endpoint for grpc (port 4317) does not take it; give that for HTTP (port 4318).' : ''
    diag.warn(
      `spanlit: OTEL_EXPORTER_OTLP_PROTOCOL is ${JSON.stringify(protocol)}; spans go by http/json all the same.${advice}`,
    )
  }
}

/** OTLP exporter specification: the traces variable is the whole URL, the general one a base. */
export function endpointOfEnvironment(environment: EnvironmentVariables): Target | undefined {
  const traces = environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT?.trim()
  if (traces) return orNowhere(() => collectorAt(endpointURL('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', traces)))
  const base = environment.OTEL_EXPORTER_OTLP_ENDPOINT?.trim()
  return base ? orNowhere(() => collectorBelow(endpointURL('OTEL_EXPORTER_OTLP_ENDPOINT', base))) : undefined
}

export function azureOfEnvironment(environment: EnvironmentVariables): Target | undefined {
  const connectionString = environment.APPLICATIONINSIGHTS_CONNECTION_STRING?.trim()
  return connectionString
    ? orNowhere(() => azureTarget('APPLICATIONINSIGHTS_CONNECTION_STRING', connectionString))
    : undefined
}

/** A mistake in the environment is not the application's, which goes on: it is said, and spans go nowhere. */
function orNowhere(target: () => Target): Target {
  try {
    return target()
  } catch (error) {
    sayMistake(`${(error as Error).message} Spans go nowhere.`)
    return { destination: 'none' }
  }
}
