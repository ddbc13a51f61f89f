import { trace, type Attributes } from '@opentelemetry/api'
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-base'
import { expect, it, onTestFinished } from 'vitest'
import { startTracing } from '../../index.ts'

const usage = {
  'gen_ai.provider.name': 'openai',
  'gen_ai.conversation.id': 'c1',
  'gen_ai.usage.input_tokens': 100,
  'gen_ai.usage.output_tokens': 50,
  'gen_ai.usage.reasoning.output_tokens': 20,
  'gen_ai.usage.cache_write.input_tokens': 30,
}

it('spans get the names by which other readers know them, where the option asks for it', async () => {
  expect(await exported({ readerNames: true }, usage)).toEqual({
    ...usage,
    'session.id': 'c1',
    'gen_ai.system': 'openai',
    'gen_ai.usage.total_tokens': 150,
    'gen_ai.usage.reasoning_tokens': 20,
    'gen_ai.usage.cache_creation.input_tokens': 30,
  })
})

it('by default spans have the names of the conventions alone', async () => {
  expect(await exported({}, usage)).toEqual(usage)
})

it('what a span says already stays as it is, and unknown values stay unknown', async () => {
  const attributes = { 'gen_ai.conversation.id': 'c1', 'session.id': 'mine', 'gen_ai.usage.input_tokens': 1 }
  expect(await exported({ readerNames: true }, attributes)).toEqual(attributes)
})

async function exported(options: { readerNames?: boolean }, attributes: Attributes): Promise<Attributes | undefined> {
  const exporter = new InMemorySpanExporter()
  const tracing = startTracing({ destination: 'none', exporters: [exporter], ...options })
  onTestFinished(() => tracing.shutdown())
  trace.getTracer('test').startSpan('chat', { attributes }).end()
  await tracing.flush()
  return exporter.getFinishedSpans()[0]?.attributes
}
