import OpenAI from 'openai'
import { completion } from 'stand-in/wire'
import { describe, expect, it } from 'vitest'
import { scriptedApi } from '../../test/api.ts'
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

it("a client's own options stay when another owner is taken off", async () => {
  const recording = record({ captureContent: true })
  const client = instrumentOpenAI(await clientOf(OpenAI), { captureContent: false })
  const proxy = instrumentOpenAI(new Proxy(client, {}))
  uninstrumentOpenAI(proxy)
  await client.chat.completions.create(chat)
  expect((await recording.span()).attributes['gen_ai.input.messages']).toBeUndefined()
})

it("another tool's proxy, whose methods are others each time, is traced once and left as it was", async () => {
  const recording = record()
  const client = await clientOf(OpenAI)
  let calls = 0
  const observe = <T extends object>(object: T): T =>
    new Proxy(object, {
      get(target, key) {
        const member: unknown = Reflect.get(target, key)
        if (typeof member === 'function') {
          return (...args: unknown[]) => {
            if (key === 'create') calls += 1
            return (member as (...args: unknown[]) => unknown).apply(target, args)
          }
        }
        return member !== null && typeof member === 'object' && key !== '_client' ? observe(member) : member
      },
    })
  instrumentOpenAI(client)
  const proxy = instrumentOpenAI(observe(client))
  await proxy.chat.completions.create(chat)
  expect([calls, recording.spans().length]).toEqual([1, 1])
  uninstrumentOpenAI(proxy)
  uninstrumentOpenAI(client)
  expect(Object.getOwnPropertyNames(client.chat.completions)).toEqual(['_client', 'messages'])
})

it('a patch of the class that copies what a wrapper has is honoured', async () => {
  record()
  const client = await clientOf(OpenAI)
  instrumentOpenAI(OpenAI)
  const { prototype } = OpenAI.Chat.Completions
  const { create } = prototype
  let calls = 0
  const mine = function (this: OpenAI.Chat.Completions, ...args: unknown[]): unknown {
    calls += 1
    return (create as (...args: unknown[]) => unknown).apply(this, args)
  }
  try {
    const { prototype: _, ...members } = Object.getOwnPropertyDescriptors(
      create as unknown as Record<PropertyKey, unknown>,
    )
    prototype.create = Object.defineProperties(mine, members) as never
    await instrumentOpenAI(client).chat.completions.create(chat)
    expect(calls).toBe(1)
  } finally {
    prototype.create = create
    uninstrumentOpenAI(OpenAI)
  }
})
