import type { EnvironmentVariables } from '../genai/content.ts'
import type { Destination, TracingOptions } from './options.ts'

/** A destination with what it needs. */
export type Target =
  | { destination: 'azure'; connectionString: string }
  | { destination: 'collector'; tracesUrl: string; baseUrl: string }
  | { destination: 'console' }
  | { destination: 'none' }

/** What only the runtime knows. */
export interface Surroundings {
  environment: EnvironmentVariables
  /** Azure Monitor's exporter runs in Node only. */
  canUseAzure: boolean
  /** The receiver of the dev server that has served this page. */
  devEndpoint: string | undefined
  /** The page's URL, for endpoints that are relative to it. */
  location: string | undefined
}

const DESTINATIONS: readonly Destination[] = ['collector', 'azure', 'console', 'none']

/**
 * Where spans go: what is asked for, else by the rule of {@link TracingOptions.destination}.
 *
 * @throws TypeError or Error in the user's words where the options contradict each other or something is missing.
 */
export function decideDestination(options: TracingOptions, around: Surroundings): Target {
  const { environment } = around
  if (environment.OTEL_SDK_DISABLED?.toLowerCase() === 'true') return { destination: 'none' }
  const asked = options.destination
  if (asked !== undefined && !DESTINATIONS.includes(asked)) {
    throw new TypeError(`destination is ${JSON.stringify(asked)}; give 'collector', 'azure', 'console' or 'none'.`)
  }
  const given = endpointOption(options, around)
  const connectionString =
    options.connectionString ?? (given ? undefined : environment.APPLICATIONINSIGHTS_CONNECTION_STRING)
  const collector =
    given ?? endpointOfEnvironment(environment) ?? (around.devEndpoint ? fromBase(around.devEndpoint) : undefined)

  switch (asked) {
    case 'none':
    case 'console':
      return { destination: asked }
    case 'azure': {
      const wanted = options.connectionString ?? environment.APPLICATIONINSIGHTS_CONNECTION_STRING
      if (!wanted) {
        throw new Error(
          "destination 'azure' needs a connection string: set APPLICATIONINSIGHTS_CONNECTION_STRING, or give connectionString (in Azure: Application Insights > Overview > Connection string).",
        )
      }
      return azure(wanted, around)
    }
    case 'collector':
      return collector ?? fromBase('http://localhost:4318')
    default:
      if (connectionString && (around.canUseAzure || options.connectionString)) return azure(connectionString, around)
      return collector ?? { destination: 'console' }
  }
}

function azure(connectionString: string, { canUseAzure }: Surroundings): Target {
  if (!canUseAzure) {
    throw new Error(
      'A browser cannot send to Azure Monitor by itself: its connection string would be public. Give the endpoint of a collector that forwards to it (spanlit-collector, or the OpenTelemetry Collector).',
    )
  }
  if (!/(^|;)\s*InstrumentationKey=[^;]+/i.test(connectionString)) {
    throw new TypeError(
      `connectionString has no InstrumentationKey; a connection string looks like "InstrumentationKey=…;IngestionEndpoint=https://…".`,
    )
  }
  return { destination: 'azure', connectionString }
}

function endpointOption(options: TracingOptions, { location }: Surroundings): Target | undefined {
  if (options.endpoint === undefined) return undefined
  let url: URL
  try {
    url = new URL(options.endpoint, location)
  } catch (error) {
    throw new TypeError(
      `endpoint is ${JSON.stringify(String(options.endpoint))}; give a URL such as "http://localhost:4318".`,
      {
        cause: error,
      },
    )
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new TypeError(`endpoint is ${url.href}; OTLP/HTTP needs an http: or https: URL.`)
  }
  return fromBase(url.href)
}

function fromBase(base: string): Target {
  const baseUrl = base.replace(/\/+$/, '').replace(/\/v1\/traces$/, '')
  return { destination: 'collector', baseUrl, tracesUrl: `${baseUrl}/v1/traces` }
}

/** OTLP exporter specification: the traces variable is the whole URL, the general one a base. */
function endpointOfEnvironment(environment: EnvironmentVariables): Target | undefined {
  const traces = environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT?.trim()
  if (traces) return { destination: 'collector', baseUrl: traces.replace(/\/v1\/traces\/?$/, ''), tracesUrl: traces }
  const base = environment.OTEL_EXPORTER_OTLP_ENDPOINT?.trim()
  return base ? fromBase(base) : undefined
}
