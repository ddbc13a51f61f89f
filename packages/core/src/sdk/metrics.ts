import type { Histogram, MetricOptions } from '@opentelemetry/api'
import { MeterProvider, PeriodicExportingMetricReader, type PushMetricExporter } from '@opentelemetry/sdk-metrics'
import type { Bounds } from './export/byte-bounded-exporter.ts'
import type { SignalConfig } from './signals.ts'

interface Metrics {
  histogram(scope: [name: string, version?: string], name: string, options?: MetricOptions): Histogram
  forceFlush(): Promise<void>
  shutdown(): Promise<void>
}

/** The SDK of metrics; `undefined` where no destination takes them. */
export async function startMetrics(config: SignalConfig): Promise<Metrics | undefined> {
  const { metrics, resource, bounds, metricInterval } = config
  const made = await Promise.all(metrics.map(async (destination) => destination.metricExporter?.()))
  const exporters = made.filter((exporter) => exporter !== undefined)
  if (exporters.length === 0) return undefined
  const provider = new MeterProvider({
    resource,
    readers: exporters.map(
      (exporter) =>
        new PeriodicExportingMetricReader({
          exporter: detachedExporter(exporter, bounds),
          exportIntervalMillis: metricInterval,
          exportTimeoutMillis: Math.min(30_000, metricInterval),
        }),
    ),
  })
  return {
    histogram: ([name, version], instrument, options) =>
      provider.getMeter(name, version).createHistogram(instrument, options),
    forceFlush: () => provider.forceFlush(),
    shutdown: () => provider.shutdown(),
  }
}

function detachedExporter(exporter: PushMetricExporter, { detached }: Bounds): PushMetricExporter {
  return {
    export: (metrics, done) => detached(() => exporter.export(metrics, done)),
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
    ...(exporter.selectAggregation ? { selectAggregation: (type) => exporter.selectAggregation!(type) } : {}),
    ...(exporter.selectAggregationTemporality
      ? { selectAggregationTemporality: (type) => exporter.selectAggregationTemporality!(type) }
      : {}),
  }
}
