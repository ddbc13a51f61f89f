// A chunk of its own in a page: it is loaded on request.
export { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
