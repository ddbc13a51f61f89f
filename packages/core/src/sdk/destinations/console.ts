import { ConsoleSpanExporter } from '@opentelemetry/sdk-trace-base'
import type { Destination } from './destination.ts'

/** Prints each span when it ends, as a test run or a pipeline reads it; and events and metrics, where they are asked for. */
export function consoleOutput(): Destination {
  return {
    name: 'console',
    isImmediate: true,
    spanExporter: () => new ConsoleSpanExporter(),
    logExporter: async () => new (await import('../export/console-logs.ts')).ConsoleLogRecordExporter(),
    metricExporter: async () => new (await import('../export/console-metrics.ts')).ConsoleMetricExporter(),
  }
}
