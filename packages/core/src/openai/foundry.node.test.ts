import { AIProjectClient } from '@azure/ai-projects'
import type OpenAI from 'openai'
import { expect, it } from 'vitest'
import { scriptedApi, type ScriptedApi } from '../../test/api.ts'
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { completion, response, responseEvents } from 'stand-in/wire'
import { record } from '../../test/recording.ts'
import { instrumentOpenAI, uninstrumentOpenAI, withSpan } from '../index.ts'

const credential = { getToken: async () => ({ token: 't', expiresOnTimestamp: Date.now() + 3_600_000 }) }

function projectClient(api: ScriptedApi, experimental: boolean): OpenAI {
  const endpoint = api.baseURL.replace(/\/v1$/, '')
  return new AIProjectClient(endpoint, credential, { tracingOptions: { experimental } }).getOpenAIClient()
}

it.each([false, true])(
  "a client of a Foundry project is traced, one span a call, with the project's own tracing %s",
  async (experimental) => {
    const all = new InMemorySpanExporter()
    const recording = record({ spanProcessors: [new SimpleSpanProcessor(all)] })
    const api = await scriptedApi({ json: response('Hello.') }, { json: completion() })
    const client = instrumentOpenAI(projectClient(api, experimental))
    await client.responses.create({ model: 'gpt-5-mini', input: 'Hi' })
    await client.chat.completions.create({ model: 'gpt-5-mini', messages: [] })
    await expect.poll(() => recording.spans().length).toBe(2)
    expect(all.getFinishedSpans().map((span) => span.name)).toEqual(['chat gpt-5-mini', 'chat gpt-5-mini'])
    expect(recording.spans()[0]?.attributes['gen_ai.response.id']).toBe('resp_1')
  },
)

it('with the class instrumented, a call that the project traces itself has that one span', async () => {
  const all = new InMemorySpanExporter()
  record({ spanProcessors: [new SimpleSpanProcessor(all)] })
  const api = await scriptedApi({ json: response('Hello.') })
  const client = projectClient(api, true)
  const Class = client.constructor as typeof OpenAI
  instrumentOpenAI(Class)
  try {
    await client.responses.create({ model: 'gpt-5-mini', input: 'Hi' })
  } finally {
    uninstrumentOpenAI(Class)
  }
  expect(all.getFinishedSpans().map((span) => span.instrumentationScope.name)).toEqual(['@azure/ai-projects'])
})

it.each([false, true])(
  "what happens inside a call keeps its spans, with the project's own tracing %s: fetching the token, a request",
  async (experimental) => {
    const recording = record()
    const api = await scriptedApi({ json: response('Hello.') })
    const asking = { getToken: () => withSpan('token', credential.getToken) }
    const endpoint = api.baseURL.replace(/\/v1$/, '')
    const project = new AIProjectClient(endpoint, asking, { tracingOptions: { experimental } })
    const client = instrumentOpenAI(project.getOpenAIClient())
    await client.responses.create({ model: 'gpt-5-mini', input: 'Hi' })
    await expect.poll(() => recording.spans().length).toBe(2)
    const [token, chat] = recording.spans()
    expect([token?.name, chat?.name]).toEqual(['token', 'chat gpt-5-mini'])
    expect(token?.parentSpanContext?.spanId).toBe(chat?.spanContext().spanId)
  },
)

it.each([false, true])(
  "a streamed response has its answer, with the project's own tracing %s",
  async (experimental) => {
    const recording = record()
    const api = await scriptedApi({ events: responseEvents('Hello you.') })
    const client = instrumentOpenAI(projectClient(api, experimental))
    for await (const _ of await client.responses.create({ model: 'm', input: 'x', stream: true }));
    await expect.poll(() => recording.spans().length).toBe(1)
    expect(recording.spans()[0]?.attributes).toMatchObject({ 'spanlit.stream.outcome': 'completed' })
    expect(recording.spans()[0]?.attributes['gen_ai.output.messages']).toContain('Hello you.')
  },
)
