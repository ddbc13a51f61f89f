import { azureMonitor as ofThisPlatform } from '#azure-monitor'
import type { AzureMonitorOptions } from '../azure/exporter.ts'
import type { Destination } from './destination.ts'

/**
 * Sends spans, events and metrics to Azure Monitor by Microsoft's own exporter, an optional peer that is loaded with the first batch.
 *
 * @throws TypeError where the connection string is wrong; in a page always, since a page must not hold one
 */
export const azureMonitor: (options: AzureMonitorOptions) => Destination = ofThisPlatform
