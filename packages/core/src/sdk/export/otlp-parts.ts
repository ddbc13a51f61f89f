import { ExporterMetrics, OTLPExporterBase, createOtlpNetworkExportDelegate } from '@opentelemetry/otlp-exporter-base'
import {
  JsonLogsSerializer,
  JsonMetricsSerializer,
  LogsExporterMetricsHelper,
  MetricsExporterMetricsHelper,
  ProtobufLogsSerializer,
  ProtobufMetricsSerializer,
  ProtobufTraceSerializer,
  TraceExporterMetricsHelper,
  type IExporterMetricsHelper,
  type ISerializer,
} from '@opentelemetry/otlp-transformer'
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs'
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import { checkedExporter } from './checked-exporter.ts'
import type { FlushableExporter, OtlpEndpoint } from './exporter.ts'
import { FetchTransport } from './fetch-transport.ts'

// What a page loads for events, metrics and protobuf, by OpenTelemetry's own parts.

function create<Batch, Response>(
  endpoint: OtlpEndpoint,
  serializer: ISerializer<Batch, Response>,
  metricsHelper: IExporterMetricsHelper<Batch>,
): FlushableExporter<Batch> {
  const { url, headers, protocol } = endpoint
  const metrics = new ExporterMetrics<Batch>({
    componentType: 'otlp_http_exporter',
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

export function protobufSpanExporter(endpoint: OtlpEndpoint): FlushableExporter<ReadableSpan[]> {
  return create(endpoint, ProtobufTraceSerializer, TraceExporterMetricsHelper)
}

export function logExporter(endpoint: OtlpEndpoint): FlushableExporter<ReadableLogRecord[]> {
  const serializer = endpoint.protocol === 'http/json' ? JsonLogsSerializer : ProtobufLogsSerializer
  return create(endpoint, serializer, LogsExporterMetricsHelper)
}

export function metricExporter(endpoint: OtlpEndpoint): FlushableExporter<ResourceMetrics> {
  const serializer = endpoint.protocol === 'http/json' ? JsonMetricsSerializer : ProtobufMetricsSerializer
  return create(endpoint, serializer, MetricsExporterMetricsHelper)
}
