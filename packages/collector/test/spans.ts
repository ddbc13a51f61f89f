import { context, trace, type Attributes, type Span } from '@opentelemetry/api'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'

/** Makes real spans with the SDK: `make` gets a started span and may fill it; it is ended for it. */
export function makeSpans(
  names: string[],
  attributes: Attributes = {},
  fill: (span: Span) => void = () => {},
): ReadableSpan[] {
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
    // Each is the parent of the next, so that they make one trace.
    parent = trace.setSpan(parent, span)
  }
  return exporter.getFinishedSpans()
}
