import { ExporterMetrics, OTLPExporterBase, createOtlpNetworkExportDelegate } from '@opentelemetry/otlp-exporter-base'
import {
  JsonTraceSerializer,
  TraceExporterMetricsHelper,
  type IExporterMetricsHelper,
  type ISerializer,
} from '@opentelemetry/otlp-transformer'
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs'
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import { checkedExporter } from './checked-exporter.ts'
import type { Exporter, FlushableExporter, OtlpEndpoint } from './exporter.ts'
import { FetchTransport } from './fetch-transport.ts'
import { LazyExporter } from './lazy-exporter.ts'
import { OfflineExporter } from './offline-exporter.ts'

/** OTLP by `fetch`, with `keepalive` where the browser allows it. */
function create<Batch, Response>(
  endpoint: OtlpEndpoint,
  serializer: ISerializer<Batch, Response>,
  metricsHelper: IExporterMetricsHelper<Batch>,
): FlushableExporter<Batch> {
  const { url, headers, protocol } = endpoint
  const metrics = new ExporterMetrics<Batch>({
    componentType: 'otlp_http_json_span_exporter',
    metricsHelper,
    url,
    meterProvider: undefined,
    responseAttributesFromError: () => ({}),
  })
  // As many as there may be at once: all parts of a batch.
  const options = { timeoutMillis: 10_000, concurrencyLimit: 1000, compression: 'none' as const }
  const contentType = protocol === 'http/json' ? 'application/json' : 'application/x-protobuf'
  const transport = new FetchTransport(url, contentType, headers)
  return checkedExporter(
    endpoint,
    serializer,
    (checked) => new OTLPExporterBase(createOtlpNetworkExportDelegate(options, checked, metrics, transport)),
  )
}

/** Spans that a page has recorded while there was no network wait for one. */
export function otlpSpanExporter(endpoint: OtlpEndpoint): Exporter<ReadableSpan[]> {
  if (endpoint.protocol === 'http/json') {
    return new OfflineExporter(create(endpoint, JsonTraceSerializer, TraceExporterMetricsHelper))
  }
  const exporter = new LazyExporter(async () => {
    const { ProtobufTraceSerializer } = await import('./protobuf-traces.ts')
    return new OfflineExporter(create(endpoint, ProtobufTraceSerializer, TraceExporterMetricsHelper))
  })
  // Now: a page may be left before its first spans have loaded it.
  exporter.preload()
  return exporter
}

export async function otlpLogExporter(endpoint: OtlpEndpoint): Promise<FlushableExporter<ReadableLogRecord[]>> {
  const { JsonLogsSerializer, LogsExporterMetricsHelper, ProtobufLogsSerializer } = await import('./otlp-logs.ts')
  const serializer = endpoint.protocol === 'http/json' ? JsonLogsSerializer : ProtobufLogsSerializer
  return create(endpoint, serializer, LogsExporterMetricsHelper)
}

export async function otlpMetricExporter(endpoint: OtlpEndpoint): Promise<FlushableExporter<ResourceMetrics>> {
  const { JsonMetricsSerializer, MetricsExporterMetricsHelper, ProtobufMetricsSerializer } =
    await import('./otlp-metrics.ts')
  const serializer = endpoint.protocol === 'http/json' ? JsonMetricsSerializer : ProtobufMetricsSerializer
  return create(endpoint, serializer, MetricsExporterMetricsHelper)
}
