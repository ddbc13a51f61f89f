import { context, trace, type Attributes, type Span } from '@opentelemetry/api'
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'

/** Makes real spans with the SDK, each the child of the one before; `fill` may add to a span before it ends. */
export function makeSpans<const Names extends readonly string[]>(
  names: Names,
  attributes: Attributes = {},
  fill: (span: Span) => void = () => {},
): { -readonly [Index in keyof Names]: ReadableSpan } {
  const exporter = new InMemorySpanExporter()
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'claims-api', 'service.instance.id': 'one' }),
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  })
  const tracer = provider.getTracer('spanlit-test', '1.2.3')
  let parent = context.active()
  for (const name of names) {
    const span = tracer.startSpan(name, { attributes, startTime: Date.now() - 1500 }, parent)
    fill(span)
    span.end()
    parent = trace.setSpan(parent, span)
  }
  return exporter.getFinishedSpans() as { -readonly [Index in keyof Names]: ReadableSpan }
}

/** An export request of these spans in protobuf. */
export function serialize(spans: ReadableSpan[]): Uint8Array {
  return ProtobufTraceSerializer.serializeRequest(spans) ?? new Uint8Array()
}

/** The same span of another service. */
export function ofService(span: ReadableSpan, attributes: Attributes): ReadableSpan {
  const resource = { attributes, merge: () => resource, getRawAttributes: () => Object.entries(attributes) }
  return Object.create(span, { resource: { value: resource } }) as ReadableSpan
}
