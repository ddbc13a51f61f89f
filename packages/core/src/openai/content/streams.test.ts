import type OpenAI from 'openai'
import { chunk, completion, responseEvents, usageChunk } from 'stand-in/wire'
import { describe, expect, it } from 'vitest'
import { scriptedApi } from '../../../test/api.ts'
import { scriptedClient } from '../../../test/client.ts'
import { json, record } from '../../../test/recording.ts'
import { versions } from '../../../test/versions.ts'
import { instrumentOpenAI } from '../../index.ts'
import { settings } from '../../settings.ts'
import { ChatHeadReader } from '../wire/chat-head.ts'
import { ResponseHeadReader } from '../wire/response-head.ts'

const request = { model: 'm', messages: [{ role: 'user' as const, content: 'x' }] }

/** What is recorded of an answer in one piece, and of the same as a stream. */
async function wholeAndStreamed(message: object, ...deltas: object[]): Promise<[unknown, unknown]> {
  const recording = record()
  const end = chunk({}, {}, { finish_reason: 'stop' })
  const client = await scriptedClient(
    { json: completion(message) },
    { events: [...deltas.map((delta) => chunk(delta)), end, usageChunk] },
  )
  await client.chat.completions.create(request)
  for await (const _ of await client.chat.completions.create({ ...request, stream: true }));
  await expect.poll(() => recording.spans().length).toBe(2)
  const [whole, streamed] = recording.spans().map((span) => json(span, 'gen_ai.output.messages'))
  return [whole, streamed]
}

it('keeps nothing of what is said where nobody will ask for it', () => {
  const chat = new ChatHeadReader()
  const call = { index: 0, id: 'c', function: { name: 'f', arguments: '{"a":1}' } }
  for (const delta of [
    { content: 'Hi' },
    { reasoning: 'Hm' },
    { refusal: 'No' },
    { audio: { data: 'AAAA' } },
    { content: [{ type: 'reference', reference_ids: ['Ref'] }] },
    { tool_calls: [call] },
  ])
    chat.read(chunk(delta))
  chat.read(chunk({}, {}, { finish_reason: 'tool_calls' }))
  expect(JSON.stringify(chat.result())).not.toMatch(/Hi|Hm|No|AAAA|Ref|"a"/)
  expect(JSON.stringify(chat.result())).toContain('tool_calls')
  const responses = new ResponseHeadReader()
  for (const event of responseEvents('One two.').slice(0, -1)) responses.read(event)
  expect(JSON.stringify(responses.result())).not.toMatch(/One|two/)
})

describe('a stream is recorded as the same answer in one piece', () => {
  it('where its content comes as parts', async () => {
    const thinking = (text: string): object => ({ type: 'thinking', thinking: [{ type: 'text', text }] })
    const text = (content: string): object => ({ type: 'text', text: content })
    const reference = { type: 'reference', reference_ids: [1] }
    const [whole, streamed] = await wholeAndStreamed(
      { content: [thinking('Let me see.'), text('Yes, it is.'), reference] },
      { role: 'assistant', content: [thinking('Let me ')] },
      { content: [thinking('see.')] },
      { content: [text('Yes, ')] },
      { content: [text('it is.'), reference] },
    )
    expect(streamed).toEqual(whole)
    expect(whole).toEqual([
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning', content: 'Let me see.' },
          { type: 'text', content: 'Yes, it is.' },
          { type: 'openai.reference', reference_ids: [1] },
        ],
      },
    ])
  })

  it('where an image comes before the text', async () => {
    const image = { type: 'image_url', image_url: { url: 'https://a.b/c.png' } }
    const [whole, streamed] = await wholeAndStreamed(
      { content: [image, { type: 'text', text: 'A cat.' }] },
      { role: 'assistant', content: [image] },
      { content: 'A ' },
      { content: [{ type: 'text', text: 'cat.' }] },
    )
    expect(streamed).toEqual(whole)
    expect(whole).toMatchObject([{ parts: [{ type: 'uri' }, { type: 'text', content: 'A cat.' }] }])
  })

  const call = (input: unknown, more: object = {}): object => ({
    id: 'a',
    type: 'function',
    function: { name: 'f', arguments: input },
    ...more,
  })
  const pieces = (more: object): object[] => [
    call('{"x":', more),
    { function: { arguments: '1}' }, ...more },
    call('{"x":2}', { id: 'b', ...more, ...('index' in more ? { index: '1' } : {}) }),
  ]

  it.each([
    ['are an object', [call({ x: 1 })], [call({ x: 1 }, { index: 0 })]],
    ['are null', [call(null)], [call(null, { index: 0 })]],
    ['are missing', [call(undefined)], [call(undefined, { index: 0 })]],
    ['come in pieces without an index', [call('{"x":1}'), call('{"x":2}', { id: 'b' })], pieces({})],
    ['have an index that is a text', [call('{"x":1}'), call('{"x":2}', { id: 'b' })], pieces({ index: '0' })],
    [
      'stand beside a custom tool that is null',
      [call('{}', { custom: null })],
      [call('{}', { custom: null, index: 0 })],
    ],
  ])('where the arguments of a tool call %s', async (_, calls, deltas) => {
    const [whole, streamed] = await wholeAndStreamed(
      { tool_calls: calls },
      ...deltas.map((delta) => ({ tool_calls: [delta] })),
    )
    expect(streamed).toEqual(whole)
    expect(whole).toMatchObject([
      { parts: calls.map(() => ({ type: 'tool_call', name: 'f', arguments: expect.any(Object) as unknown })) },
    ])
  })

  it('where its choices are in another order, and its service tier is known at the end alone', async () => {
    const recording = record()
    const choice = (index: number, content: string): object => ({
      index,
      finish_reason: index ? 'length' : 'stop',
      message: { role: 'assistant', content },
      delta: { content },
    })
    const choices = [choice(1, 'B'), choice(0, 'A')]
    const client = await scriptedClient(
      { json: { ...completion(), service_tier: 'default', choices } },
      {
        events: [
          { ...chunk({}, { service_tier: 'auto' }), choices },
          { ...usageChunk, service_tier: 'default' },
        ],
      },
    )
    await client.chat.completions.create(request)
    for await (const _ of await client.chat.completions.create({ ...request, stream: true }));
    await expect.poll(() => recording.spans().length).toBe(2)
    for (const span of recording.spans()) {
      expect(json(span, 'gen_ai.output.messages')).toMatchObject([
        { parts: [{ content: 'A' }] },
        { parts: [{ content: 'B' }] },
      ])
      expect(span.attributes).toMatchObject({
        'gen_ai.response.finish_reasons': ['stop', 'length'],
        'openai.response.service_tier': 'default',
      })
    }
  })

  it('where its audio comes in pieces of any length', async () => {
    const [whole, streamed] = await wholeAndStreamed(
      { audio: { id: 'a', data: btoa('hello world'), transcript: 'Hi you' } },
      { role: 'assistant', audio: { id: 'a', transcript: 'Hi ' } },
      { audio: { data: btoa('hello'), transcript: 'you' } },
      { audio: { data: btoa(' world') } },
    )
    expect(streamed).toEqual(whole)
  })
})

describe.each(versions)('a stream of responses in %s', (_, Client) => {
  async function clientOf(events: object[]): Promise<OpenAI> {
    const { baseURL } = await scriptedApi({ events })
    return instrumentOpenAI(new Client({ apiKey: 'k', baseURL, dangerouslyAllowBrowser: true, maxRetries: 0 }))
  }

  it('that the API ends with an error has failed, though older clients do not throw', async () => {
    const recording = record()
    const error = { type: 'error', code: 'server_error', message: 'Broke', param: null }
    const client = await clientOf([...responseEvents('One two.').slice(0, 5), error])
    try {
      for await (const _ of await client.responses.create({ model: 'm', input: 'x', stream: true }));
    } catch {
      // Newer ones do.
    }
    const span = await recording.span()
    expect(span.attributes).toMatchObject({
      'error.type': 'server_error',
      'gen_ai.response.status': 'in_progress',
      'gen_ai.response.finish_reasons': ['error'],
    })
    expect(span.status.code).toBe(2)
    expect(span.status.message).toContain('Broke')
    expect(json(span, 'gen_ai.output.messages')).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: 'One ' }] },
    ])
  })
})

it.each([[[]], [undefined]])(
  'a stream of a response that ends with the output %j has what it has sent',
  async (output) => {
    const recording = record()
    const events = responseEvents('One two.').map((event) => {
      const { type, response: last } = event as { type: string; response?: object }
      return type === 'response.completed' ? { ...event, response: { ...last, output } } : event
    })
    const client = await scriptedClient({ events })
    for await (const _ of await client.responses.create({ model: 'm', input: 'x', stream: true }));
    const span = await recording.span()
    expect(json(span, 'gen_ai.output.messages')).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: 'One two.' }] },
    ])
    expect(span.attributes).toMatchObject({
      'gen_ai.response.status': 'completed',
      'gen_ai.response.finish_reasons': ['stop'],
      'spanlit.stream.outcome': 'completed',
    })
  },
)

it('a stream that is broken off has the status that the API said last, and the finish reason error', async () => {
  const recording = record()
  const client = await scriptedClient({ events: responseEvents('One two three.'), pause: 5 })
  for await (const event of await client.responses.create({ model: 'm', input: 'x', stream: true })) {
    if (event.type === 'response.output_text.delta') break
  }
  expect((await recording.span()).attributes).toMatchObject({
    'gen_ai.response.status': 'in_progress',
    'gen_ai.response.finish_reasons': ['error'],
    'spanlit.stream.outcome': 'cancelled',
  })
})

it('the commands of a shell that a stream had brought when it was cut off are recorded', async () => {
  const recording = record()
  const item = { type: 'shell_call', id: 'sh_1', call_id: 'call_1', status: 'in_progress', action: { commands: [] } }
  const command = (index: number, ...deltas: string[]): object[] =>
    [
      { type: 'response.shell_call_command.added', command: '' },
      ...deltas.map((delta) => ({ type: 'response.shell_call_command.delta', delta })),
      { type: 'response.shell_call_command.done', command: deltas.join('') },
    ].map((event) => ({ ...event, output_index: 0, command_index: index }))
  const events = [
    { type: 'response.output_item.added', output_index: 0, item },
    ...command(0, 'cd ', 'claims'),
    ...command(1, 'ls ', '-l').slice(0, -1),
  ]
  const client = await scriptedClient({ events, end: 'close' })
  for await (const _ of await client.responses.create({ model: 'm', input: 'x', stream: true }));
  expect(json(await recording.span(), 'gen_ai.output.messages')).toEqual([
    {
      role: 'assistant',
      parts: [{ type: 'tool_call', id: 'call_1', name: 'shell', arguments: 'cd claims\nls -l' }],
    },
  ])
})

it('a run that is broken off has the status that the API said last, and the finish reason error', async () => {
  const recording = record()
  const run = {
    id: 'run_1',
    object: 'thread.run',
    assistant_id: 'a',
    thread_id: 't',
    status: 'in_progress',
    model: 'm',
  }
  const events = ['created', 'in_progress', 'completed'].map(
    (step) => `event: thread.run.${step}\ndata: ${JSON.stringify(run)}\n\n`,
  )
  const client = await scriptedClient({ events, pause: 10 })
  for await (const _ of await client.beta.threads.runs.create('t', { assistant_id: 'a', stream: true })) break
  expect((await recording.span()).attributes).toMatchObject({
    'gen_ai.response.status': 'in_progress',
    'gen_ai.response.finish_reasons': ['error'],
  })
})

it('parallel tool calls that all have the same index are each recorded', async () => {
  const recording = record()
  const begin = (id: string, name: string, json: string): object =>
    chunk({ tool_calls: [{ index: 0, id, type: 'function', function: { name, arguments: json } }] })
  const more = chunk({ tool_calls: [{ index: 0, function: { arguments: ':2}' } }] })
  const client = await scriptedClient({
    events: [begin('a', 'f', '{"x":1}'), begin('b', 'g', '{"y"'), more, chunk({}, {}, { finish_reason: 'tool_calls' })],
  })
  for await (const _ of await client.chat.completions.create({ ...request, stream: true }));
  expect(json(await recording.span(), 'gen_ai.output.messages')).toEqual([
    {
      role: 'assistant',
      parts: [
        { type: 'tool_call', id: 'a', name: 'f', arguments: { x: 1 } },
        { type: 'tool_call', id: 'b', name: 'g', arguments: { y: 2 } },
      ],
    },
  ])
})

it('an item that came whole stays as it came, whatever its deltas were', async () => {
  const recording = record()
  const summary = ['First.', 'Second.'].map((text) => ({ type: 'summary_text', text }))
  const reasoning = { id: 'rs', type: 'reasoning', summary: [] }
  const content = [{ type: 'reasoning_text', text: 'Hm.' }]
  const call = { type: 'function_call', call_id: 'c', name: 'f' }
  const client = await scriptedClient({
    pause: 10,
    events: [
      { type: 'response.created', response: { id: 'r', model: 'm', status: 'in_progress', output: [] } },
      { type: 'response.reasoning_summary_text.delta', output_index: 0, summary_index: 0, delta: 'First.' },
      { type: 'response.reasoning_summary_text.delta', output_index: 0, summary_index: 1, delta: 'Second.' },
      { type: 'response.output_item.done', output_index: 0, item: { ...reasoning, summary } },
      { type: 'response.reasoning_text.delta', output_index: 1, content_index: 0, delta: 'Hm.' },
      { type: 'response.output_item.done', output_index: 1, item: { ...reasoning, content } },
      { type: 'response.function_call_arguments.delta', output_index: 2, delta: '{"a":' },
      { type: 'response.output_item.done', output_index: 2, item: { ...call, arguments: '{"a":1}' } },
      { type: 'response.output_text.delta', output_index: 3, delta: 'Hi' },
      { type: 'response.output_text.delta', output_index: 3, delta: '!' },
    ],
  })
  for await (const { type } of await client.responses.create({ model: 'm', input: 'x', stream: true })) {
    if (type === 'response.output_text.delta') break
  }
  expect(json(await recording.span(), 'gen_ai.output.messages')).toEqual([
    {
      role: 'assistant',
      parts: [
        { type: 'reasoning', content: 'First.' },
        { type: 'reasoning', content: 'Second.' },
        { type: 'reasoning', content: 'Hm.' },
        { type: 'tool_call', id: 'c', name: 'f', arguments: { a: 1 } },
        { type: 'text', content: 'Hi' },
      ],
    },
  ])
})

it('what a stream says of itself is recorded, in whichever chunk it comes', async () => {
  const recording = record()
  const about = { id: 'x', model: 'served', service_tier: 'priority', system_fingerprint: 'fp' }
  const piece = (content: string): object => ({ choices: [{ index: 0, delta: { content } }] })
  const client = await scriptedClient({
    events: [piece('A'), { ...piece('B'), id: 'x', model: 'served' }, { ...piece('C'), ...about }, piece('D')],
  })
  for await (const _ of await client.chat.completions.create({ ...request, stream: true }));
  expect((await recording.span()).attributes).toMatchObject({
    'gen_ai.response.id': 'x',
    'gen_ai.response.model': 'served',
    'openai.response.service_tier': 'priority',
    'openai.response.system_fingerprint': 'fp',
    'gen_ai.output.messages': JSON.stringify([
      // The API has sent no finish reason.
      { role: 'assistant', parts: [{ type: 'text', content: 'ABCD' }], finish_reason: 'error' },
    ]),
  })
})

it('tool calls have places of their own in the live feed, also where the service gives them none', async () => {
  record()
  const places: unknown[] = []
  settings.live = {
    content() {},
    changed() {},
    delta: (_, { callId, callIndex }) => void places.push([callId, callIndex]),
  }
  const call = (id: string, more: object): object =>
    chunk({ tool_calls: [{ ...more, id, type: 'function', function: { name: 'f', arguments: '{}' } }] })
  const client = await scriptedClient({ events: [call('a', {}), call('b', {}), call('c', { index: 0 })] })
  for await (const _ of await client.chat.completions.create({ ...request, stream: true }));
  settings.live = undefined
  expect(places).toEqual([
    ['a', 0],
    ['b', 1],
    ['c', 2],
  ])
})
