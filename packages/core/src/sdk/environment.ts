import { diag } from '@opentelemetry/api'
import type { EnvironmentVariables } from '../environment.ts'
import { azureTarget } from './connection-string.ts'
import { warnMisconfiguration } from './misconfiguration.ts'
import type { OtlpProtocol, Signal } from './export/exporter.ts'
import type { SignalUrls, Target } from './target.ts'
import { collectorAt, collectorBelow, endpointURL } from './endpoint.ts'

/** Nothing is recorded then, whatever the code asks for; traces still go on through the process. */
export function isSDKDisabled(environment: EnvironmentVariables): boolean {
  return environment.OTEL_SDK_DISABLED?.trim().toLowerCase() === 'true'
}

/** What a variable such as OTEL_TRACES_EXPORTER says, where its value is one that is known here. */
export function exporterOfEnvironment(
  environment: EnvironmentVariables,
  variable = 'OTEL_TRACES_EXPORTER',
): 'otlp' | 'console' | 'none' | undefined {
  const value = environment[variable]?.trim().toLowerCase()
  if (!value) return undefined
  // It may be a list.
  const known = value.split(',').map((name) => name.trim())
  for (const name of ['otlp', 'console', 'none'] as const) {
    if (!known.includes(name)) continue
    if (known.length > 1) {
      diag.warn(
        `spanlit: ${variable} is ${JSON.stringify(value)}; only one of them is used, which is ${name}. Give startTracing further destinations.`,
      )
    }
    return name
  }
  diag.error(`spanlit: ${variable} is ${JSON.stringify(value)}, which is not known here; give otlp, console or none.`)
  return undefined
}

/** The protocol of OTLP that the environment asks for: for this signal, or in general. */
export function protocolOfEnvironment(environment: EnvironmentVariables, signal: Signal): OtlpProtocol | undefined {
  const general = 'OTEL_EXPORTER_OTLP_PROTOCOL'
  const own = `OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_PROTOCOL`
  const variable = environment[own]?.trim() ? own : general
  const value = environment[variable]?.trim()
  if (!value) return undefined
  if (value === 'http/json' || value === 'http/protobuf') return value
  const advice =
    value === 'grpc' ? ' An endpoint for gRPC (port 4317) does not take HTTP; give the one for HTTP (port 4318).' : ''
  diag.warn(
    `spanlit: ${variable} is ${JSON.stringify(value)}; Spanlit sends http/protobuf or http/json. It sends http/protobuf now.${advice}`,
  )
  return undefined
}

/** OTLP exporter specification: the traces variable is the whole URL, the general one a base. */
export function endpointOfEnvironment(environment: EnvironmentVariables): Target | undefined {
  const found = tracesEndpoint(environment)
  const signalUrls: SignalUrls = {}
  for (const signal of ['logs', 'metrics'] as const) {
    const variable = `OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_ENDPOINT`
    const value = environment[variable]?.trim()
    if (!value) continue
    try {
      signalUrls[signal] = endpointURL(variable, value).href
    } catch (error) {
      warnMisconfiguration((error as Error).message)
    }
  }
  const hasOwn = Object.keys(signalUrls).length > 0
  return found?.destination === 'collector' && hasOwn ? { ...found, signalUrls } : found
}

function tracesEndpoint(environment: EnvironmentVariables): Target | undefined {
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
    warnMisconfiguration(`${(error as Error).message} Spans go nowhere.`)
    return { destination: 'none' }
  }
}
