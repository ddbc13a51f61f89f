import { effect, reactive, stop } from '@vue/reactivity'
import { fromJS } from 'immutable'
import { autorun, observable, runInAction } from 'mobx'
import type OpenAI from 'openai'
import { completion } from 'stand-in/wire'
import { afterEach, describe, expect, it } from 'vitest'
import { scriptedApi } from '../../test/api.ts'
import { json, record } from '../../test/recording.ts'
import { versions } from '../../test/versions.ts'
import { instrumentOpenAI } from '../index.ts'

type Client = OpenAI
type Body = OpenAI.ChatCompletionCreateParamsNonStreaming
type Call = (client: Client, state: { messages: object[] }) => PromiseLike<unknown>

/** More calls than this come of a loop without end. */
const GUARD = 5

/** Every method of the client that takes something which an application may keep in its state. */
const calls: [method: string, call: Call][] = [
  [
    'chat.completions.create',
    (client, { messages }) => client.chat.completions.create({ model: 'm', messages } as Body),
  ],
  ['chat.completions.parse', (client, { messages }) => client.chat.completions.parse({ model: 'm', messages } as Body)],
  [
    'chat.completions.runTools with tools of the state',
    (client, { messages: tools }) =>
      client.chat.completions
        .runTools({ model: 'm', messages: [{ role: 'user', content: 'x' }], tools } as never)
        .finalContent(),
  ],
  [
    'chat.completions.runTools',
    (client, { messages }) =>
      client.chat.completions.runTools({ model: 'm', messages, tools: [] } as never).finalContent(),
  ],
  ['responses.create', (client, { messages }) => client.responses.create({ model: 'm', input: messages } as never)],
  [
    'completions.create',
    (client, { messages }) => client.completions.create({ model: 'm', prompt: messages } as never),
  ],
  ['moderations.create', (client, { messages }) => client.moderations.create({ model: 'm', input: messages } as never)],
  ['images.generate', (client, { messages }) => client.images.generate({ model: 'm', prompt: messages } as never)],
  ['embeddings.create', (client, { messages }) => client.embeddings.create({ model: 'm', input: messages } as never)],
]

const undo: (() => void)[] = []
afterEach(() => {
  for (const step of undo.splice(0)) step()
})

/** Runs `body` as an effect of each library, with state of that library. */
const frameworks: [name: string, run: (body: (state: { messages: object[] }) => void) => void][] = [
  [
    'Vue',
    (body) => {
      const state = reactive({ messages: [] as object[] })
      const runner = effect(() => body(state))
      undo.push(() => stop(runner))
    },
  ],
  [
    'MobX',
    (body) => {
      const state = observable({ messages: [] as object[] })
      undo.push(autorun(() => body(state)))
    },
  ],
]

describe.each(frameworks)('in an effect of %s', (_framework, run) => {
  it.each(versions.flatMap(([version, Client]) => calls.map(([method, call]) => ({ version, Client, method, call }))))(
    '$method of $version runs as often as without tracing',
    async ({ Client, call }) => {
      record()
      const counts: number[] = []
      for (const isTraced of [false, true]) {
        const answers = Array.from({ length: GUARD + 1 }, () => ({ json: completion({ content: '{}' }) }))
        const { baseURL } = await scriptedApi(...answers)
        const bare = new Client({ apiKey: 'test', baseURL, dangerouslyAllowBrowser: true, maxRetries: 0 })
        const client = isTraced ? instrumentOpenAI(bare) : bare
        let count = 0
        const settled: PromiseLike<unknown>[] = []
        run((state) => {
          if (count > GUARD) return
          count += 1
          const answer = { role: 'assistant', content: 'x' }
          const push = (): unknown => runInAction(() => state.messages.push(answer))
          settled.push(call(client, state).then(push, push))
        })
        for (let at = 0; at < settled.length; at++) await settled[at]
        counts.push(count)
      }
      expect(counts[1]).toBe(counts[0])
    },
  )
})

describe.each(versions)('%s: what is recorded is what was sent', (_version, Client) => {
  /** Sends a request, and returns what the API has received beside what was recorded. */
  async function sentAndRecorded(body: object): Promise<{ sent: string; recorded: unknown; model: unknown }> {
    const recording = record()
    const api = await scriptedApi({ json: completion() })
    const client = instrumentOpenAI(
      new Client({ apiKey: 'test', baseURL: api.baseURL, dangerouslyAllowBrowser: true, maxRetries: 0 }),
    )
    await client.chat.completions.create(body as never)
    const [request] = await api.requests()
    const span = await recording.span()
    return {
      sent: JSON.stringify(request?.body),
      recorded: json(span, 'gen_ai.input.messages'),
      model: span.attributes['gen_ai.request.model'],
    }
  }

  const asked = [{ role: 'user', parts: [{ type: 'text', content: 'Why?' }] }]

  it.each<[what: string, messages: unknown]>([
    ['an Immutable.js list of maps', fromJS([{ role: 'user', content: 'Why?' }])],
    ['messages with toJSON', [{ toJSON: () => ({ role: 'user', content: 'Why?' }) }]],
    ['boxed strings', [{ role: 'user', content: new String('Why?') }]],
    ['a content with toJSON', [{ role: 'user', content: { toJSON: () => 'Why?' } }]],
    ['observable state of MobX', observable([{ role: 'user', content: 'Why?' }])],
    ['reactive state of Vue', reactive([{ role: 'user', content: 'Why?' }])],
  ])('of %s', async (_what, messages) => {
    const { sent, recorded } = await sentAndRecorded({ model: 'm', messages })
    expect(sent).toContain('Why?')
    expect(recorded).toEqual(asked)
  })

  it('of a body with toJSON', async () => {
    const { recorded } = await sentAndRecorded({
      model: 'm',
      toJSON: () => ({ model: 'm', messages: [{ role: 'user', content: 'Why?' }] }),
    })
    expect(recorded).toEqual(asked)
  })

  it('of a getter that gives something else each time, once', async () => {
    let reads = 0
    const message = { role: 'user' }
    Object.defineProperty(message, 'content', { enumerable: true, get: () => `question ${++reads}` })
    const { sent, recorded } = await sentAndRecorded({ model: 'm', messages: [message] })
    expect(sent).toContain('question 1')
    expect(JSON.stringify(recorded)).toContain('question 1')
    expect(reads).toBe(1)
  })

  it('of objects that the application changes before the request is made', async () => {
    const messages = [{ role: 'user', content: 'first' }]
    const recording = record()
    const api = await scriptedApi({ json: completion() })
    const client = instrumentOpenAI(
      new Client({ apiKey: 'test', baseURL: api.baseURL, dangerouslyAllowBrowser: true, maxRetries: 0 }),
    )
    const answer = client.chat.completions.create({ model: 'm', messages } as never)
    messages.push({ role: 'user', content: 'second' })
    await answer
    const [request] = await api.requests()
    const sent = (request?.body as { messages: object[] } | undefined)?.messages.length
    expect(json(await recording.span(), 'gen_ai.input.messages')).toHaveLength(sent ?? 0)
  })
})

it('an array with a map of its own is left alone', async () => {
  const recording = record()
  const { baseURL } = await scriptedApi({ json: completion() })
  const client = instrumentOpenAI(
    new (versions.at(-1)?.[1] ?? versions[0]![1])({ apiKey: 'test', baseURL, dangerouslyAllowBrowser: true }),
  )
  const tools = [{ type: 'function', function: { name: 'look', parameters: {} } }]
  Object.defineProperty(tools, 'map', {
    value() {
      throw new Error('called')
    },
  })
  await client.chat.completions.create({ model: 'm', messages: [{ role: 'user', content: 'x' }], tools } as never)
  expect(json(await recording.span(), 'gen_ai.tool.definitions')).toEqual([
    { type: 'function', name: 'look', parameters: {} },
  ])
})
