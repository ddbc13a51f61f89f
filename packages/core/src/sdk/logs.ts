import { BatchLogRecordProcessor, LoggerProvider, type LogRecordExporter } from '@opentelemetry/sdk-logs'
import type { EventRecord } from '../settings.ts'
import { ByteBoundedExporter } from './export/byte-bounded-exporter.ts'
import type { SignalConfig } from './signals.ts'

interface Logs {
  emit(scope: [name: string, version?: string], record: EventRecord): void
  forceFlush(): Promise<void>
  shutdown(): Promise<void>
}

/** The SDK of logs, which carries events; `undefined` where no destination takes them. */
export async function startLogs({ logs, resource, bounds, logBatch }: SignalConfig): Promise<Logs | undefined> {
  const made = await Promise.all(logs.map(async (destination) => destination.logExporter?.()))
  const exporters = made
    .filter((exporter): exporter is LogRecordExporter => exporter !== undefined)
    .map((exporter) => new ByteBoundedExporter(exporter, bounds, 'events'))
  if (exporters.length === 0) return undefined
  const provider = new LoggerProvider({
    resource,
    processors: exporters.map((exporter) => new BatchLogRecordProcessor({ exporter, ...logBatch })),
  })
  return {
    emit: ([name, version], record) => provider.getLogger(name, version).emit(record as never),
    async forceFlush() {
      await provider.forceFlush()
      await Promise.all(exporters.map((exporter) => exporter.forceFlush()))
    },
    shutdown: () => provider.shutdown(),
  }
}
