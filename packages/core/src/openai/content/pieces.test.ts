import { chunk, completion } from 'stand-in/wire'
import { afterEach, describe, expect, it } from 'vitest'
import { scriptedClient } from '../../../test/client.ts'
import { json, record } from '../../../test/recording.ts'
import type { LiveDelta } from '../../live/protocol.ts'
import { settings } from '../../settings.ts'

// The pieces in which an answer comes: each is shown in the live feed, and none is lost.

const request = { model: 'm', messages: [{ role: 'user' as const, content: 'x' }] }

afterEach(() => {
  settings.live = undefined
})

/** What a viewer is told of the pieces of streams from now on. */
function shown(): LiveDelta[] {
  const deltas: LiveDelta[] = []
  settings.live = { content() {}, changed() {}, delta: (_, delta) => void deltas.push(delta) }
  return deltas
}

async function chatParts(...deltas: object[]): Promise<unknown> {
  const recording = record()
  const events = [...deltas.map((delta) => chunk(delta)), chunk({}, {}, { finish_reason: 'stop' })]
  const client = await scriptedClient({ events })
  for await (const _ of await client.chat.completions.create({ ...request, stream: true }));
  const [message] = json(await recording.span(), 'gen_ai.output.messages') as { parts: unknown }[]
  return message?.parts
}

describe('a stream of a response that is cut off has what it had brought', () => {
  const call = { type: 'tool_call', id: 'c', name: 'f' }
  it.each([
    ['output_text', { type: 'message' }, 'text', { type: 'text', content: 'One two' }],
    ['text', { type: 'message' }, 'text', { type: 'text', content: 'One two' }],
    ['output_audio_transcript', { type: 'message' }, 'text', { type: 'text', content: 'One two' }],
    ['audio_transcript', { type: 'message' }, 'text', { type: 'text', content: 'One two' }],
    ['audio.transcript', undefined, 'text', { type: 'text', content: 'One two' }],
    ['reasoning_text', { type: 'reasoning' }, 'reasoning', { type: 'reasoning', content: 'One two' }],
    ['reasoning_summary_text', undefined, 'reasoning', { type: 'reasoning', content: 'One two' }],
    ['refusal', { type: 'message' }, 'refusal', { type: 'openai.refusal', content: 'One two' }],
    ['function_call_arguments', { type: 'function_call' }, 'tool_call', { ...call, arguments: 'One two' }],
    ['function_call_arguments', undefined, 'tool_call', { type: 'tool_call', arguments: 'One two' }],
    ['custom_tool_call_input', { type: 'custom_tool_call' }, 'tool_call', { ...call, arguments: 'One two' }],
    [
      'mcp_call_arguments',
      { type: 'mcp_call' },
      'tool_call',
      { type: 'server_tool_call', server_tool_call: { arguments: 'One two' } },
    ],
    [
      'code_interpreter_call_code',
      { type: 'code_interpreter_call' },
      'tool_call',
      { type: 'server_tool_call', server_tool_call: { type: 'code_interpreter_call', code: 'One two' } },
    ],
  ])('of %s', async (name, item, kind, part) => {
    const recording = record()
    const deltas = shown()
    const at = { output_index: 0 }
    const events = ['One ', 'two'].map((delta) => ({ type: `response.${name}.delta`, ...at, delta }))
    const begun = item && { ...item, id: 'i', call_id: 'c', name: 'f', status: 'in_progress' }
    const client = await scriptedClient({
      events: [...(begun ? [{ type: 'response.output_item.added', ...at, item: begun }] : []), ...events],
      end: 'close',
    })
    for await (const _ of await client.responses.create({ model: 'm', input: 'x', stream: true }));
    expect(json(await recording.span(), 'gen_ai.output.messages')).toMatchObject([{ role: 'assistant', parts: [part] }])
    expect(deltas.filter(({ text }) => text)).toEqual(
      ['One ', 'two'].map((text) => ({ kind, choice: 0, text, ...(kind === 'tool_call' ? { callIndex: 0 } : {}) })),
    )
  })
})

it.each([
  ['begins with an empty text', 'added', { content: [{ type: 'output_text', text: '' }] }],
  ['ends without its text', 'done', { content: [] }],
])('a message of a response that %s has that of its pieces', async (_, at, more) => {
  const recording = record()
  const message = { type: `response.output_item.${at}`, output_index: 0, item: { type: 'message', id: 'm', ...more } }
  const text = { type: 'response.output_text.delta', output_index: 0, delta: 'Hi' }
  const client = await scriptedClient({ events: at === 'added' ? [message, text] : [text, message], end: 'close' })
  for await (const _ of await client.responses.create({ model: 'm', input: 'x', stream: true }));
  expect(json(await recording.span(), 'gen_ai.output.messages')).toEqual([
    { role: 'assistant', parts: [{ type: 'text', content: 'Hi' }] },
  ])
})

it('an item of a response of which nothing has come yet is recorded as it began', async () => {
  const recording = record()
  const item = { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'So' }] }
  const client = await scriptedClient({
    events: [{ type: 'response.output_item.added', output_index: 0, item }],
    end: 'close',
  })
  for await (const _ of await client.responses.create({ model: 'm', input: 'x', stream: true }));
  expect(json(await recording.span(), 'gen_ai.output.messages')).toEqual([
    { role: 'assistant', parts: [{ type: 'text', content: 'So' }] },
  ])
})

it('the live feed is told which tool a response calls, before its arguments', async () => {
  record()
  const deltas = shown()
  const added = (item: object, output_index?: number): object => ({
    type: 'response.output_item.added',
    output_index,
    item,
  })
  const client = await scriptedClient({
    events: [
      added({ type: 'message', role: 'assistant' }, 0),
      added({ type: 'function_call', call_id: 'c', name: 'f' }, 1),
      added({ type: 'mcp_call', name: 'g' }),
    ],
    end: 'close',
  })
  for await (const _ of await client.responses.create({ model: 'm', input: 'x', stream: true }));
  expect(deltas).toEqual([
    { kind: 'tool_call', choice: 1, text: '', callIndex: 1, name: 'f', callId: 'c' },
    { kind: 'tool_call', choice: 0, text: '', callIndex: 0, name: 'g' },
  ])
})

it('the live feed is told of all that a chat says, whatever its shape', async () => {
  const deltas = shown()
  const call = { index: 0, id: 'c', type: 'function', function: { name: 'f', arguments: '{"a"' } }
  await chatParts(
    { reasoning_content: 'Hm' },
    { reasoning: ', so' },
    {
      content: [
        { type: 'thinking', thinking: 'Well' },
        { type: 'text', text: 'A' },
        { type: 'reference', text: 'X' },
      ],
    },
    { content: 'B', refusal: null },
    { refusal: 'No' },
    { tool_calls: [call] },
    { tool_calls: [{ index: 0, function: { arguments: ':1}' } }] },
    { tool_calls: [{ index: 1, id: 'd', type: 'custom', custom: { name: 'sql', input: 'SELECT' } }] },
  )
  const tool = { kind: 'tool_call', choice: 0 }
  expect(deltas).toEqual([
    { kind: 'reasoning', choice: 0, text: 'Hm' },
    { kind: 'reasoning', choice: 0, text: ', so' },
    { kind: 'reasoning', choice: 0, text: 'Well' },
    { kind: 'text', choice: 0, text: 'A' },
    { kind: 'text', choice: 0, text: 'B' },
    { kind: 'refusal', choice: 0, text: 'No' },
    { ...tool, text: '{"a"', callIndex: 0, callId: 'c', name: 'f' },
    { ...tool, text: ':1}', callIndex: 0 },
    { ...tool, text: 'SELECT', callIndex: 1, callId: 'd', name: 'sql' },
  ])
})

describe('a piece of text that brings more than text loses none of it,', () => {
  const fn = { name: 'f', arguments: '{"a":1}' }
  it.each([
    ['a tool call', { tool_calls: [{ index: 0, id: 'c', type: 'function', function: fn }] }, { type: 'tool_call' }],
    ['a call of a function, as it was of old', { function_call: fn }, { type: 'tool_call', name: 'f' }],
    ['audio', { audio: { id: 'a', data: 'AAAA', transcript: 'Hi' } }, { type: 'blob', modality: 'audio' }],
    ['a refusal', { refusal: 'No' }, { type: 'openai.refusal', content: 'No' }],
  ])('%s', async (_, more, part) => {
    expect(await chatParts({ content: 'A' }, { content: 'B', ...more }, { content: 'C' })).toMatchObject([
      { type: 'text', content: 'ABC' },
      part,
    ])
  })

  it('an image', async () => {
    const images = [{ type: 'image_url', image_url: { url: 'https://a.b/c.png' } }]
    expect(await chatParts({ content: 'A' }, { content: 'B', images })).toMatchObject([
      { type: 'text', content: 'AB' },
      { type: 'uri' },
    ])
  })

  it('a thought', async () => {
    expect(await chatParts({ content: 'A' }, { content: 'B', reasoning: 'Hm' })).toMatchObject([
      { type: 'reasoning', content: 'Hm' },
      { type: 'text', content: 'AB' },
    ])
  })

  it('what the stream says of itself', async () => {
    const recording = record()
    const piece = (content: string, more: object, choice: object = {}): object => chunk({ content }, more, choice)
    const client = await scriptedClient({
      events: [
        piece('A', { service_tier: 'auto', system_fingerprint: 'fp_1' }),
        piece('B', { service_tier: 'flex', system_fingerprint: 'fp_1' }),
        piece('C', { service_tier: 'flex', system_fingerprint: 'fp_2' }),
        piece('D', { usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 } }),
        piece('E', {}, { finish_reason: 'length' }),
      ],
    })
    for await (const _ of await client.chat.completions.create({ ...request, stream: true }));
    const { attributes } = await recording.span()
    expect(attributes).toMatchObject({
      'openai.response.service_tier': 'flex',
      'openai.response.system_fingerprint': 'fp_2',
      'gen_ai.usage.input_tokens': 3,
      'gen_ai.response.finish_reasons': ['length'],
    })
    expect(attributes['gen_ai.output.messages']).toContain('ABCDE')
  })
})

it('a call of a function as it was of old is put together from its pieces', async () => {
  expect(
    await chatParts({ function_call: { name: 'f', arguments: '{"a"' } }, { function_call: { arguments: ':1}' } }),
  ).toEqual([{ type: 'tool_call', id: null, name: 'f', arguments: { a: 1 } }])
})

it('tool calls are in the order of their places, in whichever they come', async () => {
  const call = (index: number, name: string): object => ({
    tool_calls: [{ index, id: name, type: 'function', function: { name, arguments: '{}' } }],
  })
  expect(await chatParts(call(2, 'c'), call(0, 'a'), call(1, 'b'))).toMatchObject(
    ['a', 'b', 'c'].map((name) => ({ type: 'tool_call', id: name, name })),
  )
})

it('the live feed is told of which choice a piece is', async () => {
  record()
  const deltas = shown()
  const { index: _, ...first } = { index: 0, delta: { content: 'A' } }
  const client = await scriptedClient({
    events: [{ ...chunk({}), choices: [first] }, chunk({ content: 'B' }, {}, { index: 1 })],
  })
  for await (const _ of await client.chat.completions.create({ ...request, stream: true }));
  expect(deltas).toEqual([
    { kind: 'text', choice: 0, text: 'A' },
    { kind: 'text', choice: 1, text: 'B' },
  ])
})

it('pieces of arguments that each have an id of their own, and no name, are of one call', async () => {
  const piece = (id: string, fn: object): object => ({ tool_calls: [{ index: 0, id, type: 'function', function: fn }] })
  expect(
    await chatParts(piece('a', { name: 'f', arguments: '{"x"' }), piece('b', { arguments: ':1}' }), piece('c', {})),
  ).toEqual([{ type: 'tool_call', id: 'a', name: 'f', arguments: { x: 1 } }])
})

it('calls that have neither an index nor an id are told apart by their names', async () => {
  const call = (fn: object): object => ({ tool_calls: [{ type: 'function', function: fn }] })
  expect(
    await chatParts(
      call({ name: 'f', arguments: '{"x"' }),
      call({ arguments: ':1}' }),
      call({ name: 'g', arguments: '{}' }),
    ),
  ).toEqual([
    { type: 'tool_call', id: null, name: 'f', arguments: { x: 1 } },
    { type: 'tool_call', id: null, name: 'g', arguments: {} },
  ])
})

it('texts before and after something else are two', async () => {
  const image = { type: 'image_url', image_url: { url: 'https://a.b/c.png' } }
  expect(await chatParts({ content: [{ type: 'text', text: 'A' }, image] }, { content: 'B' })).toMatchObject([
    { type: 'text', content: 'A' },
    { type: 'uri' },
    { type: 'text', content: 'B' },
  ])
})

it('audio whose pieces are no base64 is recorded as it came', async () => {
  expect(await chatParts({ audio: { data: 'a=' } }, { audio: { id: 'a', data: '%%' } })).toMatchObject([
    { type: 'blob', modality: 'audio', content: 'a=%%' },
  ])
})

describe('an answer that is a call of a tool alone has no text, though its content is an empty one,', () => {
  const call = { id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } }
  const part = { type: 'tool_call', id: 'c', name: 'f', arguments: {} }

  it('in one piece', async () => {
    const recording = record()
    const client = await scriptedClient({ json: completion({ content: '', tool_calls: [call] }) })
    await client.chat.completions.create(request)
    expect(json(await recording.span(), 'gen_ai.output.messages')).toEqual([{ role: 'assistant', parts: [part] }])
  })

  it('as a stream', async () => {
    expect(await chatParts({ role: 'assistant', content: '' }, { tool_calls: [{ index: 0, ...call }] })).toEqual([part])
  })
})
