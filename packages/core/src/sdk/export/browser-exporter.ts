import { ExporterMetrics, OTLPExporterBase, createOtlpNetworkExportDelegate } from '@opentelemetry/otlp-exporter-base'
import { JsonTraceSerializer, TraceExporterMetricsHelper } from '@opentelemetry/otlp-transformer'
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base'
import type { Headers } from '../options.ts'
import { FetchTransport } from './fetch-transport.ts'
import { OfflineExporter } from './offline-exporter.ts'

/** OTLP/JSON by `fetch`, with `keepalive` where the browser allows it; what a page without a network has recorded waits for one. */
export function collectorExporter(url: string, headers: Headers | undefined): SpanExporter {
  const metrics = new ExporterMetrics<ReadableSpan[]>({
    componentType: 'otlp_http_json_span_exporter',
    metricsHelper: TraceExporterMetricsHelper,
    url,
    meterProvider: undefined,
    responseAttributesFromError: () => ({}),
  })
  // As many as there may be at once: all parts of a batch.
  const options = { timeoutMillis: 10_000, concurrencyLimit: 1000, compression: 'none' as const }
  const transport = new FetchTransport(url, headers)
  return new OfflineExporter(
    new OTLPExporterBase(createOtlpNetworkExportDelegate(options, JsonTraceSerializer, metrics, transport)),
  )
}
