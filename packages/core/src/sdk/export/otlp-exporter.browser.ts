import type { ReadableLogRecord } from '@opentelemetry/sdk-logs'
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import type { Exporter, FlushableExporter, OtlpEndpoint } from './exporter.ts'
import { JsonSpanExporter } from './json-span-exporter.ts'
import { LazyExporter } from './lazy-exporter.ts'
import { OfflineExporter } from './offline-exporter.ts'

/** Spans that a page has recorded while there was no network wait for one. */
export function otlpSpanExporter(endpoint: OtlpEndpoint): Exporter<ReadableSpan[]> {
  if (endpoint.protocol === 'http/json') return new OfflineExporter(new JsonSpanExporter(endpoint))
  const exporter = new LazyExporter(async () => {
    const { protobufSpanExporter } = await import('./otlp-parts.ts')
    return new OfflineExporter(protobufSpanExporter(endpoint))
  })
  // Now: a page may be left before its first spans have loaded it.
  exporter.preload()
  return exporter
}

export async function otlpLogExporter(endpoint: OtlpEndpoint): Promise<FlushableExporter<ReadableLogRecord[]>> {
  return (await import('./otlp-parts.ts')).logExporter(endpoint)
}

export async function otlpMetricExporter(endpoint: OtlpEndpoint): Promise<FlushableExporter<ResourceMetrics>> {
  return (await import('./otlp-parts.ts')).metricExporter(endpoint)
}
