import { loadExportPolicy } from '#exported-as'
import { SpanKind, trace, type Attributes } from '@opentelemetry/api'
import { InMemorySpanExporter, type ReadableSpan } from '@opentelemetry/sdk-trace-base'
import { afterEach, describe, expect, it } from 'vitest'
import { loadRecorder } from '../../genai/load-recorder.ts'
import { startTracing, withSpan, type Tracing, type TracingOptions } from '../../index.ts'

await loadRecorder()
await loadExportPolicy()

const secret = 'Ann has the flu'
const key = `sk-proj-${'a1'.repeat(20)}`

let tracing: Tracing | undefined

afterEach(async () => {
  await tracing?.shutdown()
  tracing = undefined
})

/** Attributes as libraries write them on spans, each with one piece of content. */
const foreign: [library: string, attributes: Attributes][] = [
  ['the conventions', { 'gen_ai.input.messages': messages('user') }],
  ['the conventions', { 'gen_ai.output.messages': messages('assistant') }],
  ['the conventions', { 'gen_ai.system_instructions': secret }],
  ['the conventions', { 'gen_ai.tool.call.arguments': secret }],
  ['AI SDK', { 'ai.prompt': JSON.stringify({ prompt: secret }) }],
  ['AI SDK', { 'ai.prompt.messages': messages('user') }],
  ['AI SDK', { 'ai.response.text': secret }],
  ['AI SDK', { 'ai.response.toolCalls': secret }],
  ['AI SDK', { 'ai.toolCall.args': secret }],
  ['AI SDK', { 'ai.toolCall.result': secret }],
  ['AI SDK', { 'ai.values': [secret, secret] }],
  ['OpenInference', { 'input.value': secret }],
  ['OpenInference', { 'llm.input_messages.0.message.content': secret }],
  ['OpenInference', { 'llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments': secret }],
  ['OpenInference', { 'retrieval.documents.0.document.content': secret }],
  ['OpenInference', { 'embedding.embeddings.0.embedding.text': secret }],
  ['OpenLLMetry', { 'gen_ai.prompt.0.content': secret }],
  ['OpenLLMetry', { 'gen_ai.completion.0.tool_calls.0.arguments': secret }],
  ['OpenLLMetry', { 'traceloop.entity.input': secret }],
  ['Langfuse', { 'langfuse.observation.input': secret }],
  ['Langfuse', { 'langfuse.trace.output': secret }],
  ['LangSmith', { 'gen_ai.prompt': secret }],
  ['Braintrust', { 'braintrust.input_json': secret }],
  ['Genkit', { 'genkit:input': secret }],
  ['MLflow', { 'mlflow.spanInputs': secret }],
  ['Mastra', { 'mastra.tool_call.input': secret }],
  ['Laminar', { 'lmnr.span.output': secret }],
  ['Sentry', { 'gen_ai.request.messages': secret }],
  ['Sentry', { 'gen_ai.response.text': secret }],
]

const kept = {
  'ai.model.id': 'gpt-5',
  'gen_ai.operation.name': 'chat',
  'gen_ai.usage.input_tokens': 7,
  'llm.model_name': 'gpt-5',
  'ai.response.finishReason': 'stop',
  'tool.name': 'search',
}

describe('content that another library puts on its spans', () => {
  it.each(foreign)('(%s, %j) is not exported while content is not captured', (library, attributes) => {
    const [span] = exported({}, library, { ...kept, ...attributes })
    expect(span?.attributes).toEqual(kept)
    expect(JSON.stringify(span?.events)).not.toContain(secret)
  })

  it.each(foreign)('(%s, %j) is not exported where redact lets nothing through', (library, attributes) => {
    const [span] = exported({ captureContent: true, redact: () => undefined }, library, { ...kept, ...attributes })
    expect(span?.attributes).toEqual(kept)
  })

  it('is exported when it is captured: redacted, within the limit and without keys', () => {
    const redact = (content: unknown): unknown => JSON.parse(JSON.stringify(content).replaceAll('Ann', '***'))
    const options = { captureContent: true, maxContentBytes: 300, redact }
    const [span] = exported(options, 'ai', {
      'ai.prompt.messages': JSON.stringify([{ role: 'user', content: `${secret} ${key} ${'x'.repeat(5000)}` }]),
      'ai.response.text': secret,
    })
    expect(span?.attributes['ai.response.text']).toBe('*** has the flu')
    const recorded = String(span?.attributes['ai.prompt.messages'])
    expect(recorded.length).toBeLessThanOrEqual(300)
    expect(recorded).toContain('*** has the flu sk-proj-[removed]')
    expect(JSON.parse(recorded)).toMatchObject([{ role: 'user' }])
  })

  it('is exported unchanged where the policy is for Spanlit alone', () => {
    const [span] = exported({ contentPolicyFor: 'spanlit' }, 'ai', { 'ai.prompt': secret })
    expect(span?.attributes).toEqual({ 'ai.prompt': secret })
  })

  it.each([
    ['gen_ai.user.message', { content: secret, role: 'user' }, { role: 'user' }],
    ['gen_ai.choice', { message: secret, index: 0, finish_reason: 'stop' }, { index: 0, finish_reason: 'stop' }],
    ['gen_ai.content.prompt', { 'gen_ai.prompt': secret }, {}],
    [
      'gen_ai.tool.message',
      { 'gen_ai.event.content': secret, 'gen_ai.system': 'openai' },
      { 'gen_ai.system': 'openai' },
    ],
    ['cache miss', { key: 'a', message: 'no entry' }, { key: 'a', message: 'no entry' }],
  ])('is not exported on span events either: %s', (event, attributes, left) => {
    const exporter = start({})
    const span = trace.getTracer('other').startSpan('chat')
    span.addEvent(event, attributes)
    span.end()
    expect(finished(exporter)[0]?.events.map((one) => [one.name, one.attributes])).toEqual([[event, left]])
  })

  it('is still seen by the span processors of the application', () => {
    let seen: Attributes = {}
    const onEnd = (span: ReadableSpan): void => void (seen = span.attributes)
    const processor = { onStart() {}, onEnd, forceFlush: async () => {}, shutdown: async () => {} }
    exported({ spanProcessors: [processor] }, 'ai', { 'ai.prompt': secret })
    expect(seen).toEqual({ 'ai.prompt': secret })
  })
})

it('attributes that an application sets on its own spans are exported', () => {
  const exporter = start({})
  withSpan('own', () => {}, { attributes: { 'input.value': 'mine', message: 'hello' } })
  expect(finished(exporter)[0]?.attributes).toMatchObject({ 'input.value': 'mine', message: 'hello' })
})

it('a span under the policy keeps all else that exporters read', () => {
  const exporter = start({})
  trace
    .getTracer('other', '2')
    .startSpan('chat', { kind: SpanKind.CLIENT, attributes: { 'ai.prompt': secret } })
    .end()
  const [span] = finished(exporter)
  expect(span?.attributes).toEqual({})
  expect(span).toMatchObject({
    name: 'chat',
    kind: SpanKind.CLIENT,
    instrumentationScope: { name: 'other', version: '2' },
  })
  expect(span?.spanContext().traceId).toMatch(/^[\da-f]{32}$/)
  expect(span?.duration).toHaveLength(2)
  expect(span?.resource.attributes['service.name']).toBe('test')
})

it('contentPolicyFor takes two words', () => {
  expect(() => startTracing({ contentPolicyFor: 'none' as never })).toThrow(
    "contentPolicyFor is \"none\"; give 'all' or 'spanlit'.",
  )
})

function messages(role: string): string {
  return JSON.stringify([{ role, parts: [{ type: 'text', content: secret }] }])
}

function start(options: TracingOptions): InMemorySpanExporter {
  const exporter = new InMemorySpanExporter()
  tracing = startTracing({ serviceName: 'test', destination: 'none', exporters: [exporter], ...options })
  return exporter
}

function exported(options: TracingOptions, library: string, attributes: Attributes): ReadableSpan[] {
  const exporter = start(options)
  trace.getTracer(library).startSpan('chat', { attributes }).end()
  return finished(exporter)
}

/** A flush hands what waits to an in-memory exporter before it returns its promise. */
function finished(exporter: InMemorySpanExporter): ReadableSpan[] {
  void tracing?.flush()
  return exporter.getFinishedSpans()
}
