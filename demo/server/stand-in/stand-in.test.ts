import { OpenAI } from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startStandIn, type StandIn } from './server.ts'

let standIn: StandIn
let client: OpenAI

beforeAll(async () => {
  standIn = await startStandIn({ apiKey: 'sk-test', speed: 200 })
  client = new OpenAI({ baseURL: standIn.baseURL, apiKey: 'sk-test', maxRetries: 0 })
})
afterAll(() => standIn.close())

const weather: OpenAI.ChatCompletionTool = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'The weather of a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
}
const ask = (content: string): OpenAI.ChatCompletionMessageParam[] => [{ role: 'user', content }]

function refused(body: object): Promise<unknown> {
  return client.chat.completions.create(body as OpenAI.ChatCompletionCreateParamsNonStreaming).then(
    () => 'accepted',
    (error: unknown) => error,
  )
}

function closeness(one: number[], other: number[]): number {
  return one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0)
}

/** The id of the first completion of a stand-in with this seed. */
async function idOf(seed: number): Promise<string> {
  const seeded = await startStandIn({ apiKey: 'k', seed, speed: 200 })
  const completion = await new OpenAI({ baseURL: seeded.baseURL, apiKey: 'k' }).chat.completions.create({
    model: 'gpt-4.1-mini',
    messages: ask('Hello'),
  })
  await seeded.close()
  return completion.id
}

describe('chat completions', () => {
  it('answers with usage and the dated model', async () => {
    const { data, response } = await client.chat.completions
      .create({ model: 'gpt-4.1-mini', messages: ask('Write a short poem on open telemetry.') })
      .withResponse()
    expect(data.model).toBe('gpt-4.1-mini-2025-04-14')
    expect(data.choices[0]?.message.content).toContain('open telemetry')
    expect(data.choices[0]?.finish_reason).toBe('stop')
    expect(data.usage?.total_tokens).toBe((data.usage?.prompt_tokens ?? 0) + (data.usage?.completion_tokens ?? 0))
    expect(response.headers.get('x-request-id')).toMatch(/^req_[0-9a-f]{32}$/)
    expect(Number(response.headers.get('openai-processing-ms'))).toBeGreaterThanOrEqual(0)
    expect(Number(response.headers.get('x-ratelimit-remaining-requests'))).toBeGreaterThan(0)
  })

  it('streams the role first, then the same text, and no usage unless it is asked for', async () => {
    const request = { model: 'gpt-4.1-mini', messages: ask('Write a haiku about rain.') }
    const whole = await client.chat.completions.create(request)
    const chunks: OpenAI.ChatCompletionChunk[] = []
    for await (const chunk of await client.chat.completions.create({ ...request, stream: true })) chunks.push(chunk)
    expect(chunks[0]?.choices[0]?.delta).toEqual({ role: 'assistant', content: '', refusal: null })
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe(
      whole.choices[0]?.message.content,
    )
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('stop')
    expect(chunks.some((chunk) => 'usage' in chunk)).toBe(false)
    expect(new Set(chunks.map((chunk) => chunk.id)).size).toBe(1)
  })

  it('ends a stream with a chunk of usage alone when include_usage is set', async () => {
    const chunks: OpenAI.ChatCompletionChunk[] = []
    const stream = await client.chat.completions.create({
      model: 'gpt-5-mini',
      messages: ask('Hello'),
      stream: true,
      stream_options: { include_usage: true },
    })
    for await (const chunk of stream) chunks.push(chunk)
    expect(chunks.at(-1)?.choices).toEqual([])
    expect(chunks.at(-1)?.usage?.completion_tokens_details?.reasoning_tokens).toBeGreaterThan(0)
    expect(chunks.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true)
  })

  it('calls a tool once for each thing that is asked about, in fragments that join to JSON', async () => {
    const stream = client.chat.completions.stream({
      model: 'gpt-4.1-mini',
      messages: ask('What is the weather in Paris and in Tokyo?'),
      tools: [weather],
    })
    const fragments = new Map<number, number>()
    stream.on('chunk', (chunk) => {
      for (const call of chunk.choices[0]?.delta.tool_calls ?? []) {
        fragments.set(call.index, (fragments.get(call.index) ?? 0) + 1)
      }
    })
    const completion = await stream.finalChatCompletion()
    const calls = completion.choices[0]?.message.tool_calls ?? []
    expect(calls.map((call) => call.type === 'function' && JSON.parse(call.function.arguments))).toEqual([
      { city: 'Paris' },
      { city: 'Tokyo' },
    ])
    expect([...fragments.values()].every((count) => count > 2)).toBe(true)
    expect(completion.choices[0]?.finish_reason).toBe('tool_calls')
  })

  it('makes one call only when parallel calls are switched off', async () => {
    const { choices } = await client.chat.completions.create({
      model: 'gpt-4.1-mini',
      messages: ask('What is the weather in Paris and in Tokyo?'),
      tools: [weather],
      parallel_tool_calls: false,
    })
    expect(choices[0]?.message.tool_calls).toHaveLength(1)
    expect(choices[0]?.message.content).toBeNull()
  })

  it('tells what the tools returned', async () => {
    const runner = client.chat.completions.runTools({
      model: 'gpt-4.1-mini',
      messages: ask('What is the weather in Paris and in Tokyo?'),
      tools: [
        {
          type: 'function',
          function: {
            name: 'get_weather',
            description: 'The weather of a city',
            parameters: { type: 'object', properties: { city: { type: 'string' } } },
            parse: JSON.parse,
            function: ({ city }: { city: string }) => ({ city, celsius: city === 'Paris' ? 11 : 17 }),
          },
        },
      ],
    })
    const content = await runner.finalContent()
    expect(content).toContain('celsius 11')
    expect(content).toContain('celsius 17')
  })

  it('gives as many choices as were asked for, interleaved when streamed', async () => {
    const indices: number[] = []
    const stream = await client.chat.completions.create({
      model: 'gpt-4.1-mini',
      messages: ask('Write a poem about the sea.'),
      n: 2,
      stream: true,
    })
    for await (const chunk of stream) indices.push(chunk.choices[0]?.index ?? -1)
    expect(indices.slice(0, 4)).toEqual([0, 1, 0, 1])
  })

  it('cuts at the limit of tokens and at a stop sequence', async () => {
    const messages = ask('Write a poem about the sea.')
    const short = await client.chat.completions.create({ model: 'gpt-4.1-mini', messages, max_completion_tokens: 5 })
    expect(short.choices[0]?.finish_reason).toBe('length')
    expect(short.usage?.completion_tokens).toBe(5)
    const stopped = await client.chat.completions.create({ model: 'gpt-4.1-mini', messages, stop: '\n' })
    expect(stopped.choices[0]?.message.content).not.toContain('\n')
  })

  it('fills a JSON schema, so that parse() gives an object', async () => {
    const completion = await client.chat.completions.parse({
      model: 'gpt-4.1-mini',
      messages: ask('Alice and Bob meet at the science fair on Friday.'),
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: 'event',
          strict: true,
          schema: {
            type: 'object',
            properties: {
              participants: { type: 'array', items: { type: 'string' } },
              date: { type: 'string' },
              kind: { enum: ['wedding', 'fair', 'match'] },
            },
            required: ['participants', 'date', 'kind'],
            additionalProperties: false,
          },
        },
      },
    })
    expect(completion.choices[0]?.message.parsed).toEqual({
      participants: ['Alice', 'Bob'],
      date: 'Friday',
      kind: 'fair',
    })
  })

  it('reports cached tokens when a long prompt comes again', async () => {
    const messages = ask(`Summarise: ${'the lamp burns from dusk to dawn and is seen far out at sea. '.repeat(120)}`)
    const first = await client.chat.completions.create({ model: 'gpt-4.1-mini', messages })
    const second = await client.chat.completions.create({ model: 'gpt-4.1-mini', messages })
    expect(first.usage?.prompt_tokens_details?.cached_tokens).toBe(0)
    expect(second.usage?.prompt_tokens_details?.cached_tokens).toBeGreaterThanOrEqual(1024)
    expect((second.usage?.prompt_tokens_details?.cached_tokens ?? 0) % 128).toBe(0)
  })

  it('stops when the caller goes away in mid-stream', async () => {
    const stream = await client.chat.completions.create({
      model: 'gpt-4.1-mini',
      messages: ask('Write a poem about the sea.'),
      stream: true,
    })
    for await (const _ of stream) break
    // It still answers others.
    await expect(client.models.list()).resolves.toBeDefined()
  })
})

describe('refusals', () => {
  it.each([
    ['an unknown model', { model: 'gpt-9', messages: ask('Hi') }, 404, 'model_not_found', null],
    ['no messages', { model: 'gpt-4.1-mini' }, 400, 'missing_required_parameter', 'messages'],
    ['empty messages', { model: 'gpt-4.1-mini', messages: [] }, 400, 'empty_array', 'messages'],
    [
      'an unknown parameter',
      { model: 'gpt-4.1-mini', messages: ask('Hi'), top_k: 3 },
      400,
      'unknown_parameter',
      'top_k',
    ],
    [
      'a temperature above 2',
      { model: 'gpt-4.1-mini', messages: ask('Hi'), temperature: 3 },
      400,
      'decimal_above_max_value',
      'temperature',
    ],
    [
      'a temperature for a reasoning model',
      { model: 'gpt-5-mini', messages: ask('Hi'), temperature: 0.2 },
      400,
      'unsupported_value',
      'temperature',
    ],
    [
      'max_tokens for a reasoning model',
      { model: 'gpt-5-mini', messages: ask('Hi'), max_tokens: 9 },
      400,
      'unsupported_parameter',
      'max_tokens',
    ],
    [
      'a role that does not exist',
      { model: 'gpt-4.1-mini', messages: [{ role: 'robot', content: 'Hi' }] },
      400,
      'invalid_value',
      'messages[0].role',
    ],
    [
      'stream options without a stream',
      { model: 'gpt-4.1-mini', messages: ask('Hi'), stream_options: { include_usage: true } },
      400,
      null,
      'stream_options',
    ],
    [
      'a tool result without its call',
      { model: 'gpt-4.1-mini', messages: [...ask('Hi'), { role: 'tool', tool_call_id: 'call_1', content: '3' }] },
      400,
      null,
      'messages.[1].role',
    ],
    [
      'JSON mode without the word',
      { model: 'gpt-4.1-mini', messages: ask('Hi'), response_format: { type: 'json_object' } },
      400,
      null,
      'messages',
    ],
  ])('refuses %s as the API does', async (_, body, status, code, param) => {
    expect(await refused(body)).toMatchObject({ status, code, param, type: 'invalid_request_error' })
  })

  it('refuses a request without its key', async () => {
    const stranger = new OpenAI({ baseURL: standIn.baseURL, apiKey: 'sk-of-someone-else', maxRetries: 0 })
    await expect(stranger.models.list()).rejects.toMatchObject({ status: 401, code: 'invalid_api_key' })
    const response = await fetch(`${standIn.baseURL}/models`)
    expect(response.status).toBe(401)
  })

  it('refuses what is no JSON, and addresses that do not exist', async () => {
    const headers = { authorization: 'Bearer sk-test', 'content-type': 'application/json' }
    const broken = await fetch(`${standIn.baseURL}/chat/completions`, { method: 'POST', headers, body: '{' })
    expect(broken.status).toBe(400)
    expect((await fetch(`${standIn.baseURL}/nothing`, { headers })).status).toBe(404)
    expect((await fetch(`${standIn.baseURL}/chat/completions`, { headers })).status).toBe(405)
  })

  it('refuses with 429 and a wait when the minute is used up', async () => {
    const small = await startStandIn({
      apiKey: 'k',
      speed: 200,
      limits: { requestsPerMinute: 1, tokensPerMinute: 1000 },
    })
    const impatient = new OpenAI({ baseURL: small.baseURL, apiKey: 'k', maxRetries: 0 })
    const request = { model: 'gpt-4.1-mini', messages: ask('Hello') }
    await impatient.chat.completions.create(request)
    const error: unknown = await impatient.chat.completions.create(request).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(OpenAI.RateLimitError)
    const { headers, code } = error as InstanceType<typeof OpenAI.RateLimitError>
    expect(code).toBe('rate_limit_exceeded')
    expect(Number(headers?.get('retry-after-ms'))).toBeGreaterThan(0)
    expect(headers?.get('x-ratelimit-remaining-requests')).toBe('0')
    await small.close()
  })
})

describe('the model that fails on purpose', () => {
  const request = { model: 'gpt-5-mini-flaky', messages: ask('What is a rate limit for?'), stream: true } as const

  it('is refused once, retried by the client, and then breaks in the middle of its stream', async () => {
    const statuses: number[] = []
    const retrying = new OpenAI({
      baseURL: standIn.baseURL,
      apiKey: 'sk-test',
      fetch: async (url, init) => {
        const response = await fetch(url, init)
        statuses.push(response.status)
        return response
      },
    })
    let text = ''
    const reading = async (): Promise<void> => {
      for await (const chunk of await retrying.chat.completions.create(request)) {
        text += chunk.choices[0]?.delta.content ?? ''
      }
    }
    await expect(reading()).rejects.toMatchObject({ type: 'server_error' })
    expect(statuses).toEqual([429, 200])
    expect(text).toContain('rate limit')
  })

  it('ends a response with an error event', async () => {
    const types: string[] = []
    const reading = async (): Promise<void> => {
      const stream = await new OpenAI({ baseURL: standIn.baseURL, apiKey: 'sk-test' }).responses.create({
        model: 'gpt-5-mini-flaky',
        input: 'What is a rate limit for?',
        stream: true,
      })
      for await (const event of stream) types.push(event.type)
    }
    await expect(reading()).rejects.toThrow(/had an error/)
    expect(types).toContain('response.output_text.delta')
    expect(types).not.toContain('response.completed')
  })
})

describe('responses', () => {
  it('answers whole, with the text gathered by the client', async () => {
    const response = await client.responses.create({
      model: 'gpt-5-mini',
      instructions: 'Be brief.',
      input: 'Write a poem about the sea.',
    })
    expect(response.output.map((item) => item.type)).toEqual(['reasoning', 'message'])
    expect(response.output_text).toContain('sea')
    expect(response.usage?.output_tokens_details.reasoning_tokens).toBeGreaterThan(0)
    expect((await client.responses.retrieve(response.id)).id).toBe(response.id)
  })

  it('streams its events in order, numbered without a gap', async () => {
    const types: string[] = []
    const numbers: number[] = []
    let text = ''
    let written = 0
    const stream = await client.responses.create({ model: 'gpt-4.1-mini', input: 'Hello', stream: true })
    for await (const event of stream) {
      if (types.at(-1) !== event.type) types.push(event.type)
      numbers.push('sequence_number' in event ? event.sequence_number : -1)
      if (event.type === 'response.output_text.delta') text += event.delta
      if (event.type === 'response.completed') written = event.response.usage?.output_tokens ?? 0
    }
    expect(types).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.completed',
    ])
    expect(numbers).toEqual(numbers.map((_, index) => index))
    expect(text).toMatch(/^Hello!/)
    expect(written).toBeGreaterThan(10)
  })

  it('calls a function, takes its output, and continues by the id of the response before', async () => {
    const first = await client.responses
      .stream({
        model: 'gpt-4.1-mini',
        input: 'What is the weather in Paris?',
        tools: [
          {
            type: 'function',
            name: 'get_weather',
            description: 'The weather of a city',
            strict: false,
            parameters: { type: 'object', properties: { city: { type: 'string' } } },
          },
        ],
      })
      .finalResponse()
    const call = first.output.find((item) => item.type === 'function_call')
    expect(JSON.parse(call?.arguments ?? '')).toEqual({ city: 'Paris' })
    const second = await client.responses.create({
      model: 'gpt-4.1-mini',
      previous_response_id: first.id,
      input: [{ type: 'function_call_output', call_id: call?.call_id ?? '', output: '{"celsius":11}' }],
    })
    expect(second.output_text).toContain('celsius 11')
  })

  it('is incomplete when the limit of tokens cuts it', async () => {
    const response = await client.responses.create({
      model: 'gpt-4.1-mini',
      input: 'Write a poem about the sea.',
      max_output_tokens: 16,
    })
    expect(response.status).toBe('incomplete')
    expect(response.incomplete_details).toEqual({ reason: 'max_output_tokens' })
  })

  it('refuses a response before that does not exist', async () => {
    await expect(
      client.responses.create({ model: 'gpt-4.1-mini', input: 'Hi', previous_response_id: 'resp_none' }),
    ).rejects.toMatchObject({ status: 400, code: 'previous_response_not_found' })
  })
})

describe('embeddings', () => {
  it('puts texts on the same subject close together, by either encoding', async () => {
    const input = [
      'A day on Venus is longer than its year.',
      'Venus turns slowly: its day outlasts a year.',
      'Honey is acidic.',
    ]
    const bare = await client.embeddings.create({ model: 'text-embedding-3-small', input })
    const floats = await client.embeddings.create({ model: 'text-embedding-3-small', input, encoding_format: 'float' })
    const [venus = [], alsoVenus = [], honey = []] = bare.data.map((entry) => entry.embedding)
    expect(venus).toHaveLength(1536)
    expect(closeness(venus, venus)).toBeCloseTo(1, 4)
    expect(closeness(venus, alsoVenus)).toBeGreaterThan(closeness(venus, honey) + 0.2)
    expect(floats.data[0]?.embedding[0]).toBeCloseTo(venus[0] ?? Number.NaN, 5)
    expect(bare.usage.prompt_tokens).toBeGreaterThan(10)
  })

  it('has as many dimensions as were asked for', async () => {
    const { data } = await client.embeddings.create({ model: 'text-embedding-3-small', input: 'Hi', dimensions: 256 })
    expect(data[0]?.embedding).toHaveLength(256)
    await expect(client.embeddings.create({ model: 'text-embedding-3-small', input: '' })).rejects.toMatchObject({
      status: 400,
    })
  })
})

it('gives the same ids for the same seed', async () => {
  expect(await idOf(7)).toBe(await idOf(7))
  expect(await idOf(7)).not.toBe(await idOf(8))
})
