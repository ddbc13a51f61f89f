import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { SpanProcessor } from '@opentelemetry/sdk-trace-base'
import OpenAI from 'openai'
import { chunksOf, completion } from 'stand-in/wire'
import { expect, it, vi } from 'vitest'
import { scriptedApi } from '../../test/api.ts'
import { record, type Recording } from '../../test/recording.ts'
import { versions } from '../../test/versions.ts'
import { instrumentOpenAI, startTracing, uninstrumentOpenAI } from '../index.ts'
import { MAX_UNREAD } from './stream.ts'

const messages = [{ role: 'user' as const, content: 'Say hello.' }]

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** Garbage is collected until the one span has ended. */
async function expectOneSpan(recording: Recording): Promise<void> {
  const ended = (): number => {
    collectGarbage()
    return recording.spans().length
  }
  await expect.poll(ended, { timeout: 10_000 }).toBe(1)
}

function clientOf(Client: typeof OpenAI, api: { baseURL: string }): OpenAI {
  return instrumentOpenAI(new Client({ apiKey: 'test', baseURL: api.baseURL, maxRetries: 0 }))
}

it.each(versions)(
  'ends the span of a stream of %s that nobody reads, when it is forgotten, and reads nothing of it',
  async (_, Client) => {
    const recording = record()
    const api = await scriptedApi({ events: chunksOf('One two.'), end: 'hang' })
    const client = clientOf(Client, api)
    await (async () => {
      await client.chat.completions.create({ model: 'm', messages, stream: true })
    })()
    await expectOneSpan(recording)
    expect(recording.spans()[0]?.attributes).toMatchObject({ 'spanlit.stream.outcome': 'abandoned' })
  },
)

it.each(versions)(
  'keeps nothing of a call of %s that has ended, though its promise or its stream is kept',
  async (_, Client) => {
    const spans: WeakRef<object>[] = []
    const processor: SpanProcessor = {
      onStart: (span) => void spans.push(new WeakRef(span)),
      onEnd() {},
      forceFlush: () => Promise.resolve(),
      shutdown: () => Promise.resolve(),
    }
    const tracing = startTracing({
      destination: 'none',
      captureContent: true,
      live: false,
      spanProcessors: [processor],
    })
    const client = clientOf(Client, await scriptedApi({ json: completion() }, { events: chunksOf('One two.') }))
    const promise = client.chat.completions.create({ model: 'm', messages })
    await promise
    const stream = await client.chat.completions.create({ model: 'm', messages, stream: true })
    for await (const _chunk of stream);
    const kept = (): number => {
      collectGarbage()
      return spans.filter((span) => span.deref()).length
    }
    await expect.poll(kept, { timeout: 10_000 }).toBe(0)
    expect(spans).toHaveLength(2)
    // Named here, so that they are kept until now.
    expect([promise, stream]).toHaveLength(2)
    await tracing.shutdown()
  },
)

it.each(versions)(
  'keeps the span of a stream of %s that was asked for late while it is read, though its promise is forgotten',
  async (_, Client) => {
    const recording = record()
    const client = clientOf(Client, await scriptedApi({ events: chunksOf('One two three.'), pause: 20 }))
    const open = async (): Promise<AsyncIterable<unknown>> => {
      const promise = client.chat.completions.create({ model: 'm', messages, stream: true })
      await new Promise((resolve) => setTimeout(resolve, 60))
      return promise
    }
    for await (const _chunk of await open()) {
      collectGarbage()
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    expect((await recording.span()).attributes).toMatchObject({
      'spanlit.stream.outcome': 'completed',
      'gen_ai.response.finish_reasons': ['stop'],
    })
  },
)

it('ends the span of a call whose result nobody asks for, when it is forgotten', async () => {
  const recording = record()
  const api = await scriptedApi({ json: completion() })
  const client = clientOf(OpenAI, api)
  ;(() => {
    // oxlint-disable-next-line typescript/no-floating-promises -- what is tested
    client.chat.completions.create({ model: 'm', messages })
  })()
  await expectOneSpan(recording)
})

it('keeps no more unread streams than its bound, even where nothing is forgotten', async () => {
  const recording = record()
  const api = await scriptedApi({ events: chunksOf('One.'), end: 'hang' })
  const client = clientOf(OpenAI, api)
  const kept: unknown[] = []
  const more = 3
  for (let started = 0; started < MAX_UNREAD + more; started += 50) {
    const count = Math.min(50, MAX_UNREAD + more - started)
    kept.push(
      ...(await Promise.all(
        Array.from({ length: count }, async () =>
          client.chat.completions.create({ model: 'm', messages, stream: true }),
        ),
      )),
    )
  }
  expect(recording.spans()).toHaveLength(more)
  for (const stream of kept) (stream as { controller: AbortController }).controller.abort()
  expect(recording.spans()).toHaveLength(MAX_UNREAD + more)
}, 60_000)

it.each(versions)(
  'leaves a failure of %s that nobody handles unhandled, once, and one that is handled silent',
  async (_, Client) => {
    const unhandled = vi.fn()
    const others = process.listeners('unhandledRejection')
    process.removeAllListeners('unhandledRejection')
    process.on('unhandledRejection', unhandled)
    try {
      const answer = { status: 401, json: { error: { message: 'No key', code: 'invalid_api_key' } } }
      const seen: number[] = []
      for (const instrument of [(client: OpenAI) => client, (client: OpenAI) => instrumentOpenAI(client)]) {
        unhandled.mockClear()
        const client = instrument(
          new Client({ apiKey: 'test', baseURL: (await scriptedApi(answer)).baseURL, maxRetries: 0 }),
        )
        const create = (): Promise<unknown> => client.chat.completions.create({ model: 'm', messages })
        await create().catch(() => {})
        await client.chat.completions
          .create({ model: 'm', messages })
          .asResponse()
          .catch(() => {})
        await client.chat.completions
          .create({ model: 'm', messages })
          .withResponse()
          .catch(() => {})
        await new Promise((resolve) => setTimeout(resolve, 50))
        seen.push(unhandled.mock.calls.length)
        void create()
        await new Promise((resolve) => setTimeout(resolve, 200))
        seen.push(unhandled.mock.calls.length)
        void create().then(() => {})
        await new Promise((resolve) => setTimeout(resolve, 200))
        seen.push(unhandled.mock.calls.length)
        void client.chat.completions.create({ model: 'm', messages }).asResponse()
        await new Promise((resolve) => setTimeout(resolve, 200))
        seen.push(unhandled.mock.calls.length)
      }
      expect(seen.slice(4)).toEqual(seen.slice(0, 4))
      expect(seen[0]).toBe(0)
    } finally {
      process.removeAllListeners('unhandledRejection')
      for (const listener of others) process.on('unhandledRejection', listener)
    }
  },
)

it.each(['client', 'class'])(
  'ends the span of a call that nobody awaits, where the %s is let go at once',
  async (how) => {
    const recording = record()
    const api = await scriptedApi({ json: completion() })
    const client = new OpenAI({ apiKey: 'k', baseURL: api.baseURL, maxRetries: 0 })
    const target = how === 'client' ? client : OpenAI
    instrumentOpenAI(target)
    ;(() => {
      void client.chat.completions.create({ model: 'm', messages })
      uninstrumentOpenAI(target)
    })()
    await expectOneSpan(recording)
  },
)

/** A stream that is answered within the process: a connection keeps what it has to deliver. */
function answeredInside(Client: typeof OpenAI): OpenAI {
  const body = chunksOf('One two three four.')
    .map((chunk) => (typeof chunk === 'string' ? chunk : `data: ${JSON.stringify(chunk)}\n\n`))
    .join('')
  const headers = { 'content-type': 'text/event-stream' }
  const answer = (): Promise<Response> => Promise.resolve(new Response(body, { headers }))
  return instrumentOpenAI(new Client({ apiKey: 'k', fetch: answer }))
}

it.each(versions)('ends the span of a stream of %s that is dropped in its middle', async (_, Client) => {
  const recording = record()
  await (async () => {
    const stream = await answeredInside(Client).chat.completions.create({ model: 'm', messages, stream: true })
    await stream[Symbol.asyncIterator]().next()
  })()
  await expectOneSpan(recording)
})

it.each(versions)('keeps nothing of a stream of %s that was broken off', async (_, Client) => {
  record()
  const stream = await (async () => {
    const given = await answeredInside(Client).chat.completions.create({ model: 'm', messages, stream: true })
    for await (const chunk of given) if (chunk) break
    return new WeakRef(given)
  })()
  await expect
    .poll(
      () => {
        collectGarbage()
        return stream.deref() === undefined
      },
      { timeout: 10_000 },
    )
    .toBe(true)
})
