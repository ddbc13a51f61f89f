import type { AzureMonitorOptions } from '../azure/exporter.ts'
import type { Destination } from './destination.ts'

/** @throws Error always: a page must not hold a connection string. */
export function azureMonitor(_options: AzureMonitorOptions): Destination {
  throw new Error(
    'A browser cannot send to Azure Monitor by itself: its connection string would be public. Give the endpoint of a collector that forwards to it (spanlit-collector, or the OpenTelemetry Collector).',
  )
}
