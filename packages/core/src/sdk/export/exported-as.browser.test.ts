import { trace } from '@opentelemetry/api'
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-base'
import { afterEach, expect, it } from 'vitest'
import { startTracing, withSpan, type Tracing } from '../../index.ts'

let tracing: Tracing | undefined
afterEach(() => tracing?.shutdown())

it("a page's own spans are exported at once, and those of other libraries when their content is out of them", async () => {
  const exporter = new InMemorySpanExporter()
  tracing = startTracing({ destination: 'none', exporters: [exporter], instrumentFetch: false })
  withSpan('own', () => {})
  trace
    .getTracer('ai')
    .startSpan('theirs', { attributes: { 'ai.prompt': 'Ann has the flu', 'ai.model.id': 'm' } })
    .end()
  await tracing.flush()
  const spans = exporter.getFinishedSpans()
  expect(spans.map(({ name }) => name).toSorted()).toEqual(['own', 'theirs'])
  expect(spans.find(({ name }) => name === 'theirs')?.attributes).toEqual({ 'ai.model.id': 'm' })
})
