import { trace } from '@opentelemetry/api'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import OpenAI from 'openai'
import { completion } from 'stand-in/wire'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { scriptedApi } from '../test/api.ts'
import { json, record } from '../test/recording.ts'
import { instrumentOpenAI, withTool } from './index.ts'

afterEach(() => {
  vi.unstubAllEnvs()
  trace.disable()
})

const LAST = 'What was my last question?'
const messages = [
  { role: 'system' as const, content: 'Long instructions. '.repeat(1000) },
  { role: 'user' as const, content: LAST },
]

async function traced(): Promise<OpenAI> {
  const api = await scriptedApi({ json: completion({ content: 'This one.' }) })
  return instrumentOpenAI(new OpenAI({ apiKey: 'k', baseURL: api.baseURL }), { captureContent: true })
}

describe("the SDK's limit of a text", () => {
  it.each(['OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT', 'OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT'])(
    'as %s sets it leaves JSON that can be read, with the last message in it',
    async (variable) => {
      vi.stubEnv(variable, '4095')
      const recording = record()
      const client = await traced()
      await client.chat.completions.create({ model: 'm', messages })
      const span = await recording.span()
      expect(JSON.stringify(json(span, 'gen_ai.input.messages'))).toContain(LAST)
      expect(String(span.attributes['gen_ai.input.messages']).length).toBeLessThanOrEqual(4095)
    },
  )

  it('is kept where the application has set it on an SDK of its own', async () => {
    const exporter = new InMemorySpanExporter()
    const spanLimits = { attributeValueLengthLimit: 1000 }
    const spanProcessors = [new SimpleSpanProcessor(exporter)]
    trace.setGlobalTracerProvider(new BasicTracerProvider({ spanLimits, spanProcessors }))
    vi.stubEnv('OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT', 'true')
    const client = await traced()
    await client.chat.completions.create({ model: 'm', messages })
    const [chat] = exporter.getFinishedSpans()
    expect(JSON.stringify(JSON.parse(String(chat?.attributes['gen_ai.input.messages'])))).toContain(LAST)
  })
})

it('a tool keeps arguments that can be read within the limit', () => {
  vi.stubEnv('OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT', '300')
  const recording = record()
  withTool({ name: 't', arguments: { first: 'x'.repeat(1000), second: 2 } }, () => {})
  const [span] = recording.spans()
  expect(JSON.parse(String(span?.attributes['gen_ai.tool.call.arguments']))).toMatchObject({ second: 2 })
})

it('the variables of a prompt do not push the answer out, whatever their number', async () => {
  const response = {
    id: 'r',
    object: 'response',
    model: 'm',
    status: 'completed',
    output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'The answer.' }] }],
  }
  const api = await scriptedApi({ json: response })
  const recording = record()
  const client = instrumentOpenAI(new OpenAI({ apiKey: 'k', baseURL: api.baseURL }))
  const variables = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`v${index}`, 'x']))
  await client.responses.create({ model: 'm', prompt: { id: 'p', variables }, input: 'Hello?' })
  const span = await recording.span()
  expect(JSON.stringify(json(span, 'gen_ai.output.messages'))).toContain('The answer.')
  expect(span.droppedAttributesCount).toBeGreaterThan(0)
})
