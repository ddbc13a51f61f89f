import type { LogRecordExporter } from '@opentelemetry/sdk-logs'
import type { PushMetricExporter } from '@opentelemetry/sdk-metrics'
import type { SpanExporter } from '@opentelemetry/sdk-trace-base'
import type { AzureMonitorOptions } from '../azure/exporter.ts'
import { checkConnectionString } from '../connection-string.ts'
import { LazyExporter } from '../export/lazy-exporter.ts'
import type { Destination } from './destination.ts'

/**
 * Sends spans, events and metrics to Azure Monitor by Microsoft's own exporter, an optional peer that is loaded with the first batch.
 *
 * @throws TypeError where the connection string is wrong; in a page always
 */
export function azureMonitor(options: AzureMonitorOptions): Destination {
  checkConnectionString('connectionString', options.connectionString)
  const load = async (): Promise<typeof import('../azure/exporter.ts')> => import('../azure/exporter.ts')
  return {
    name: 'azure',
    spanExporter: (): SpanExporter => new LazyExporter(async () => (await load()).azureMonitorExporter(options)),
    logExporter: async (): Promise<LogRecordExporter> => (await load()).azureMonitorLogExporter(options),
    metricExporter: async (): Promise<PushMetricExporter> => (await load()).azureMonitorMetricExporter(options),
  }
}
