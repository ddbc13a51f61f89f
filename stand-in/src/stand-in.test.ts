import { OpenAI } from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rateLimited, startStandIn, type Prompt, type Reply, type StandIn } from './index.ts'

const POEM = 'A request sets out in the dark, alone,\nno one to say where it has gone.'

/** Calls each tool once, then writes what they returned; without tools it writes a poem. */
function answer({ model, turns, tools, retries }: Prompt): Reply {
  if (model === 'flaky' && retries === 0) throw rateLimited(model, 20)
  if (model === 'flaky') return { text: POEM, breakAfter: 6 }
  const results = turns.filter((turn) => turn.role === 'tool').map((turn) => turn.text)
  if (results.length > 0) return { text: `It is ${results.join(' and ')}.` }
  const calls = tools.flatMap((name) => ['Paris', 'Tokyo'].map((city) => ({ name, arguments: { city } })))
  return tools.length > 0 ? { calls } : { text: POEM }
}

let standIn: StandIn
let client: OpenAI

beforeAll(async () => {
  standIn = await startStandIn({ apiKey: 'sk-test', speed: 200, answer, models: { flaky: 'gpt-5-mini-2025-08-07' } })
  client = new OpenAI({ baseURL: standIn.baseURL, apiKey: 'sk-test', maxRetries: 0 })
})
afterAll(() => standIn.close())

const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'Write a poem.' }]
const weather = {
  type: 'function' as const,
  function: {
    name: 'get_weather',
    description: 'The weather of a city',
    parameters: { type: 'object' as const, properties: { city: { type: 'string' as const } } },
  },
}

async function chunksOf(request: object): Promise<OpenAI.ChatCompletionChunk[]> {
  const body = { model: 'gpt-4.1-mini', messages, ...request, stream: true } as const
  const chunks: OpenAI.ChatCompletionChunk[] = []
  for await (const chunk of await client.chat.completions.create(body)) chunks.push(chunk)
  return chunks
}

describe('chat completions', () => {
  it('answer with usage, the dated model, and the headers of the API', async () => {
    const { data, response } = await client.chat.completions.create({ model: 'gpt-4.1-mini', messages }).withResponse()
    expect(data.model).toBe('gpt-4.1-mini-2025-04-14')
    expect(data.choices[0]).toMatchObject({ finish_reason: 'stop', message: { role: 'assistant', content: POEM } })
    expect(data.usage?.total_tokens).toBe((data.usage?.prompt_tokens ?? 0) + (data.usage?.completion_tokens ?? 0))
    expect(response.headers.get('x-request-id')).toMatch(/^req_[0-9a-f]{32}$/)
    expect(Number(response.headers.get('x-ratelimit-remaining-requests'))).toBeGreaterThan(0)
  })

  it('stream the role first, then the text, and no usage unless it is asked for', async () => {
    const chunks = await chunksOf({})
    expect(chunks[0]?.choices[0]?.delta).toEqual({ role: 'assistant', content: '', refusal: null })
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe(POEM)
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('stop')
    expect(chunks.some((chunk) => 'usage' in chunk)).toBe(false)
    expect(new Set(chunks.map((chunk) => chunk.id)).size).toBe(1)
  })

  it('end a stream with a chunk of usage alone when include_usage is set', async () => {
    const chunks = await chunksOf({ model: 'gpt-5-mini', stream_options: { include_usage: true } })
    expect(chunks.at(-1)?.choices).toEqual([])
    expect(chunks.at(-1)?.usage?.completion_tokens_details?.reasoning_tokens).toBeGreaterThan(0)
    expect(chunks.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true)
  })

  it('stream tool calls in fragments that join to JSON', async () => {
    const stream = client.chat.completions.stream({ model: 'gpt-4.1-mini', messages, tools: [weather] })
    const fragments = new Map<number, number>()
    stream.on('chunk', (chunk) => {
      for (const { index } of chunk.choices[0]?.delta.tool_calls ?? []) {
        fragments.set(index, (fragments.get(index) ?? 0) + 1)
      }
    })
    const { choices } = await stream.finalChatCompletion()
    const calls = choices[0]?.message.tool_calls ?? []
    expect(calls.map((call) => call.type === 'function' && JSON.parse(call.function.arguments))).toEqual([
      { city: 'Paris' },
      { city: 'Tokyo' },
    ])
    expect([...fragments.values()].every((count) => count > 2)).toBe(true)
    expect(choices[0]).toMatchObject({ finish_reason: 'tool_calls', message: { content: null } })
  })

  it('continue with what the tools returned', async () => {
    const run = ({ city }: { city: string }): string => (city === 'Paris' ? '11 °C' : '17 °C')
    const runner = client.chat.completions.runTools({
      model: 'gpt-4.1-mini',
      messages,
      tools: [{ ...weather, function: { ...weather.function, parse: JSON.parse, function: run } }],
    })
    expect(await runner.finalContent()).toBe('It is 11 °C and 17 °C.')
  })

  it('interleave the choices of a stream', async () => {
    const chunks = await chunksOf({ n: 2 })
    expect(chunks.slice(0, 4).map((chunk) => chunk.choices[0]?.index)).toEqual([0, 1, 0, 1])
  })

  it('stop at the limit of tokens and at a stop sequence', async () => {
    const short = await client.chat.completions.create({ model: 'gpt-4.1-mini', messages, max_completion_tokens: 5 })
    expect(short.choices[0]?.finish_reason).toBe('length')
    expect(short.usage?.completion_tokens).toBe(5)
    const stopped = await client.chat.completions.create({ model: 'gpt-4.1-mini', messages, stop: '\n' })
    expect(stopped.choices[0]?.message.content).toBe('A request sets out in the dark, alone,')
  })

  it('stop when the caller leaves in mid-stream', async () => {
    for await (const _ of await client.chat.completions.create({ model: 'gpt-4.1-mini', messages, stream: true })) break
    await expect.poll(() => standIn.received.at(-1)?.aborted).toBe(true)
    await expect(client.models.list()).resolves.toBeDefined()
  })

  it('are refused once, retried by the client, and then break in the middle of their stream', async () => {
    let text = ''
    const retrying = client.withOptions({ maxRetries: 2 })
    const reading = async (): Promise<void> => {
      const stream = await retrying.chat.completions.create({ model: 'flaky', messages, stream: true })
      for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? ''
    }
    const before = standIn.received.length
    await expect(reading()).rejects.toMatchObject({ type: 'server_error' })
    expect(standIn.received.slice(before).map(({ headers }) => headers['x-stainless-retry-count'])).toEqual(['0', '1'])
    expect(text).not.toBe('')
    expect(POEM.startsWith(text)).toBe(true)
  })
})

describe('the API refuses', () => {
  const toolResult = { role: 'tool', tool_call_id: 'call_1', content: '3' }
  it.each([
    ['an unknown model', { model: 'gpt-9' }, 404, 'model_not_found', null],
    ['no messages', { messages: undefined }, 400, 'missing_required_parameter', 'messages'],
    ['empty messages', { messages: [] }, 400, 'empty_array', 'messages'],
    ['an unknown parameter', { top_k: 3 }, 400, 'unknown_parameter', 'top_k'],
    ['a temperature above 2', { temperature: 3 }, 400, 'decimal_above_max_value', 'temperature'],
    ['half a choice', { n: 0.5 }, 400, 'invalid_type', 'n'],
    [
      'a temperature for a reasoning model',
      { model: 'gpt-5-mini', temperature: 0.2 },
      400,
      'unsupported_value',
      'temperature',
    ],
    [
      'max_tokens for a reasoning model',
      { model: 'gpt-5-mini', max_tokens: 9 },
      400,
      'unsupported_parameter',
      'max_tokens',
    ],
    ['an unknown role', { messages: [{ role: 'robot', content: 'Hi' }] }, 400, 'invalid_value', 'messages[0].role'],
    ['stream options without a stream', { stream_options: { include_usage: true } }, 400, null, 'stream_options'],
    ['a tool result without its call', { messages: [...messages, toolResult] }, 400, null, 'messages.[1].role'],
    ['a tool choice without tools', { tool_choice: 'auto' }, 400, null, 'tool_choice'],
    [
      'a tool whose name has a space',
      { tools: [{ type: 'function', function: { name: 'a b' } }] },
      400,
      'invalid_value',
      'tools[0].function.name',
    ],
  ])('%s', async (_, change, status, code, param) => {
    const body = { model: 'gpt-4.1-mini', messages, ...change } as OpenAI.ChatCompletionCreateParamsNonStreaming
    const error: unknown = await client.chat.completions.create(body).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ status, code, param, type: 'invalid_request_error' })
  })

  it('a request without its key', async () => {
    const stranger = client.withOptions({ apiKey: 'sk-of-someone-else' })
    await expect(stranger.models.list()).rejects.toMatchObject({ status: 401, code: 'invalid_api_key' })
    expect((await fetch(`${standIn.baseURL}/models`)).status).toBe(401)
  })

  it('what is no JSON, unknown addresses, and other methods', async () => {
    const headers = { authorization: 'Bearer sk-test', 'content-type': 'application/json' }
    const url = `${standIn.baseURL}/chat/completions`
    expect((await fetch(url, { method: 'POST', headers, body: '{' })).status).toBe(400)
    expect((await fetch(`${standIn.baseURL}/nothing`, { headers })).status).toBe(404)
    expect((await fetch(url, { headers })).status).toBe(405)
  })
})

describe('embeddings', () => {
  const model = 'text-embedding-3-small'
  const closeness = (one: number[] = [], other: number[] = []): number =>
    one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0)

  it('put texts on the same subject close together, in either encoding', async () => {
    const input = [
      'A day on Venus is longer than its year.',
      'Venus turns slowly: its day outlasts a year.',
      'Honey is acidic.',
    ]
    const { data, usage } = await client.embeddings.create({ model, input })
    const floats = await client.embeddings.create({ model, input, encoding_format: 'float' })
    const [venus, alsoVenus, honey] = data.map((entry) => entry.embedding)
    expect(venus).toHaveLength(1536)
    expect(closeness(venus, venus)).toBeCloseTo(1, 4)
    expect(closeness(venus, alsoVenus)).toBeGreaterThan(closeness(venus, honey) + 0.2)
    expect(floats.data[0]?.embedding[0]).toBeCloseTo(venus?.[0] ?? Number.NaN, 5)
    expect(usage.prompt_tokens).toBeGreaterThan(10)
  })

  it('have as many dimensions as were asked for, and refuse an empty text', async () => {
    const { data } = await client.embeddings.create({ model, input: 'Hi', dimensions: 256 })
    expect(data[0]?.embedding).toHaveLength(256)
    await expect(client.embeddings.create({ model, input: '' })).rejects.toMatchObject({ status: 400 })
  })
})
