import type { SpanProcessor } from '@opentelemetry/sdk-trace-base'
import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import { scriptedApi } from '../../test/api.ts'
import type { Answer } from 'stand-in'
import { chunksOf, completion } from 'stand-in/wire'
import { record } from '../../test/recording.ts'
import { versions } from '../../test/versions.ts'
import { instrumentOpenAI } from '../index.ts'

const chat = { model: 'm', messages: [{ role: 'user' as const, content: 'Say hello.' }] }
const streamed = { ...chat, stream: true } as const
const broken = (): never => {
  throw new Error('the processor broke')
}
const idle = { onStart() {}, onEnd() {}, forceFlush: () => Promise.resolve(), shutdown: () => Promise.resolve() }

async function outcome(run: () => PromiseLike<unknown>): Promise<unknown> {
  try {
    return await run()
  } catch (error) {
    return (error as Error).message
  }
}

describe.each([
  ['starts', { ...idle, onStart: broken }],
  ['ends', { ...idle, onEnd: broken }],
] as [string, SpanProcessor][])('a span processor that throws when a span %s', (_when, processor) => {
  it.each(versions)('changes nothing for the application, with %s', async (_, Client) => {
    record({ spanProcessors: [processor] })
    const uses = async (instrument: (client: OpenAI) => OpenAI): Promise<unknown[]> => {
      const clientOf = async (answer: Answer): Promise<OpenAI> => {
        const { baseURL } = await scriptedApi(answer)
        return instrument(new Client({ apiKey: 'k', baseURL, dangerouslyAllowBrowser: true, maxRetries: 0 }))
      }
      const answering = await clientOf({ json: completion() })
      const failing = await clientOf({ status: 401, json: { error: { message: 'No key' } } })
      const streaming = await clientOf({ events: chunksOf('One two three.') })
      return [
        await outcome(async () => (await answering.chat.completions.create(chat)).id),
        await outcome(async () => (await answering.chat.completions.create(chat).asResponse()).status),
        await outcome(() => failing.chat.completions.create(chat)),
        await outcome(() => (answering.embeddings.create as unknown as () => Promise<unknown>)()),
        await outcome(async () => {
          for await (const chunk of await streaming.chat.completions.create(streamed)) return chunk.id
          return 'nothing'
        }),
        await outcome(async () => (await streaming.chat.completions.create(streamed)).controller.abort()),
        await outcome(() => streaming.chat.completions.stream(chat).finalContent()),
      ]
    }
    expect(await uses(instrumentOpenAI)).toEqual(await uses((client) => client))
  })
})

it.each(versions)('options that cannot be read fail with %s as they do without tracing', async (_, Client) => {
  const recording = record()
  const uses = async (instrument: (client: OpenAI) => OpenAI): Promise<unknown[]> => {
    const client = instrument(new Client({ apiKey: 'k', baseURL: 'http://x/v1', dangerouslyAllowBrowser: true }))
    const options = Object.defineProperty({}, 'timeout', { enumerable: true, get: broken })
    let isAtOnce = true
    const create = outcome(() => client.chat.completions.create(chat, options)).finally(() => (isAtOnce = false))
    const { runs } = client.beta.threads
    return [isAtOnce, await create, await outcome(() => runs.createAndPoll('t', { assistant_id: 'a' }, options))]
  }
  expect(await uses(instrumentOpenAI)).toEqual(await uses((client) => client))
  expect(recording.named('chat m')).toHaveLength(1)
})

it.each(versions)(
  'a call of %s that fails before its request ends its span, though nobody awaits it',
  async (_, Client) => {
    const recording = record()
    const others = process.listeners('unhandledRejection')
    const unhandled: unknown[] = []
    process.removeAllListeners('unhandledRejection')
    process.on('unhandledRejection', (error) => unhandled.push(error))
    try {
      const apiKey = (): Promise<string> => Promise.reject(new Error('No key today'))
      const client = instrumentOpenAI(new Client({ apiKey, baseURL: 'http://x/v1', dangerouslyAllowBrowser: true }))
      const frozen = Object.freeze(new Client({ apiKey: 'k', baseURL: 'http://127.0.0.1:1/v1', maxRetries: 0 }))
      instrumentOpenAI(frozen)
      void client.chat.completions.create(chat)
      void client.chat.completions.create({ ...chat, seed: 1n as never })
      void frozen.chat.completions.create(chat)
      await expect.poll(() => recording.spans().length).toBe(3)
      await expect.poll(() => unhandled.length).toBe(3)
    } finally {
      process.removeAllListeners('unhandledRejection')
      for (const listener of others) process.on('unhandledRejection', listener)
    }
  },
)

describe.each(versions)("a method of the application's own around one of %s", (_, Client) => {
  function clientOf(answers: number[]): { client: OpenAI; statuses: number[] } {
    const statuses: number[] = []
    const fetch = (): Promise<Response> => {
      const status = answers.shift() ?? 200
      statuses.push(status)
      return Promise.resolve(new Response('{}', { status, headers: { 'content-type': 'application/json' } }))
    }
    return { client: new Client({ apiKey: 'k', baseURL: 'http://x/v1', fetch }), statuses }
  }

  it('keeps the defaults of its options', async () => {
    record()
    const { client, statuses } = clientOf([500, 200])
    const original = client.chat.completions.create.bind(client.chat.completions)
    client.chat.completions.create = ((body: never, options = { maxRetries: 0 }) => original(body, options)) as never
    instrumentOpenAI(client)
    await expect(client.chat.completions.create(chat)).rejects.toThrow('500')
    expect(statuses).toEqual([500])
  })

  it('that is asynchronous is reported where nobody handles that it fails', async () => {
    const recording = record()
    const { client } = clientOf([400])
    const original = client.chat.completions.create.bind(client.chat.completions)
    client.chat.completions.create = (async (body: never) => original(body)) as never
    instrumentOpenAI(client)
    const others = process.listeners('unhandledRejection')
    const unhandled: unknown[] = []
    process.removeAllListeners('unhandledRejection')
    process.on('unhandledRejection', (error) => unhandled.push(error))
    try {
      void client.chat.completions.create(chat)
      await expect.poll(() => unhandled.length).toBe(1)
      expect((await recording.span()).status.code).toBe(2)
    } finally {
      process.removeAllListeners('unhandledRejection')
      for (const listener of others) process.on('unhandledRejection', listener)
    }
  })

  it('gets options with all that they inherit', async () => {
    record()
    const { client } = clientOf([])
    class Options {
      readonly #tenant = 't1'
      get headers(): Record<string, string> {
        return { 'x-tenant': this.#tenant }
      }
    }
    const sent: unknown[] = []
    client.audio.speech.create = ((_body: unknown, options: Options) => sent.push(options.headers)) as never
    instrumentOpenAI(client)
    void client.audio.speech.create({ model: 'm', input: 'x', voice: 'alloy' }, new Options())
    expect(sent).toEqual([{ 'x-tenant': 't1' }])
  })
})

it("leaves an application's own stream alone whose iterator can't be observed", async () => {
  const recording = record()
  const numbers = (): AsyncIterator<number> => {
    let next = 0
    return Object.freeze({ next: () => Promise.resolve({ value: next++, done: next > 3 }) }) as never
  }
  const stream = { iterator: numbers, [Symbol.asyncIterator]: () => stream.iterator() }
  const client = instrumentOpenAI({ chat: { completions: { create: (_body: object) => Promise.resolve(stream) } } })
  const seen: number[] = []
  for await (const number of await client.chat.completions.create(chat)) seen.push(number)
  expect(seen).toEqual([0, 1, 2])
  expect(recording.spans()).toHaveLength(1)
})

it('a request that cannot be read fails as it does without tracing, and its span ends', async () => {
  const recording = record()
  const body = Object.defineProperty({ ...chat }, 'temperature', { enumerable: true, get: broken })
  const client = instrumentOpenAI(new OpenAI({ apiKey: 'k', baseURL: 'http://x/v1', maxRetries: 0 }))
  await expect(client.chat.completions.create(body)).rejects.toThrow('the processor broke')
  expect((await recording.span()).attributes).toMatchObject({ 'gen_ai.request.model': 'm', 'error.type': 'Error' })
})
