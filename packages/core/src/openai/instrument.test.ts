import { context, trace } from '@opentelemetry/api'
import OpenAI, { AzureOpenAI } from 'openai'
import { chunksOf, completion } from 'stand-in/wire'
import { describe, expect, it } from 'vitest'
import { scriptedApi } from '../../test/api.ts'
import { record } from '../../test/recording.ts'
import { versions } from '../../test/versions.ts'
import { instrumentOpenAI, uninstrumentOpenAI, withAgent, withConversation, withSpan } from '../index.ts'
import { operations } from './operations/index.ts'

const messages = [{ role: 'user' as const, content: 'Say hello.' }]
const chat = { model: 'm', messages }

async function bareClient(...answers: Parameters<typeof scriptedApi>): Promise<OpenAI> {
  const api = await scriptedApi(...answers)
  return new OpenAI({ apiKey: 'test', baseURL: api.baseURL, dangerouslyAllowBrowser: true })
}

/** Every method that is replaced, and whether it is the object's own. */
function methodsOf(client: OpenAI): unknown[] {
  const at = (path: string): unknown[] => {
    const names = path.split('.')
    const method = names.pop() ?? ''
    const holder = names.reduce<unknown>(
      (object, name) => (object as Record<string, unknown>)?.[name],
      client,
    ) as object
    return [path, (holder as Record<string, unknown>)?.[method], holder && Object.hasOwn(holder, method)]
  }
  const paths = [
    ...operations.map((operation) => operation.path),
    'chat.completions.stream',
    'chat.completions.runTools',
  ]
  return [...paths, 'responses.stream', 'withOptions', 'prepareRequest'].map(at)
}

describe('instrumentOpenAI', () => {
  it('returns the very client, of the same type', async () => {
    const client = await bareClient({ json: completion() })
    // Assignable both ways: checked by the compiler.
    const traced: OpenAI = instrumentOpenAI(client)
    const bare: ReturnType<typeof instrumentOpenAI<OpenAI>> = client
    const ofClass: typeof OpenAI = instrumentOpenAI(OpenAI)
    uninstrumentOpenAI(ofClass)
    expect(traced).toBe(bare)
  })

  it('is undone by uninstrumentOpenAI: every method is again what it was', async () => {
    const client = await bareClient({ json: completion() })
    const before = methodsOf(client)
    instrumentOpenAI(client)
    expect(methodsOf(client)).not.toEqual(before)
    uninstrumentOpenAI(client)
    expect(methodsOf(client)).toEqual(before)
    const recording = record()
    await client.chat.completions.create(chat)
    expect(recording.spans()).toEqual([])
  })

  it('is undone on the class as well', async () => {
    const before = Object.getOwnPropertyDescriptors(OpenAI.Chat.Completions.prototype)
    instrumentOpenAI(OpenAI)
    uninstrumentOpenAI(OpenAI)
    expect(Object.getOwnPropertyDescriptors(OpenAI.Chat.Completions.prototype)).toEqual(before)
  })

  it('makes one span a call however often it was applied, to the client and to its class', async () => {
    const client = await bareClient({ json: completion() })
    const recording = record()
    instrumentOpenAI(OpenAI)
    try {
      instrumentOpenAI(instrumentOpenAI(client))
      await client.chat.completions.create(chat)
      expect(recording.spans()).toHaveLength(1)
    } finally {
      uninstrumentOpenAI(client)
      uninstrumentOpenAI(OpenAI)
    }
  })

  it('traces the copies that withOptions makes', async () => {
    const client = instrumentOpenAI(await bareClient({ json: completion() }))
    const recording = record()
    await client.withOptions({ maxRetries: 1 }).withOptions({ timeout: 5000 }).chat.completions.create(chat)
    expect(recording.spans()).toHaveLength(1)
  })

  it('says what it takes where it is given something else', () => {
    expect(() => instrumentOpenAI('client' as never)).toThrow('takes a client of the openai package')
    expect(() => instrumentOpenAI({}, { captureContent: 'all' as never })).toThrow("give true, false, 'none'")
  })

  it('takes options for one client', async () => {
    const recording = record({ captureContent: true })
    const client = instrumentOpenAI(await bareClient({ json: completion() }), { captureContent: false })
    await client.chat.completions.create(chat)
    expect(recording.spans()[0]?.attributes['gen_ai.input.messages']).toBeUndefined()
  })

  it('leaves a client alone that is frozen, and its calls go on', async () => {
    const client = await bareClient({ json: completion() })
    Object.freeze(client.chat.completions)
    instrumentOpenAI(client)
    expect((await client.chat.completions.create(chat)).id).toBe('chatcmpl-1')
  })

  it('goes on with the call where tracing itself fails', async () => {
    const recording = record({
      spanProcessors: [],
      redact: () => {
        throw new Error('redact is broken')
      },
    })
    const client = instrumentOpenAI(await bareClient({ json: completion() }))
    const hostile = new Proxy([] as OpenAI.ChatCompletionMessageParam[], {
      get(target, key) {
        if (key === 'toJSON') return () => messages
        if (key === 'map' || key === Symbol.iterator) throw new Error('hostile')
        return Reflect.get(target, key) as unknown
      },
    })
    expect((await client.chat.completions.create({ model: 'm', messages: hostile })).id).toBe('chatcmpl-1')
    expect((await client.chat.completions.create(chat)).id).toBe('chatcmpl-1')
    // Both calls have their span; neither has content.
    expect(recording.spans().map((span) => span.attributes['gen_ai.input.messages'])).toEqual([undefined, undefined])
  })
})

describe('the span of a call', () => {
  it('is a child of the span that was active when the method was called', async () => {
    const recording = record()
    const client = instrumentOpenAI(await bareClient({ json: completion() }, { events: chunksOf('One.') }))
    const pending = withSpan('one', () => client.chat.completions.create(chat))
    await withSpan('two', () => pending)
    const [stream] = withSpan('three', () => [client.chat.completions.stream(chat)])
    await stream?.done()
    await expect.poll(() => recording.named('chat m').length).toBe(2)
    const parents = recording.named('chat m').map((span) => {
      return recording.spans().find((other) => other.spanContext().spanId === span.parentSpanContext?.spanId)?.name
    })
    expect(parents).toEqual(['one', 'three'])
  })

  it('is not the active one for what the application does next', async () => {
    record()
    const client = instrumentOpenAI(await bareClient({ json: completion() }))
    await withSpan('outer', async (outer) => {
      const pending = client.chat.completions.create(chat)
      expect(trace.getSpan(context.active())).toBe(outer)
      await pending
    })
  })

  it('carries the conversation and the agent around it', async () => {
    const recording = record()
    const client = instrumentOpenAI(await bareClient({ json: completion() }))
    await withConversation('conv_1', () =>
      withAgent({ name: 'Judge', id: 'agent_1', version: '2' }, () => client.chat.completions.create(chat)),
    )
    await expect.poll(() => recording.spans().length).toBe(2)
    const [call, agent] = recording.spans()
    expect(call?.attributes).toMatchObject({
      'gen_ai.conversation.id': 'conv_1',
      'gen_ai.agent.name': 'Judge',
      'gen_ai.agent.id': 'agent_1',
    })
    expect(agent?.name).toBe('invoke_agent Judge')
  })

  it('carries traceparent only where the application says so', async () => {
    const recording = record()
    const api = await scriptedApi({ json: completion() })
    const make = (): OpenAI => new OpenAI({ apiKey: 'k', baseURL: api.baseURL, dangerouslyAllowBrowser: true })
    await instrumentOpenAI(make()).chat.completions.create(chat)
    await instrumentOpenAI(make(), { propagateTo: [api.baseURL] }).chat.completions.create(chat)
    const [without, having] = await api.requests()
    expect(without?.headers.traceparent).toBeUndefined()
    const { traceId, spanId } = recording.spans()[1]?.spanContext() ?? {}
    expect(having?.headers.traceparent).toBe(`00-${traceId}-${spanId}-01`)
  })

  it('names the provider: Azure for its client and its hosts, OpenAI else', async () => {
    const recording = record()
    const api = await scriptedApi({ json: completion() })
    const azure = instrumentOpenAI(
      new AzureOpenAI({ apiKey: 'k', apiVersion: '2025-01-01', baseURL: api.baseURL, dangerouslyAllowBrowser: true }),
    )
    await azure.chat.completions.create(chat)
    expect(recording.spans()[0]?.attributes).toMatchObject({
      'gen_ai.provider.name': 'azure.ai.openai',
      'azure.resource_provider.namespace': 'Microsoft.CognitiveServices',
    })
  })
})

it('lets a client give what it likes for a copy', () => {
  class Mine extends OpenAI {
    override withOptions(options: object): never {
      return { inner: super.withOptions(options) } as never
    }
  }
  const client = instrumentOpenAI(new Mine({ apiKey: 'k', dangerouslyAllowBrowser: true }))
  expect(Object.keys(client.withOptions({}))).toEqual(['inner'])
})

it.each(versions)('neither the log of %s nor what it keeps of a request shows the call', async (_, Client) => {
  record()
  const lines: unknown[] = []
  const debug = (...args: unknown[]): number => lines.push(...args)
  const { baseURL } = await scriptedApi({ json: { object: 'page', data: [] } })
  const logger = { debug, info() {}, warn() {}, error() {} }
  const client = instrumentOpenAI(
    new Client({ apiKey: 'k', baseURL, dangerouslyAllowBrowser: true, logLevel: 'debug', logger }),
  )
  const page = await client.vectorStores.search('v', { query: 'What I ask' })
  const { options } = page as unknown as { options: Record<symbol, object> }
  const carried = lines.flatMap((line) => carriedBy((line as { options?: object } | null)?.options))
  for (const object of [...carriedBy(options), ...carried]) {
    expect(Reflect.ownKeys(object)).toEqual([])
    // The call has ended, and is not kept.
    expect((object as { call?: unknown }).call).toBeUndefined()
  }
  expect(carriedBy(options)).toHaveLength(1)
})

function carriedBy(options: object | undefined): object[] {
  if (!options) return []
  return Object.getOwnPropertySymbols(options).map((symbol) => (options as Record<symbol, object>)[symbol] ?? {})
}
