import { context, diag, DiagLogLevel, trace } from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import OpenAI from 'openai'
import { chunksOf, completion, usageChunk } from 'stand-in/wire'
import { afterEach, describe, expect, it } from 'vitest'
import { scriptedApi } from '../../test/api.ts'
import { record } from '../../test/recording.ts'
import { versions } from '../../test/versions.ts'
import { instrumentOpenAI, traced, withAgent, withSpan, withTool } from '../index.ts'
import { createFeed } from '../live/feed.browser.ts'
import type { LiveEvent, LiveSlot } from '../live/protocol.ts'
import { LiveSpanProcessor } from '../live/processor.ts'
import { settings } from '../settings.ts'

afterEach(() => diag.disable())

const key = `sk-proj-${'a1'.repeat(20)}`
const quoting = {
  status: 400,
  json: { error: { message: 'Invalid: Ann', type: 'invalid_request_error', code: 'bad' } },
}
const question = { model: 'm', messages: [{ role: 'user' as const, content: 'Ann' }] }

async function failing(Client = OpenAI, traceIt = true): Promise<() => Promise<unknown>> {
  const { baseURL } = await scriptedApi(quoting)
  const client = new Client({ apiKey: 'k', baseURL, dangerouslyAllowBrowser: true, maxRetries: 0 })
  if (traceIt) instrumentOpenAI(client)
  return async () => client.chat.completions.create(question)
}

/** All that a backend gets of a span. */
const told = ({ attributes, events, status }: ReadableSpan): string => JSON.stringify({ attributes, events, status })

it.each(versions)(
  'keeps what the model has said out of the spans around it where %s cannot read it',
  async (_, Client) => {
    const recording = record({ captureContent: false })
    const { baseURL } = await scriptedApi({ json: completion({ content: 'Ann: 4711' }) })
    const client = instrumentOpenAI(new Client({ apiKey: 'k', baseURL, dangerouslyAllowBrowser: true }))
    const parse = (text: string): unknown => JSON.parse(text)
    const format = {
      type: 'json_schema',
      json_schema: { name: 'x', schema: {} },
      $brand: 'auto-parseable-response-format',
      $parseRaw: parse,
    }
    const asked = (): Promise<unknown> =>
      client.chat.completions.parse({ ...question, response_format: format as never })
    await expect(withSpan('outer', asked)).rejects.toThrow()
    const [outer] = recording.named('outer')
    expect(outer?.status.code).toBe(2)
    expect(told(outer as ReadableSpan)).not.toMatch(/Ann|4711/)
  },
)

describe('the message of an error of the API', () => {
  it.each(versions.flatMap(([name, Client]) => [true, false].map((traceIt) => [name, traceIt, Client] as const)))(
    'stays out of the spans around it where no content is captured: %s, traced: %s',
    async (_, traceIt, Client) => {
      const recording = record({ captureContent: false })
      const create = await failing(Client, traceIt)
      const error = await withAgent({ name: 'A' }, () => withSpan('step', traced('f', create))).catch((e: unknown) => e)
      expect(error).toBeInstanceOf(Client.BadRequestError)
      expect(recording.spans()).toHaveLength(traceIt ? 4 : 3)
      for (const span of recording.spans()) {
        expect(told(span)).not.toContain('Ann')
        expect(span.status.message).toBe('400 bad')
        expect(span.attributes['error.type']).toBe('bad')
      }
    },
  )

  it('stays out of them in the mode that records events', async () => {
    const recording = record({ captureContent: 'event' })
    await withSpan('step', await failing()).catch(() => {})
    expect(recording.spans().map(told).join()).not.toContain('Ann')
  })

  it('stays out of them where the client alone captures nothing', async () => {
    const recording = record()
    const { baseURL } = await scriptedApi(quoting)
    const client = new OpenAI({ apiKey: 'k', baseURL, dangerouslyAllowBrowser: true, maxRetries: 0 })
    instrumentOpenAI(client, { captureContent: false })
    await withSpan('step', async () => client.chat.completions.create(question)).catch(() => {})
    expect(recording.spans().map(told).join()).not.toContain('Ann')
  })

  it('is not told by an error around it that repeats it', async () => {
    const recording = record({ captureContent: false })
    const create = await failing()
    const wrapping = async (): Promise<unknown> =>
      create().catch((cause: Error) => {
        throw new Error(`It failed: ${cause.message}`, { cause })
      })
    await withSpan('repeats', wrapping).catch(() => {})
    const other = async (): Promise<never> => {
      throw new Error('No verdict', { cause: await create().catch((error: unknown) => error) })
    }
    await withSpan('has its own words', other).catch(() => {})
    expect(recording.spans().map(told).join()).not.toContain('Ann')
    expect(recording.named('has its own words')[0]?.status.message).toBe('No verdict')
  })

  it.each(versions)(
    'is not told by what the helpers of %s say of an answer that they cannot read',
    async (_, Client) => {
      const recording = record({ captureContent: false })
      const { baseURL } = await scriptedApi({ events: [...chunksOf('{"Ann": "ill"}'), usageChunk] })
      const client = instrumentOpenAI(
        new Client({ apiKey: 'k', baseURL, dangerouslyAllowBrowser: true, maxRetries: 0 }),
      )
      const format = { type: 'json_schema', json_schema: { name: 'n', schema: {} } }
      Object.defineProperties(format, {
        $brand: { value: 'auto-parseable-response-format' },
        $parseRaw: {
          value(text: string) {
            throw new Error(`Unrecognized: ${text}`)
          },
        },
      })
      const asked = { model: 'm', messages: question.messages, response_format: format } as never
      const run = (): Promise<unknown> => client.chat.completions.stream(asked).finalChatCompletion()
      await expect(withSpan('around', run)).rejects.toThrow('Ann')
      expect(recording.spans().map(told).join()).not.toContain('Ann')
    },
  )

  it('is shown live in any case, once redact has seen it', async () => {
    const live = new LiveSpanProcessor(createFeed())
    const redact = (content: unknown): unknown => (typeof content === 'string' ? content.replace('Ann', 'X') : content)
    record({ captureContent: false, redact, live: false, instrumentFetch: false, spanProcessors: [live] })
    settings.live = live
    const events: LiveEvent[] = []
    const { subscribe } = (globalThis as unknown as Record<symbol, LiveSlot>)[Symbol.for('spanlit.live')] as LiveSlot
    subscribe((event) => events.push(event))
    await withSpan('around', await failing(OpenAI, false)).catch(() => {})
    await withTool({ name: 't' }, () => Promise.reject(new Error('no Ann'))).catch(() => {})
    const messages = events.filter((event) => event.type === 'end').map((event) => event.span.status?.message)
    expect(messages).toEqual(['400 Invalid: X', 'no X'])
  })
})

describe('an error', () => {
  it("of the application's own stays on its own spans, without what looks like a key and with an end", () => {
    const recording = record({ captureContent: false })
    const fail = (): never => {
      throw new RangeError(`Too much: ${key} ${'x'.repeat(50_000)}`)
    }
    expect(() => withSpan('own', fail)).toThrow(RangeError)
    const [span] = recording.spans()
    expect(span?.status.message).toMatch(/^Too much: sk-proj-\[removed\] xxx/)
    expect(told(span as ReadableSpan)).not.toContain('a1a1')
    expect(told(span as ReadableSpan).length).toBeLessThan(20_000)
    expect(span?.events[0]?.attributes?.['exception.stacktrace']).toMatch(/^RangeError: Too much/)
  })

  it('is recorded as an exception on the innermost span alone', async () => {
    const recording = record()
    const inner = (): never =>
      withSpan('inner', () => {
        throw new Error('once')
      })
    expect(() => withSpan('outer', () => withSpan('middle', inner))).toThrow('once')
    const seen = recording
      .spans()
      .map((span) => [span.name, span.events.length, span.status, span.attributes['error.type']])
    const status = { code: 2, message: 'once' }
    expect(seen).toEqual([
      ['inner', 1, status, 'Error'],
      ['middle', 0, status, 'Error'],
      ['outer', 0, status, 'Error'],
    ])
  })

  it('that comes a second time, after its span, is an exception of the second span as well', async () => {
    const recording = record()
    const failed = Promise.reject(new Error('cached'))
    for (const name of ['first', 'second']) await withSpan(name, () => failed).catch(() => {})
    expect(recording.spans().map((span) => [span.name, span.events.length])).toEqual([
      ['first', 1],
      ['second', 1],
    ])
  })

  it('may be anything', () => {
    const recording = record()
    const things = [undefined, null, 5, 'text', Object.create(null), Symbol('s')]
    const caught = things.map((thrown) => {
      try {
        return withSpan('odd', () => {
          throw thrown
        })
      } catch (error) {
        return error
      }
    })
    expect(caught).toEqual(things)
    expect(recording.spans()).toHaveLength(6)
  })

  it('fails its span also where it cannot be read', () => {
    const recording = record()
    class Unreadable extends Error {
      override get message(): string {
        throw new Error('not loaded')
      }
    }
    const error = new Unreadable()
    const fail = (): never => {
      throw error
    }
    let caught: unknown
    try {
      withSpan('work', fail)
    } catch (thrown) {
      caught = thrown
    }
    expect(caught).toBe(error)
    expect(recording.spans()[0]).toMatchObject({ status: { code: 2 }, attributes: { 'error.type': '_OTHER' } })
  })
})

describe('a span processor that throws', () => {
  const processor = (methods: object): never =>
    ({ onStart() {}, onEnd() {}, forceFlush: async () => {}, shutdown: async () => {}, ...methods }) as never
  const fail = (): never => {
    throw new Error('a processor')
  }

  it.each(['onStart', 'onEnd'])('in %s breaks nothing of the application, and is reported', async (method) => {
    const errors: unknown[][] = []
    const logger = { error: (...args: unknown[]) => errors.push(args), warn() {}, info() {}, debug() {}, verbose() {} }
    diag.setLogger(logger, DiagLogLevel.ERROR)
    record({ spanProcessors: [processor({ [method]: () => fail() })] })
    expect(withSpan('sync', () => 1)).toBe(1)
    expect(await withSpan('async', async () => 2)).toBe(2)
    expect(traced('traced', () => 3)()).toBe(3)
    expect(withTool({ name: 't', arguments: {} }, () => 4)).toBe(4)
    expect(await withAgent({ name: 'a' }, async () => 5)).toBe(5)
    const numbers = traced('numbers', function* () {
      yield 6
      yield 7
    })
    expect([...numbers()]).toEqual([6, 7])
    await expect(withSpan('rejects', () => Promise.reject(new Error('own')))).rejects.toThrow('own')
    expect(String(errors)).toContain('a processor')
  })

  it('leaves the spans inside in the trace of those around', () => {
    const recording = record({
      spanProcessors: [processor({ onStart: (span: ReadableSpan) => (span.name === 'broken' ? fail() : undefined) })],
    })
    withSpan('outer', () => withSpan('broken', () => withSpan('inner', () => {})))
    const [inner, outer] = recording.spans()
    expect([inner?.name, outer?.name]).toEqual(['inner', 'outer'])
    expect(inner?.parentSpanContext?.spanId).toBe(outer?.spanContext().spanId)
    expect(trace.getSpan(context.active())).toBeUndefined()
  })
})
