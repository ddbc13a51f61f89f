// A chunk of its own in a page: it is loaded where events are exported.
export { JsonLogsSerializer, LogsExporterMetricsHelper, ProtobufLogsSerializer } from '@opentelemetry/otlp-transformer'
