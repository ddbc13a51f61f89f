import { azureMonitor } from '#azure-monitor'
import { decideDestination, type RuntimeFacts } from '../destination.ts'
import type { TracingOptions } from '../options.ts'
import { consoleOutput } from './console.ts'
import type { Destination } from './destination.ts'
import { otlpTo } from './otlp.ts'

/** Options that say in short what `destinations` says as values. */
const SHORT = ['destination', 'endpoint', 'connectionString', 'headers', 'protocol'] as const

/**
 * Where everything goes, by `destinations` or by the short options and the environment.
 *
 * @throws TypeError or Error in the user's words where the options contradict each other or something is missing
 */
export function destinationsOf(options: TracingOptions, facts: RuntimeFacts): readonly Destination[] {
  if (options.destinations !== undefined) return checked(options)
  const target = decideDestination(options, facts)
  switch (target.destination) {
    case 'azure':
      return [azureMonitor({ connectionString: target.connectionString })]
    case 'collector':
      return [otlpTo(target, options)]
    case 'console':
      return [consoleOutput()]
    default:
      return []
  }
}

function checked(options: TracingOptions): readonly Destination[] {
  const { destinations } = options
  const isDestination = (value: unknown): boolean =>
    typeof (value as Partial<Destination> | null | undefined)?.spanExporter === 'function'
  if (!Array.isArray(destinations) || !destinations.every(isDestination)) {
    throw new TypeError("destinations takes a list such as [otlp({ url: 'http://localhost:4318' }), consoleOutput()].")
  }
  const short = SHORT.find((name) => options[name] !== undefined)
  if (short !== undefined) {
    throw new TypeError(`destinations and ${short} exclude each other; give ${short} to the destination it is for.`)
  }
  return destinations
}
