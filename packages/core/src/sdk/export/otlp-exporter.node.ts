import { OTLPExporterBase } from '@opentelemetry/otlp-exporter-base'
import { convertLegacyHttpOptions, createOtlpHttpExportDelegate } from '@opentelemetry/otlp-exporter-base/node-http'
import {
  JsonLogsSerializer,
  JsonMetricsSerializer,
  JsonTraceSerializer,
  LogsExporterMetricsHelper,
  MetricsExporterMetricsHelper,
  ProtobufLogsSerializer,
  ProtobufMetricsSerializer,
  ProtobufTraceSerializer,
  TraceExporterMetricsHelper,
  type ISerializer,
} from '@opentelemetry/otlp-transformer'
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics'
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import { environment, withReadableEnvironment } from '../../environment.ts'
import { agentOfEnvironment, compressionOfEnvironment } from '../node-environment.ts'
import { checkedExporter } from './checked-exporter.ts'
import { CrashExporter } from './crash-exporter.ts'
import type { Exporter, FlushableExporter, OtlpEndpoint, Signal } from './exporter.ts'

type Helper<Batch> = Parameters<typeof createOtlpHttpExportDelegate<Batch, unknown>>[3]

interface Encoding<Batch> {
  'http/json': ISerializer<Batch, unknown>
  'http/protobuf': ISerializer<Batch, unknown>
  helper: Helper<Batch>
}

const TRACES: Encoding<ReadableSpan[]> = {
  'http/json': JsonTraceSerializer,
  'http/protobuf': ProtobufTraceSerializer,
  helper: TraceExporterMetricsHelper,
}
const LOGS: Encoding<ReadableLogRecord[]> = {
  'http/json': JsonLogsSerializer,
  'http/protobuf': ProtobufLogsSerializer,
  helper: LogsExporterMetricsHelper,
}
const METRICS: Encoding<ResourceMetrics> = {
  'http/json': JsonMetricsSerializer,
  'http/protobuf': ProtobufMetricsSerializer,
  helper: MetricsExporterMetricsHelper,
}

const CONTENT_TYPES = { 'http/json': 'application/json', 'http/protobuf': 'application/x-protobuf' }

/** By Node's `http`, as OpenTelemetry's own exporters: certificates, proxies, compression and timeouts as the environment says. */
function create<Batch>(
  endpoint: OtlpEndpoint,
  encoding: Encoding<Batch>,
  timeoutMillis?: number,
): FlushableExporter<Batch> {
  const { signal, url, headers, protocol } = endpoint
  const name = signal.toUpperCase()
  const agent = agentOfEnvironment(environment(), name)
  const options = withReadableEnvironment(() =>
    convertLegacyHttpOptions(
      {
        url,
        compression: compressionOfEnvironment(environment(), name),
        ...(agent ? { httpAgentOptions: agent } : {}),
        ...(timeoutMillis === undefined ? {} : { timeoutMillis }),
        ...(headers ? { headers: typeof headers === 'function' ? async () => headers() : headers } : {}),
      },
      name,
      `v1/${signal}`,
      { 'Content-Type': CONTENT_TYPES[protocol] },
    ),
  )
  return checkedExporter(
    endpoint,
    encoding[protocol],
    (serializer) =>
      new OTLPExporterBase(
        createOtlpHttpExportDelegate(options, serializer, componentType(endpoint), encoding.helper, undefined),
      ),
  )
}

/** How OpenTelemetry's conventions name this exporter in its metrics about itself. */
function componentType({ signal, protocol }: OtlpEndpoint): string {
  const kinds: Record<Signal, string> = { traces: 'span', logs: 'log', metrics: 'metric' }
  return `otlp_${protocol.replace('/', '_').replace('_protobuf', '')}_${kinds[signal]}_exporter`
}

export function otlpSpanExporter(endpoint: OtlpEndpoint): Exporter<ReadableSpan[]> {
  const { url, headers, protocol } = endpoint
  return new CrashExporter((timeoutMillis) => create(endpoint, TRACES, timeoutMillis), {
    url,
    headers,
    contentType: CONTENT_TYPES[protocol],
    serialize: (spans) => TRACES[protocol].serializeRequest(spans),
  })
}

export async function otlpLogExporter(endpoint: OtlpEndpoint): Promise<FlushableExporter<ReadableLogRecord[]>> {
  return create(endpoint, LOGS)
}

export async function otlpMetricExporter(endpoint: OtlpEndpoint): Promise<FlushableExporter<ResourceMetrics>> {
  return create(endpoint, METRICS)
}
