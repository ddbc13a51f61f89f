import { ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, createTraceState, trace } from '@opentelemetry/api'
import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { expect, it } from 'vitest'
import { tracesRequest } from './json-spans.ts'

/** A receiver reads 64-bit integers as numbers and as decimal strings. */
const normal = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (key, item: unknown) => (key === 'intValue' ? String(item) : item))

it("spans are written as OpenTelemetry's own serializer writes them", () => {
  const exporter = new InMemorySpanExporter()
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'page', list: ['a', 'b'] }),
    spanLimits: { attributeCountLimit: 5, eventCountLimit: 1 },
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  })
  const remote = {
    traceId: '1'.repeat(32),
    spanId: '2'.repeat(16),
    traceFlags: TraceFlags.SAMPLED,
    isRemote: true,
    traceState: createTraceState('vendor=1'),
  }
  const tracer = provider.getTracer('one', '1.2.3', { schemaUrl: 'https://schema.example/1' })
  const attributes = { text: 'ü', flag: true, count: 5, share: 0.5, large: 2 ** 40, one: 'too many', list: [1, 2] }
  const links = [{ context: remote, attributes: { why: 'retry' } }]
  const span = tracer.startSpan(
    'first',
    { kind: SpanKind.CLIENT, attributes, links },
    trace.setSpanContext(ROOT_CONTEXT, remote),
  )
  span.addEvent('happened', { at: 1 }).addEvent('dropped').setStatus({ code: SpanStatusCode.ERROR, message: 'no' })
  span.end()
  tracer.startSpan('second').end()
  provider.getTracer('other').startSpan('third').end()
  const spans = exporter.getFinishedSpans()
  const theirs: unknown = JSON.parse(new TextDecoder().decode(JsonTraceSerializer.serializeRequest(spans)))
  expect(normal(tracesRequest(spans))).toEqual(normal(theirs))
})
