import type { EnvironmentVariables } from '../environment.ts'
import { collectorBelow, endpointURL } from './endpoint.ts'
import type { azureTarget } from './connection-string.ts'
import type * as EnvironmentReader from './environment.ts'
import type { DestinationName } from './destinations/destination.ts'
import type { TracingOptions } from './options.ts'
import type { Target } from './target.ts'

/** What only the runtime knows. */
export interface RuntimeFacts {
  environment: EnvironmentVariables
  /** Reads the variables; a page has none, and does not load what reads them. */
  reader: typeof EnvironmentReader | undefined
  /** Azure Monitor's exporter runs in Node only. */
  azureTarget: typeof azureTarget | undefined
  /** The receiver of the dev server that has served this page. */
  devEndpoint: string | undefined
  /** The page's URL, for endpoints that are relative to it. */
  location: string | undefined
}

const DESTINATIONS: readonly DestinationName[] = ['collector', 'azure', 'console', 'none']

/**
 * Where spans go: what is asked for, else by the rule of {@link TracingOptions.destination}.
 *
 * @throws TypeError or Error in the user's words where the options contradict each other or something is missing.
 */
export function decideDestination(options: TracingOptions, facts: RuntimeFacts): Target {
  const { environment, reader, devEndpoint, location } = facts
  if (reader?.isSDKDisabled(environment)) return { destination: 'none' }
  const asked = options.destination
  if (asked !== undefined && !DESTINATIONS.includes(asked)) {
    throw new TypeError(`destination is ${JSON.stringify(asked)}; give 'collector', 'azure', 'console' or 'none'.`)
  }
  const given =
    options.endpoint === undefined ? undefined : collectorBelow(endpointURL('endpoint', options.endpoint, location))
  const found = (): Target | undefined =>
    reader?.endpointOfEnvironment(environment) ??
    (devEndpoint ? collectorBelow(endpointURL('endpoint', devEndpoint, location)) : undefined)

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
      return azure(wanted, facts)
    }
    case 'collector':
      return given ?? found() ?? localCollector()
    default:
      if (options.connectionString) return azure(options.connectionString, facts)
      return given ?? ofEnvironment(facts) ?? found() ?? { destination: 'console' }
  }
}

/** Where the environment says more than an endpoint. */
function ofEnvironment({ environment, reader }: RuntimeFacts): Target | undefined {
  if (!reader) return undefined
  const exporter = reader.exporterOfEnvironment(environment)
  if (exporter === 'otlp') return reader.endpointOfEnvironment(environment) ?? localCollector()
  if (exporter) return { destination: exporter }
  return reader.azureOfEnvironment(environment)
}

function localCollector(): Target {
  return collectorBelow(new URL('http://localhost:4318'))
}

function azure(connectionString: string, { azureTarget }: RuntimeFacts): Target {
  if (!azureTarget) {
    throw new Error(
      'A browser cannot send to Azure Monitor by itself: its connection string would be public. Give the endpoint of a collector that forwards to it (spanlit-collector, or the OpenTelemetry Collector).',
    )
  }
  return azureTarget('connectionString', connectionString)
}
