import { OpenAIRealtimeWebSocket } from 'openai/realtime/websocket'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { sessionCreated, spoken, userItem, userTranscript } from '../../test/realtime-events.ts'
import { json, record, type Recording } from '../../test/recording.ts'
import { allowPlainSockets, openRealtime, playTurns, scriptedSocket } from '../../test/socket.ts'
import type { SessionStep } from 'stand-in'
import { withConversation } from '../index.ts'
import { instrumentRealtime, uninstrumentRealtime } from './instrument.ts'

let restore: () => void
beforeAll(() => {
  restore = allowPlainSockets()
})
afterAll(() => restore())

const closing: SessionStep = { after: 'session.end', close: 1000 }
const end = { type: 'session.end' }

function question(text: string): object {
  return { type: 'message', role: 'user', content: [{ type: 'input_text', text }] }
}

function attributes(recording: Recording, id: string): Record<string, unknown> | undefined {
  return recording.spans().find((span) => span.attributes['gen_ai.response.id'] === id)?.attributes
}

it('gives each response the turn that it answers, where an item and the response are asked for in one breath', async () => {
  const recording = record()
  const items = [question('One?'), { type: 'function_call_output', call_id: 'call_1', output: '7' }, question('Two?')]
  const call = { type: 'function_call', call_id: 'call_1', name: 'lookup', arguments: '{}', status: 'completed' }
  const api = await scriptedSocket(
    { send: [sessionCreated] },
    ...items.flatMap((item, index): SessionStep[] => [
      {
        after: 'conversation.item.create',
        send: [{ type: 'conversation.item.added', item: { id: `item_${index}`, status: 'completed', ...item } }],
      },
      {
        after: 'response.create',
        send: spoken(`resp_${index}`, `Answer ${index}`, index === 0 ? { output: [call] } : {}),
      },
    ]),
    closing,
  )
  const turns = items.map((item) => [{ type: 'conversation.item.create', item }, { type: 'response.create' }])
  await playTurns(instrumentRealtime(openRealtime(api)), ...turns, [end])
  await expect.poll(() => recording.spans().length).toBe(4)
  const inputs = items.map((_, index) => attributes(recording, `resp_${index}`)?.['gen_ai.input.messages'])
  expect(inputs.map((input) => JSON.parse(String(input)) as unknown)).toEqual([
    [{ role: 'user', parts: [{ type: 'text', content: 'One?' }] }],
    [{ role: 'tool', parts: [{ type: 'tool_call_response', id: 'call_1', response: expect.anything() }] }],
    [{ role: 'user', parts: [{ type: 'text', content: 'Two?' }] }],
  ])
})

it('takes for said what the application puts in the mouth of the model, to go on where another session has ended', async () => {
  const recording = record()
  const seed = [
    question('My roof leaks.'),
    { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Since when?' }] },
    { type: 'function_call', call_id: 'call_1', name: 'lookup', arguments: '{}' },
  ]
  const told = (item: object, index: number): object => ({
    type: 'conversation.item.added',
    item: { id: `item_${index}`, status: 'completed', ...item },
  })
  const api = await scriptedSocket(
    { after: 'response.create', send: [...seed.map(told), ...spoken('resp_1', 'I see.')] },
    { after: 'conversation.item.create', send: [told(question('And now?'), 3), ...spoken('resp_2', 'Now rest.')] },
    closing,
  )
  const socket = instrumentRealtime(openRealtime(api))
  await playTurns(
    socket,
    [{ type: 'response.create' }],
    [{ type: 'conversation.item.create', item: question('And now?') }],
    [end],
  )
  await expect.poll(() => recording.spans().length).toBe(3)
  const inputs = ['resp_1', 'resp_2'].map((id) => attributes(recording, id)?.['gen_ai.input.messages'])
  expect(inputs.map((input) => JSON.parse(String(input)) as unknown)).toEqual([
    [
      { role: 'user', parts: [{ type: 'text', content: 'My roof leaks.' }] },
      { role: 'assistant', parts: [{ type: 'text', content: 'Since when?' }] },
      { role: 'assistant', parts: [{ type: 'tool_call', id: 'call_1', name: 'lookup', arguments: {} }] },
    ],
    // Not what the model itself has said.
    [{ role: 'user', parts: [{ type: 'text', content: 'And now?' }] }],
  ])
})

it('keeps responses apart that are asked for at once, by the metadata that the API repeats, in any order', async () => {
  const recording = record()
  const said = (t: string): object[] => {
    const metadata = { of: 'mine', t }
    const [created, ...rest] = spoken(`resp_${t}`, t, { metadata }) as { response: object }[]
    return [{ ...created, response: { ...created?.response, metadata } }, ...rest]
  }
  const api = await scriptedSocket({ after: 'go', send: [...said('b'), ...said('a')] }, closing)
  const socket = instrumentRealtime(openRealtime(api))
  const ask = (t: string): object => ({
    type: 'response.create',
    response: { conversation: 'none', metadata: { t, of: 'mine' }, input: [question(`${t}?`)] },
  })
  await playTurns(socket, [ask('a'), ask('b'), { type: 'go' }], [end])
  await expect.poll(() => recording.spans().length).toBe(3)
  for (const t of ['a', 'b'])
    expect(attributes(recording, `resp_${t}`)?.['gen_ai.input.messages']).toContain(`"content":"${t}?"`)
})

it('leaves a response that waits alone when something else is refused', async () => {
  const recording = record()
  const code = 'response_cancel_not_active'
  const refused = { type: 'error', error: { type: 'invalid_request_error', code, message: 'None', event_id: null } }
  const api = await scriptedSocket(
    { send: [sessionCreated] },
    { after: 'response.cancel', send: [refused] },
    { after: 'response.create', send: spoken('resp_1', 'Fine.') },
    closing,
  )
  const socket = instrumentRealtime(openRealtime(api))
  socket.on('error', () => {})
  await playTurns(
    socket,
    [{ type: 'response.cancel' }, { type: 'response.create', response: { max_output_tokens: 9 } }],
    [end],
  )
  await expect.poll(() => recording.spans().length).toBe(2)
  expect(attributes(recording, 'resp_1')).toMatchObject({
    'gen_ai.request.max_tokens': 9,
    'spanlit.stream.outcome': 'completed',
  })
  const [session] = recording.named('realtime gpt-realtime-2')
  expect(session?.events.map((event) => event.attributes?.['exception.type'])).toEqual([code])
})

it('fails the response that was refused, where the API does not say which', async () => {
  const recording = record()
  const error = { type: 'invalid_request_error', code: 'invalid_value', param: 'response.voice', event_id: null }
  const api = await scriptedSocket(
    { send: [sessionCreated] },
    { after: 'response.create', send: [{ type: 'error', error: { ...error, message: 'Bad voice' } }] },
    closing,
  )
  const socket = instrumentRealtime(openRealtime(api))
  socket.on('error', () => {})
  await playTurns(socket, [{ type: 'response.create' }, end])
  await expect.poll(() => recording.spans().length).toBe(2)
  expect(recording.named('chat gpt-realtime-2')[0]?.attributes['error.type']).toBe('invalid_value')
})

it.each(['by itself', 'by its class'])('goes on when it has reconnected, where it is traced %s', async (way) => {
  const recording = record()
  const api = await scriptedSocket(
    { send: [sessionCreated] },
    { after: 'response.create', send: spoken('resp_1', 'Hello you there.').slice(0, 5), close: 1012 },
    { send: [sessionCreated] },
    { after: 'response.create', send: spoken('resp_2', 'Hello again.') },
    closing,
  )
  if (way === 'by its class') instrumentRealtime(OpenAIRealtimeWebSocket)
  const socket = openRealtime(api, { reconnect: true, reconnectInitialDelay: 10 })
  if (way === 'by itself') instrumentRealtime(socket)
  onTestFinished(() => uninstrumentRealtime(OpenAIRealtimeWebSocket))
  // WebKit reports any close by the server as an error first, and as 1006.
  socket.on('error', () => {})
  const code = new Promise<number>((resolve) => socket.socket.addEventListener('close', (event) => resolve(event.code)))
  await new Promise((resolve) => socket.socket.addEventListener('open', resolve))
  const again = new Promise((resolve) => socket.once('reconnected', () => resolve(undefined)))
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.send({ type: 'response.create' })
  await again
  socket.send({ type: 'response.create' })
  socket.send(end as never)
  await closed
  await expect.poll(() => recording.spans().length).toBe(3)
  expect(attributes(recording, 'resp_1')).toMatchObject({
    'error.type': String(await code),
    'spanlit.stream.outcome': 'failed',
  })
  expect(attributes(recording, 'resp_2')).toMatchObject({ 'spanlit.stream.outcome': 'completed' })
  expect(recording.named('realtime gpt-realtime-2')[0]?.status.code).toBe(0)
})

it("keeps a session and its responses in the application's own conversation", async () => {
  const recording = record()
  const api = await scriptedSocket(
    { send: [sessionCreated] },
    { after: 'response.create', send: spoken('resp_1', 'Fine.') },
    closing,
  )
  const socket = withConversation('conv_mine', () => instrumentRealtime(openRealtime(api)))
  await playTurns(socket, [{ type: 'response.create' }], [end])
  await expect.poll(() => recording.spans().length).toBe(2)
  expect(recording.spans().map((span) => span.attributes['gen_ai.conversation.id'])).toEqual(['conv_mine', 'conv_mine'])
})

it('describes a session that is cut as fully as one that ends', async () => {
  const recording = record()
  const heard = ['input', 'output'].map((side) => ({ type: `session.${side}_transcript.delta`, delta: side }))
  const api = await scriptedSocket({ send: [sessionCreated, ...heard] }, { delay: 30, close: 0 })
  const socket = instrumentRealtime(openRealtime(api))
  socket.on('error', () => {})
  await playTurns(socket)
  const session = await recording.span()
  expect(session.status.code).toBe(2)
  expect(session.attributes).toMatchObject({
    'gen_ai.response.model': 'gpt-realtime-2',
    'error.type': expect.any(String),
  })
  expect(session.events.map(({ name }) => name)).toEqual(['exception'])
  expect(json(session, 'gen_ai.system_instructions')).toEqual([{ type: 'text', content: 'Be kind.' }])
  expect(json(session, 'gen_ai.input.messages')).toEqual([
    { role: 'user', parts: [{ type: 'text', content: 'input' }] },
  ])
  expect(json(session, 'gen_ai.output.messages')).toEqual([
    { role: 'assistant', parts: [{ type: 'text', content: 'output' }] },
  ])
})

/** A spoken answer to a response that was asked for with metadata, which the API repeats. */
function spokenTo(metadata: object, id: string, transcript: string): object[] {
  const [created, ...rest] = spoken(id, transcript, { metadata }) as { response: object }[]
  return [{ ...created, response: { ...created?.response, metadata } }, ...rest]
}

const apart = { type: 'response.create', response: { conversation: 'none', metadata: { topic: 'classify' } } }
const said = (recording: Recording, id: string): unknown => attributes(recording, id)?.['gen_ai.input.messages']

it('gives an answer to the speaker no part of a response that was asked for apart and waits', async () => {
  const recording = record()
  const own = { ...apart.response, max_output_tokens: 9, input: [question('Classify')] }
  const answers = [...spoken('resp_1', 'So sorry.'), ...spokenTo({ topic: 'classify' }, 'resp_2', 'storm')]
  const api = await scriptedSocket(
    { send: [sessionCreated] },
    { after: 'response.create', send: [userItem, userTranscript, ...answers] },
    closing,
  )
  await playTurns(instrumentRealtime(openRealtime(api)), [{ ...apart, response: own }], [end])
  await expect.poll(() => recording.spans().length).toBe(3)
  expect(said(recording, 'resp_1')).toContain('My roof leaks.')
  expect(attributes(recording, 'resp_1')?.['gen_ai.request.max_tokens']).toBeUndefined()
  expect(said(recording, 'resp_2')).toContain('Classify')
  expect(attributes(recording, 'resp_2')?.['gen_ai.request.max_tokens']).toBe(9)
})

it('leaves what was said to the conversation, where a response apart from it comes first', async () => {
  const recording = record()
  const send = [userItem, userTranscript, ...spokenTo({ topic: 'classify' }, 'resp_1', 'c'), ...spoken('resp_2', 'd')]
  const api = await scriptedSocket({ send: [sessionCreated] }, { after: 'go', send }, closing)
  await playTurns(instrumentRealtime(openRealtime(api)), [apart, { type: 'response.create' }, { type: 'go' }], [end])
  await expect.poll(() => recording.spans().length).toBe(3)
  expect(said(recording, 'resp_2')).toContain('My roof leaks.')
})

it('gives a late transcript to the response that answers it, also where another has begun since', async () => {
  const recording = record()
  const [begun, ...main] = spoken('resp_1', 'Answer.')
  const [other, ...rest] = spokenTo({ topic: 'classify' }, 'resp_2', 'c')
  const send = [userItem, begun, other, userTranscript, ...rest, ...main] as object[]
  const api = await scriptedSocket({ send: [sessionCreated] }, { after: 'go', send }, closing)
  await playTurns(instrumentRealtime(openRealtime(api)), [apart, { type: 'response.create' }, { type: 'go' }], [end])
  await expect.poll(() => recording.spans().length).toBe(3)
  expect(said(recording, 'resp_1')).toContain('My roof leaks.')
})

it('puts a transcript in the place of its audio, whatever else was said with it and whatever the place', async () => {
  const recording = record()
  const content = [
    { type: 'input_text', text: 'Look at this' },
    { type: 'input_audio', transcript: null },
  ]
  const item = (id: string): object => ({
    type: 'conversation.item.added',
    item: { id, type: 'message', role: 'user', content },
  })
  const send = [
    sessionCreated,
    item('item_u'),
    { ...userTranscript, content_index: 1 },
    item('item_2'),
    { ...userTranscript, item_id: 'item_2', content_index: 4e9, transcript: 'Far off.' },
    ...spoken('resp_1', 'a'),
  ]
  const api = await scriptedSocket({ send }, closing)
  await playTurns(instrumentRealtime(openRealtime(api)), [], [end])
  await expect.poll(() => recording.spans().length).toBe(2)
  const messages = JSON.parse(String(said(recording, 'resp_1'))) as { parts: { content?: string }[] }[]
  expect(messages.map(({ parts }) => parts.map(({ content: text }) => text))).toEqual([
    ['Look at this', 'My roof leaks.'],
    ['Look at this', undefined, 'Far off.'],
  ])
})

it('records the input of a response that is lost when it has just begun', async () => {
  const recording = record()
  const [begun] = spoken('resp_1', 'x')
  const send = [sessionCreated, userItem, userTranscript, begun as object]
  const api = await scriptedSocket({ send }, { delay: 30, close: 1011 })
  const socket = instrumentRealtime(openRealtime(api))
  socket.on('error', () => {})
  await playTurns(socket)
  await expect.poll(() => recording.spans().length).toBe(2)
  expect(said(recording, 'resp_1')).toContain('My roof leaks.')
})

it('gives each side of a transcript that runs on its own room', async () => {
  const recording = record()
  const delta = (side: string, text: string): object => ({ type: `session.${side}_transcript.delta`, delta: text })
  const send = [delta('input', 'u'.repeat(900)), delta('output', 'a'.repeat(200)), delta('output', 'The answer')]
  const api = await scriptedSocket({ send: [sessionCreated, ...send] }, { delay: 20, close: 1000 })
  await playTurns(instrumentRealtime(openRealtime(api), { maxContentBytes: 1000 }))
  await expect.poll(() => recording.spans().length).toBe(1)
  expect(recording.spans()[0]?.attributes['gen_ai.output.messages']).toContain('The answer')
})

it.each(['reconnecting', 'close'])(
  'takes an event of the API that is called %s for no event of the client',
  async (type) => {
    const recording = record()
    const api = await scriptedSocket(
      { send: [sessionCreated, { type }] },
      { after: 'response.create', send: spoken('resp_1', 'Hi') },
      closing,
    )
    const socket = instrumentRealtime(openRealtime(api))
    socket.on('error', () => {})
    await playTurns(socket, [{ type: 'response.create' }], [end])
    await expect
      .poll(() => recording.spans().map(({ name }) => name))
      .toEqual(['chat gpt-realtime-2', 'realtime gpt-realtime-2'])
    expect(recording.spans().map(({ status }) => status.code)).toEqual([0, 0])
  },
)
