import type OpenAI from 'openai'
import { describe, expect, it, vi } from 'vitest'
import { record } from '../../test/recording.ts'
import { versions } from '../../test/versions.ts'
import { instrumentOpenAI } from '../index.ts'

const chat = { model: 'm', messages: [{ role: 'user' as const, content: 'Say hello.' }] }
const answer = { id: 'chatcmpl-1', choices: [] } as unknown as OpenAI.ChatCompletion

/** What an application's unit tests put in the client's place. */
interface FakeClient {
  chat: { completions: { create(body: object): unknown } }
}

function fake(create: (body: object) => unknown): FakeClient {
  return instrumentOpenAI({ chat: { completions: { create } } })
}

describe("an application's own mocks", () => {
  it('are called with what the application gave, and are found where they were put', async () => {
    const recording = record()
    const create = vi.fn<(body: object) => unknown>().mockResolvedValue(answer)
    const client = fake(create)
    expect(await client.chat.completions.create(chat)).toBe(answer)
    expect(create).toHaveBeenCalledWith(chat)
    expect(client.chat.completions.create).toHaveBeenCalledTimes(1)
    expect((await recording.span()).attributes['gen_ai.response.id']).toBe('chatcmpl-1')
  })

  it('may return a value, a generator, or a promise that works only when it is asked', async () => {
    const recording = record()
    expect(fake(() => answer).chat.completions.create(chat)).toBe(answer)
    async function* numbers(): AsyncGenerator<number> {
      yield 1
    }
    const items: unknown[] = []
    for await (const item of fake(numbers).chat.completions.create(chat) as AsyncIterable<unknown>) items.push(item)
    expect(items).toEqual([1])
    let asked = 0
    const lazy = {
      then(done: (value: unknown) => void) {
        asked += 1
        done(answer)
      },
    }
    await fake(() => lazy).chat.completions.create(chat)
    expect(asked).toBe(1)
    expect(recording.spans()).toHaveLength(3)
  })

  it('may fail without being handled: the rejection is as it was', async () => {
    const recording = record()
    const broken = new Error('No')
    await expect(fake(() => Promise.reject(broken)).chat.completions.create(chat)).rejects.toBe(broken)
    expect((await recording.span()).attributes['error.type']).toBe('Error')
  })

  it.each(versions)('on a real client of %s are told exact arguments', async (_, Client) => {
    record()
    const client = new Client({ apiKey: 'k', baseURL: 'http://127.0.0.1:1/v1', dangerouslyAllowBrowser: true })
    const create = vi.spyOn(client.chat.completions, 'create').mockResolvedValue(answer)
    const poll = vi.fn()
    client.beta.threads.runs.createAndPoll = poll
    instrumentOpenAI(client)
    await client.chat.completions.create(chat)
    expect(create).toHaveBeenCalledWith(chat)
    expect(client.beta.threads.runs.createAndPoll('t', { assistant_id: 'a' })).toBeUndefined()
    expect(poll).toHaveBeenCalledWith('t', { assistant_id: 'a' })
  })

  it.each(versions)('on the class of %s work also for clients that were instrumented before', async (_, Client) => {
    record()
    const client = instrumentOpenAI(
      new Client({ apiKey: 'k', baseURL: 'http://127.0.0.1:1/v1', dangerouslyAllowBrowser: true, maxRetries: 0 }),
    )
    const create = vi.spyOn(Client.Chat.Completions.prototype, 'create').mockResolvedValue(answer)
    try {
      expect(await client.chat.completions.create(chat)).toBe(answer)
      expect(create).toHaveBeenCalledWith(chat)
    } finally {
      create.mockRestore()
    }
  })

  it('may be set up and asked after the client was instrumented', async () => {
    record()
    const create = vi.fn<(body: object) => unknown>()
    const client = fake(create)
    vi.mocked(client.chat.completions.create).mockReturnValueOnce(1)
    expect(client.chat.completions.create(chat)).toBe(1)
    // As node:test has it: found only by asking.
    const seen: unknown[][] = []
    const hidden = new Proxy(() => {}, {
      apply: (_mock, _self, args: unknown[]) => seen.push(args),
      get: (target, key) => (key === 'mock' ? {} : (Reflect.get(target, key) as unknown)),
    })
    await fake(hidden).chat.completions.create(chat)
    expect(seen).toEqual([[chat]])
  })

  it('may give promises with methods of their own', async () => {
    const recording = record()
    const promise = Object.assign(Promise.resolve(answer), { withResponse: () => Promise.resolve({ data: answer }) })
    const given = fake(() => promise).chat.completions.create(chat) as typeof promise
    expect(await given).toBe(answer)
    expect(await given.withResponse()).toEqual({ data: answer })
    expect((await recording.span()).attributes['gen_ai.response.id']).toBe('chatcmpl-1')
  })

  it.each(versions)(
    "of Jasmine's and of one's own on a client of %s get no options that were not given",
    async (_, Client) => {
      record()
      const client = new Client({ apiKey: 'k', baseURL: 'http://127.0.0.1:1/v1', dangerouslyAllowBrowser: true })
      const seen: unknown[][] = []
      const spy = Object.assign((...args: unknown[]) => seen.push(args), { and: {}, calls: {} })
      Object.assign(client.chat.completions, { create: spy })
      client.responses.create = ((...args: unknown[]) => seen.push(args)) as never
      client.chat.completions.stream = ((...args: unknown[]) => seen.push(args)) as never
      instrumentOpenAI(client)
      await client.chat.completions.create(chat, { timeout: 1 })
      await client.responses.create({ model: 'm', input: 'x' })
      client.chat.completions.stream(chat)
      expect(seen).toEqual([[chat, { timeout: 1 }], [{ model: 'm', input: 'x' }], [chat]])
      expect(Object.getOwnPropertySymbols(seen[0]?.[1])).toEqual([])
    },
  )

  it('may replace the clock', async () => {
    record()
    const Client = versions[2]?.[1] as typeof OpenAI
    const headers = { 'content-type': 'text/event-stream' }
    const fetch = (): Promise<Response> => Promise.resolve(new Response('data: [DONE]\n\n', { headers }))
    const client = instrumentOpenAI(
      new Client({ apiKey: 'k', baseURL: 'http://x/v1', dangerouslyAllowBrowser: true, fetch }),
    )
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const stream = await client.chat.completions.create({ ...chat, stream: true })
      expect(vi.getTimerCount()).toBe(0)
      stream.controller.abort()
      // The exporter's own.
      await vi.runAllTimersAsync()
    } finally {
      vi.useRealTimers()
    }
  })
})
