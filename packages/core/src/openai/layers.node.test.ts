import { trace, diag, DiagLogLevel } from '@opentelemetry/api'
import { OpenAIInstrumentation } from '@opentelemetry/instrumentation-openai'
import { OpenAI as PostHogOpenAI } from '@posthog/ai/openai'
import OpenAI from 'openai'
import { completion } from 'stand-in/wire'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { scriptedApi } from '../../test/api.ts'
import { record } from '../../test/recording.ts'
import { versions } from '../../test/versions.ts'
import { instrumentOpenAI, uninstrumentOpenAI } from '../index.ts'

const chat = { model: 'm', messages: [{ role: 'user' as const, content: 'Say hello.' }] }
const busy = { status: 429, headers: { 'retry-after-ms': '1' }, json: { error: { message: 'Busy' } } }

const targets: (typeof OpenAI)[] = []

afterEach(() => {
  for (const target of targets.splice(0)) uninstrumentOpenAI(target)
})

function instrumentClass(Client: typeof OpenAI): void {
  instrumentOpenAI(Client)
  targets.push(Client)
}

describe('a call that passes through two traced layers makes one span', () => {
  it("where PostHog's client, whose methods call the class's, is instrumented beside the class", async () => {
    const recording = record()
    const { baseURL } = await scriptedApi(busy, { json: completion() }, { status: 400, json: { error: {} } })
    instrumentClass(OpenAI)
    const posthog = { capture() {}, captureImmediate: () => Promise.resolve() }
    const client = instrumentOpenAI(
      new PostHogOpenAI({ apiKey: 'k', baseURL, posthog: posthog as never }) as unknown as OpenAI,
    )
    expect((await client.chat.completions.create(chat)).id).toBe('chatcmpl-1')
    expect((await recording.span()).attributes['http.request.resend_count']).toBe(1)
    await expect(client.chat.completions.create(chat)).rejects.toThrow('400')
    await expect.poll(() => recording.spans().length).toBe(2)
    expect(recording.spans()[1]?.events.filter(({ name }) => name === 'exception')).toHaveLength(1)
  })

  it.each(versions)(
    "where an application's subclass of %s has methods of its own, and both are instrumented",
    async (_, Client) => {
      const recording = record()
      const { baseURL } = await scriptedApi({ json: completion() })
      instrumentClass(Client)
      class Completions extends Client.Chat.Completions {
        override create(body: never, ...rest: never[]): never {
          return super.create({ ...(body as object), user: 'u' } as never, ...rest) as never
        }
      }
      const client = new Client({ apiKey: 'k', baseURL })
      client.chat.completions = new Completions(client)
      instrumentOpenAI(client)
      await client.chat.completions.create(chat)
      await recording.span()
    },
  )

  it.each(versions)(
    "where another tool's patch of the class of %s stands between the two, and waits",
    async (_, Client) => {
      const recording = record()
      const { baseURL } = await scriptedApi(busy, { json: completion() })
      const prototype = Client.Chat.Completions.prototype
      const own = Object.getOwnPropertyDescriptor(prototype, 'create') as PropertyDescriptor
      instrumentClass(Client)
      const traced = prototype.create as unknown as (...args: unknown[]) => unknown
      prototype.create = async function (this: unknown, ...args: unknown[]) {
        await Promise.resolve()
        return traced.apply(this, args)
      } as never
      try {
        const client = instrumentOpenAI(new Client({ apiKey: 'k', baseURL }))
        await client.chat.completions.create(chat)
        expect((await recording.span()).attributes['http.request.resend_count']).toBe(1)
      } finally {
        Object.defineProperty(prototype, 'create', own)
      }
    },
  )

  it('but a method of the application that asks the model twice makes a span for the second question too', async () => {
    const recording = record()
    const { baseURL } = await scriptedApi({ json: completion() }, { json: completion() })
    const inner = instrumentOpenAI(new OpenAI({ apiKey: 'k', baseURL }))
    const twice = instrumentOpenAI({
      chat: {
        completions: {
          async create(body: typeof chat) {
            await inner.chat.completions.create(body)
            return inner.chat.completions.create(body)
          },
        },
      },
    })
    await twice.chat.completions.create(chat)
    await expect.poll(() => recording.spans().length).toBe(2)
  })
})

describe("beside OpenTelemetry's own instrumentation a call has one span, and one warning says whose", () => {
  const warn = vi.fn()

  function patch(): () => void {
    const prototype = OpenAI.Chat.Completions.prototype
    const own = Object.getOwnPropertyDescriptor(prototype, 'create') as PropertyDescriptor
    const official = new OpenAIInstrumentation()
    official.setTracerProvider(trace.getTracerProvider())
    // As its hook does when the package is loaded by `require`.
    const wrap = official as unknown as { _wrap(holder: object, name: string, make: unknown): void }
    const patches = official as unknown as { _getPatchedChatCompletionsCreate(): unknown }
    wrap._wrap(prototype, 'create', patches._getPatchedChatCompletionsCreate())
    return () => Object.defineProperty(prototype, 'create', own)
  }

  it.each(['before', 'after'])('where it patched the class %s Spanlit', async (order) => {
    const all = new InMemorySpanExporter()
    record({ spanProcessors: [new SimpleSpanProcessor(all)] })
    const silent = { debug() {}, info() {}, verbose() {}, error() {} }
    diag.setLogger({ ...silent, warn }, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true })
    const { baseURL } = await scriptedApi({ json: completion() })
    let undo: (() => void) | undefined
    if (order === 'before') undo = patch()
    instrumentClass(OpenAI)
    if (order === 'after') undo = patch()
    try {
      await new OpenAI({ apiKey: 'k', baseURL }).chat.completions.create(chat)
      await expect.poll(() => all.getFinishedSpans().length).toBe(1)
      const [span] = all.getFinishedSpans()
      expect(span?.instrumentationScope.name).toBe(
        order === 'before' ? '@spanlit/core' : '@opentelemetry/instrumentation-openai',
      )
      expect(warn.mock.calls.flat().join('\n')).toContain('Turn one of them off')
    } finally {
      for (const target of targets.splice(0)) uninstrumentOpenAI(target)
      undo?.()
      diag.disable()
    }
  })
})
