import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import { completion, scriptedApi } from '../../test/api.ts'
import { record } from '../../test/recording.ts'
import { versions } from '../../test/versions.ts'
import { instrumentOpenAI, uninstrumentOpenAI } from '../index.ts'

const chat = { model: 'm', messages: [{ role: 'user' as const, content: 'Say hello.' }] }
const busy = { status: 429, headers: { 'retry-after-ms': '1' }, json: { error: { message: 'Busy' } } }

async function clientOf(Client: typeof OpenAI): Promise<OpenAI> {
  const { baseURL } = await scriptedApi({ json: completion() })
  return new Client({ apiKey: 'k', baseURL, dangerouslyAllowBrowser: true, maxRetries: 0 })
}

describe.each(versions)('with %s, of several who have instrumented', (_, Client) => {
  it('a client keeps its own when its class is taken off', async () => {
    const recording = record()
    const client = await clientOf(Client)
    instrumentOpenAI(Client)
    instrumentOpenAI(client)
    uninstrumentOpenAI(Client)
    await client.chat.completions.create(chat)
    expect(recording.spans()).toHaveLength(1)
    await (await clientOf(Client)).chat.completions.create(chat)
    expect(recording.spans()).toHaveLength(1)
    uninstrumentOpenAI(client)
    await client.chat.completions.create(chat)
    expect(recording.spans()).toHaveLength(1)
    expect(Object.getOwnPropertyNames(client.chat.completions)).toEqual(['_client', 'messages'])
  })

  it('a class keeps its own when its subclass is taken off', async () => {
    const recording = record()
    class Mine extends Client {}
    instrumentOpenAI(Mine)
    instrumentOpenAI(Client)
    uninstrumentOpenAI(Mine)
    try {
      await (await clientOf(Client)).chat.completions.create(chat)
      expect(recording.spans()).toHaveLength(1)
    } finally {
      uninstrumentOpenAI(Client)
    }
    await (await clientOf(Client)).chat.completions.create(chat)
    expect(recording.spans()).toHaveLength(1)
  })

  it('a class and a client make one span of a call', async () => {
    const recording = record()
    const client = await clientOf(Client)
    instrumentOpenAI(Client)
    instrumentOpenAI(client)
    try {
      await client.chat.completions.create(chat)
      expect(recording.spans()).toHaveLength(1)
    } finally {
      uninstrumentOpenAI(Client)
    }
  })

  it('one who is wrapped by the application makes no more spans when he is taken off', async () => {
    const recording = record()
    const client = instrumentOpenAI(await clientOf(Client))
    const { completions } = client.chat
    const wrapped = completions.create.bind(completions)
    completions.create = wrapped
    uninstrumentOpenAI(client)
    await client.chat.completions.create(chat)
    expect(recording.spans()).toEqual([])
  })

  it('clients of a class hear of retries also where only a subclass was instrumented', async () => {
    const recording = record()
    class Mine extends Client {}
    instrumentOpenAI(Mine)
    try {
      const { baseURL } = await scriptedApi(busy, { json: completion() })
      await new Client({ apiKey: 'k', baseURL, dangerouslyAllowBrowser: true }).chat.completions.create(chat)
      expect((await recording.span()).attributes['http.request.resend_count']).toBe(1)
    } finally {
      uninstrumentOpenAI(Mine)
    }
  })
})

it('the options of a client count also where the client is given as a proxy of it', async () => {
  const recording = record({ captureContent: true })
  const proxy = instrumentOpenAI(new Proxy(await clientOf(OpenAI), {}), { captureContent: false })
  await proxy.chat.completions.create(chat)
  expect((await recording.span()).attributes['gen_ai.input.messages']).toBeUndefined()
  uninstrumentOpenAI(proxy)
})
