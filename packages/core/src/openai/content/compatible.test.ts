import { SpanStatusCode } from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import OpenAI, { AzureOpenAI } from 'openai'
import { chunk, completion, response } from 'stand-in/wire'
import { describe, expect, it } from 'vitest'
import { scriptedApi } from '../../../test/api.ts'
import { scriptedClient } from '../../../test/client.ts'
import { json, record } from '../../../test/recording.ts'
import { instrumentOpenAI } from '../../index.ts'

// What services that are compatible with OpenAI's send in their own ways.

const request = { model: 'm', messages: [{ role: 'user' as const, content: 'x' }] }

async function spanOf(answer: object, more: object = {}): Promise<ReadableSpan> {
  const recording = record()
  const client = await scriptedClient({ json: answer })
  await client.chat.completions.create({ ...request, ...more })
  return recording.span()
}

async function streamedSpan(...events: object[]): Promise<ReadableSpan> {
  const recording = record()
  const client = await scriptedClient({ events })
  for await (const _ of await client.chat.completions.create({ ...request, stream: true }));
  return recording.span()
}

describe('the tokens of a chat', () => {
  it.each([
    [
      'xAI, which has the reasoning in the total alone',
      { prompt_tokens: 12, completion_tokens: 1, total_tokens: 399 },
      387,
    ],
    ['Gemini, likewise', { prompt_tokens: 11, completion_tokens: 9, total_tokens: 88 }, 77],
    ['OpenAI', { prompt_tokens: 11, completion_tokens: 9, total_tokens: 20 }, 9],
    ['a service without a total', { prompt_tokens: 11, completion_tokens: 9 }, 9],
    ['a service whose total is too small', { prompt_tokens: 11, completion_tokens: 9, total_tokens: 9 }, 9],
  ])('of %s', async (_, usage, output) => {
    const { attributes } = await spanOf(completion({}, { usage }))
    expect(attributes['gen_ai.usage.output_tokens']).toBe(output)
  })

  it.each([
    ['LiteLLM', { cache_creation_input_tokens: 5, cache_read_input_tokens: 7 }, { write: 5, read: 7 }],
    ['DeepSeek', { prompt_cache_hit_tokens: 7, prompt_cache_miss_tokens: 2 }, { read: 7 }],
    ['both shapes', { prompt_cache_hit_tokens: 7, prompt_tokens_details: { cached_tokens: 7 } }, { read: 7 }],
  ])('from the cache, as %s tells them', async (_, more, { read, ...others }) => {
    const usage = { prompt_tokens: 9, completion_tokens: 1, total_tokens: 10, ...more }
    const { attributes } = await spanOf(completion({}, { usage }))
    expect(attributes['gen_ai.usage.cache_read.input_tokens']).toBe(read)
    expect(attributes['gen_ai.usage.cache_write.input_tokens']).toBe((others as { write?: number }).write)
  })

  const usage = { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 }
  it.each([
    ['Groq, beside the choices', chunk({}, { x_groq: { id: 'req_1', usage } }, { finish_reason: 'stop' })],
    ['Moonshot, in the choice', chunk({}, {}, { finish_reason: 'stop', usage })],
  ])('of a stream of %s', async (_, last) => {
    const { attributes } = await streamedSpan(chunk({ content: 'Hi.' }), last)
    expect(attributes['gen_ai.usage.input_tokens']).toBe(3)
    expect(attributes['gen_ai.usage.output_tokens']).toBe(4)
  })
})

describe('an answer with success that says that it failed', () => {
  const error = { code: 502, message: 'Provider returned error' }
  it.each([
    ['in its body', { error, user_id: 'u' }, '502'],
    [
      'in a choice',
      completion({ content: 'Hal' }, { choices: [{ index: 0, error, finish_reason: 'error', message: {} }] }),
      '502',
    ],
    ['by its kind', { object: 'error', message: 'Too long', type: 'BadRequestError', code: null }, 'BadRequestError'],
    ['by a text', { error: 'model not found' }, 'error'],
  ])('%s', async (_, answer, type) => {
    const { attributes, status } = await spanOf(answer)
    expect(status.code).toBe(SpanStatusCode.ERROR)
    expect(attributes['error.type']).toBe(type)
    expect(attributes['gen_ai.response.finish_reasons']).toEqual(['error'])
  })

  it('in the middle of a stream', async () => {
    const { attributes, status } = await streamedSpan(
      chunk({ content: 'Hal' }),
      chunk({}, {}, { finish_reason: 'error', error }),
    )
    expect(status).toEqual({ code: SpanStatusCode.ERROR, message: 'Provider returned error' })
    expect(attributes['error.type']).toBe('502')
    expect(attributes['gen_ai.output.messages']).toContain('Hal')
  })

  it('of the API for responses', async () => {
    const recording = record()
    const client = await scriptedClient(
      { json: { error: { message: 'No', type: 'overloaded' } } },
      { json: response('Yes.') },
    )
    await client.responses.create({ model: 'm', input: 'x' })
    expect((await recording.span()).attributes['error.type']).toBe('overloaded')
  })
})

it('says of a stream that ends without a word that its end never came', async () => {
  const { attributes } = await streamedSpan()
  expect(attributes['gen_ai.response.finish_reasons']).toEqual(['error'])
})

it('keeps parallel calls apart that have one index and no ids, by their whole arguments', async () => {
  const call = (name: string | undefined, args: string): object =>
    chunk({ tool_calls: [{ index: 0, id: '', type: 'function', function: { name, arguments: args } }] })
  const span = await streamedSpan(
    call('a', ''),
    call('a', '{"x":'),
    call('a', '1}'),
    call('b', '{"y":2}'),
    chunk({}, {}, { finish_reason: 'tool_calls' }),
  )
  expect(json(span, 'gen_ai.output.messages')).toMatchObject([
    {
      parts: [
        { name: 'a', arguments: { x: 1 } },
        { name: 'b', arguments: { y: 2 } },
      ],
    },
  ])
})

describe('images that a model has made', () => {
  const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,aGk=' } }
  const part = { type: 'blob', modality: 'image', mime_type: 'image/png', content: 'aGk=' }

  it('are recorded', async () => {
    const answer = completion({ content: 'Here.', images: [image] })
    const span = await spanOf(answer, { modalities: ['image', 'text'] })
    expect(span.attributes['gen_ai.output.type']).toBe('image')
    expect(json(span, 'gen_ai.output.messages')).toMatchObject([{ parts: [{ type: 'text' }, part] }])
  })

  it('are recorded of a stream', async () => {
    const end = chunk({ content: '' }, {}, { finish_reason: 'stop' })
    const span = await streamedSpan(chunk({ content: 'Here.' }), chunk({ images: [image] }), end)
    expect(json(span, 'gen_ai.output.messages')).toMatchObject([{ parts: [{ type: 'text' }, part] }])
  })
})

it('takes reasoning by any of its names, asked for and answered', async () => {
  const span = await spanOf(completion({ content: 'Yes.', reasoning_content: '', reasoning: 'Hm.' }), {
    reasoning: { effort: 'low' },
  })
  expect(span.attributes['gen_ai.request.reasoning.level']).toBe('low')
  expect(json(span, 'gen_ai.output.messages')).toMatchObject([{ parts: [{ type: 'reasoning', content: 'Hm.' }, {}] }])
})

it('takes a file of a URL for one', async () => {
  const file = { type: 'file', file: { filename: 'a.pdf', file_data: 'https://example.com/a.pdf' } }
  const span = await spanOf(completion(), { messages: [{ role: 'user', content: [file] }] })
  expect(json(span, 'gen_ai.input.messages')).toMatchObject([
    { parts: [{ type: 'uri', modality: 'document', uri: 'https://example.com/a.pdf' }] },
  ])
})

describe("the model of a client of Azure's is its deployment", () => {
  it('whatever the request names', async () => {
    const recording = record()
    const api = await scriptedApi({ json: completion() }, { json: response('Yes.') })
    const azure = new AzureOpenAI({
      apiKey: 'k',
      apiVersion: '2026-01-01',
      deployment: 'my-gpt',
      endpoint: api.baseURL,
      dangerouslyAllowBrowser: true,
    })
    instrumentOpenAI(azure)
    await azure.chat.completions.create({ ...request, model: '' })
    await azure.responses.create({ model: 'other', input: 'x' })
    const requests = await api.requests()
    expect(requests.map(({ path }) => path.replace(/\?.*/, '').split('/openai/').pop())).toEqual([
      'deployments/my-gpt/chat/completions',
      'responses',
    ])
    expect(recording.spans().map((span) => span.name)).toEqual(['chat my-gpt', 'chat other'])
    expect(recording.spans()[0]?.attributes['gen_ai.request.model']).toBe('my-gpt')
  })

  it('where its base URL holds it', async () => {
    const recording = record()
    const api = await scriptedApi({ json: completion() })
    const client = new OpenAI({
      apiKey: 'k',
      baseURL: `${api.baseURL}/deployments/my-gpt`,
      dangerouslyAllowBrowser: true,
    })
    await instrumentOpenAI(client).chat.completions.create(request)
    expect((await recording.span()).name).toBe('chat my-gpt')
  })
})

describe('a stream of a response of a gateway has its text', () => {
  const created = { type: 'response.created', response: { id: 'r', status: 'in_progress', output: [] } }
  const completed = { type: 'response.completed', response: { id: 'r', status: 'completed', output: [] } }
  const message = (text: string): object => ({
    type: 'message',
    role: 'assistant',
    status: 'completed',
    content: text ? [{ type: 'output_text', text }] : [],
  })
  const item = (type: string, text: string): object => ({
    type: `response.output_item.${type}`,
    output_index: 0,
    item: message(text),
  })
  const delta = (text: string): object => ({ type: 'response.output_text.delta', output_index: 0, delta: text })

  it.each<[how: string, events: object[]]>([
    ['an item is done after its first delta', [item('added', ''), delta('One '), item('done', 'One '), delta('two.')]],
    ['an item is completed and empty when it is added', [item('added', ''), delta('One '), delta('two.')]],
    ['an item is empty when it is done', [item('added', ''), delta('One '), delta('two.'), item('done', '')]],
  ])('where %s', async (_how, events) => {
    const recording = record()
    const client = await scriptedClient({ events: [created, ...events, completed] })
    for await (const _ of await client.responses.create({ model: 'm', input: 'x', stream: true }));
    expect(json(await recording.span(), 'gen_ai.output.messages')).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: 'One two.' }] },
    ])
  })
})

it('an error with a numeric code has the same type in a stream as in one piece', async () => {
  const recording = record()
  const client = await scriptedClient({
    events: [chunk({ content: 'One' }), { error: { code: 502, message: 'Provider returned error' } }],
  })
  const stream = await client.chat.completions.create({ ...request, stream: true })
  await expect(
    (async () => {
      for await (const _ of stream);
    })(),
  ).rejects.toThrow()
  expect((await recording.span()).attributes['error.type']).toBe('502')
})

it('what a library has put on every object becomes no attribute', async () => {
  const everywhere = Object.prototype as Record<string, unknown>
  everywhere['gen_ai.inherited'] = 'x'
  try {
    const { attributes } = await spanOf(completion())
    expect(Object.keys(attributes)).not.toContain('gen_ai.inherited')
  } finally {
    delete everywhere['gen_ai.inherited']
  }
})
