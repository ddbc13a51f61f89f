import { connect } from 'node:net'
import OpenAI, { AzureOpenAI } from 'openai'
import { OpenAIRealtimeTranslationWS } from 'openai/realtime/translations/ws'
import { OpenAIRealtimeWS } from 'openai/realtime/ws'
import { LiveWS } from 'openai/resources/live/ws'
import { ResponsesWS } from 'openai/resources/responses/ws'
import { OpenAIRealtimeWS as OpenAIRealtimeWS5 } from 'openai5/realtime/ws'
import OpenAI6, { AzureOpenAI as AzureOpenAI6 } from 'openai6'
import { OpenAIRealtimeWS as OpenAIRealtimeWS6 } from 'openai6/realtime/ws'
import { ResponsesWS as ResponsesWS6 } from 'openai6/resources/responses/ws'
import { response, responseEvents } from 'stand-in/wire'
import { expect, it } from 'vitest'
import { sessionCreated, spoken } from '../../test/realtime-events.ts'
import { json, record } from '../../test/recording.ts'
import { scriptedSocket, type ScriptedSocket } from '../../test/socket.ts'
import { instrumentOpenAI, withConversation } from '../index.ts'
import { instrumentRealtime, uninstrumentRealtime } from './instrument.ts'

function clientOf({ baseURL }: ScriptedSocket): OpenAI {
  return new OpenAI({ apiKey: 'test', baseURL })
}

const plain = { createConnection: ((options: { host: string; port: number }) => connect(options)) as never }

it('traces a realtime session over ws', async () => {
  const recording = record()
  const api = await scriptedSocket({ send: [sessionCreated, ...spoken('resp_1', 'Hello.')] }, { close: 1000 })
  const socket = instrumentRealtime(new OpenAIRealtimeWS({ model: 'gpt-realtime-2', options: plain }, clientOf(api)))
  await new Promise((resolve) => socket.socket.on('close', resolve))
  await expect
    .poll(() => recording.spans().map((span) => span.name))
    .toEqual(['chat gpt-realtime-2', 'realtime gpt-realtime-2'])
})

const versions = [
  ['openai 6', OpenAI6, ResponsesWS6],
  ['openai 7', OpenAI, ResponsesWS],
] as unknown as [string, typeof OpenAI, typeof ResponsesWS][]

it.each(versions)('traces responses over a socket, each with its input, with %s', async (_, Client, Socket) => {
  const recording = record()
  const api = await scriptedSocket(
    { after: 'response.create', send: responseEvents('One two.') },
    {
      after: 'response.create',
      send: [{ type: 'error', status: 400, error: { type: 'invalid_request_error', code: 'bad', message: 'Bad' } }],
    },
    { after: 'end', close: 1000 },
  )
  const socket = instrumentRealtime(new Socket(new Client({ apiKey: 'test', baseURL: api.baseURL })))
  socket.on('error', () => {})
  const closed = new Promise((resolve) => socket.on('close', resolve))
  socket.send({ type: 'response.create', model: 'gpt-5-mini', input: 'Count', previous_response_id: 'resp_0' })
  socket.send({ type: 'response.create', model: 'gpt-5-mini', input: 'Again' })
  await expect.poll(() => recording.named('chat gpt-5-mini').length).toBe(2)
  socket.send({ type: 'end' } as never)
  await closed
  const [answered, refused] = recording.named('chat gpt-5-mini')
  expect(answered?.attributes).toMatchObject({
    'openai.api.type': 'responses',
    'gen_ai.request.previous_response.id': 'resp_0',
    'gen_ai.response.id': 'resp_1',
    'gen_ai.response.finish_reasons': ['stop'],
    'gen_ai.usage.output_tokens': 5,
  })
  expect(json(answered!, 'gen_ai.input.messages')).toEqual([
    { role: 'user', parts: [{ type: 'text', content: 'Count' }] },
  ])
  expect(json(answered!, 'gen_ai.output.messages')).toEqual([
    { role: 'assistant', parts: [{ type: 'text', content: 'One two.' }] },
  ])
  expect(refused?.attributes['error.type']).toBe('bad')
  await expect.poll(() => recording.named('realtime').length).toBe(1)
  expect(recording.named('realtime')[0]?.attributes['server.port']).toBe(Number(new URL(api.baseURL).port))
})

it('sees a request whatever digits stand in it', async () => {
  const recording = record()
  const api = await scriptedSocket(
    { after: 'response.create', send: responseEvents('Found.') },
    { after: 'end', close: 1000 },
  )
  const socket = instrumentRealtime(new ResponsesWS(clientOf(api)))
  const closed = new Promise((resolve) => socket.on('close', resolve))
  socket.send({ type: 'response.create', model: 'm', input: 'My order: 1234567890123456' })
  socket.send({ type: 'end' } as never)
  await closed
  await expect.poll(() => recording.spans().length).toBe(2)
  expect(recording.named('chat m')[0]?.attributes['gen_ai.input.messages']).toContain('My order: 1234567890123456')
})

it('keeps responses on lanes of one socket apart', async () => {
  const recording = record()
  const lane = (stream_id: string, id: string, text: string): object[] =>
    responseEvents(text).map((event) => {
      const { response } = event as { response?: object }
      return { ...event, stream_id, ...(response ? { response: { ...response, id } } : {}) }
    })
  const [a, b] = [lane('a', 'resp_a', 'From a.'), lane('b', 'resp_b', 'From b.')]
  const api = await scriptedSocket(
    { after: 'go', send: a.flatMap((event, index) => [event, b[index] ?? {}]) },
    { close: 1000 },
  )
  const socket = instrumentRealtime(new ResponsesWS(clientOf(api)))
  const closed = new Promise((resolve) => socket.on('close', resolve))
  for (const stream_id of ['b', 'a'])
    socket.send({ type: 'response.create', model: 'm', input: stream_id, stream_id } as never)
  socket.send({ type: 'go' } as never)
  await closed
  await expect.poll(() => recording.named('chat m').length).toBe(2)
  for (const span of recording.named('chat m')) {
    const id = String(span.attributes['gen_ai.response.id']).slice(-1)
    expect(span.attributes['gen_ai.input.messages']).toContain(`"content":"${id}"`)
    expect(span.attributes['gen_ai.output.messages']).toContain(`From ${id}.`)
  }
})

it('traces a live session: its model, what was heard and said, and the responses that it delegates', async () => {
  const recording = record()
  const heard = (type: string, deltas: string[]): object[] =>
    deltas.map((delta) => ({ type: `session.${type}_transcript.delta`, delta }))
  const api = await scriptedSocket(
    {
      after: 'session.start',
      send: [
        { type: 'session.started', session: { id: 'sess_1', model: 'gpt-live-1' } },
        ...heard('input', ['My roof ', 'leaks.']),
        ...responseEvents('Covered.').map((event) => ({ type: 'response.event', event_id: 'e', event })),
        ...heard('output', ['You are ', 'covered.']),
      ],
    },
    { close: 1000 },
  )
  const socket = instrumentRealtime(new LiveWS(clientOf(api)))
  const closed = new Promise((resolve) => socket.on('close', resolve))
  socket.send({ type: 'session.start', session: { model: 'gpt-live-1', instructions: 'Be kind.' } } as never)
  await closed
  await expect.poll(() => recording.spans().length).toBe(2)
  const session = recording.spans().find((span) => span.attributes['gen_ai.operation.name'] === 'realtime')
  expect(session?.attributes).toMatchObject({ 'openai.api.type': 'live', 'gen_ai.response.model': 'gpt-live-1' })
  expect(json(session!, 'gen_ai.input.messages')).toEqual([
    { role: 'user', parts: [{ type: 'text', content: 'My roof leaks.' }] },
  ])
  expect(json(session!, 'gen_ai.output.messages')).toEqual([
    { role: 'assistant', parts: [{ type: 'text', content: 'You are covered.' }] },
  ])
  const response = recording.spans().find((span) => span !== session)
  expect(response?.attributes['gen_ai.output.messages']).toContain('Covered.')
})

it('fails the response of a live session that was refused, by the id of the event that asked for it', async () => {
  const recording = record()
  const refused = (id: string, code: string): object => ({
    type: 'error',
    event_id: 'event_1',
    error: { type: 'invalid_request_error', code, message: 'No.', client_event_id: id },
  })
  const api = await scriptedSocket(
    { after: 'response.create', send: [refused('other', 'unknown_item'), refused('ask', 'no_backend')] },
    { after: 'end', close: 1000 },
  )
  const socket = instrumentRealtime(new LiveWS(clientOf(api)))
  socket.on('error', () => {})
  const closed = new Promise((resolve) => socket.on('close', resolve))
  socket.send({ type: 'session.start', session: { model: 'gpt-live-1' } } as never)
  socket.send({ type: 'response.create', event_id: 'ask' } as never)
  const response = (): unknown => recording.named('chat gpt-live-1')[0]?.attributes['error.type']
  await expect.poll(response).toBe('no_backend')
  socket.send({ type: 'end' } as never)
  await closed
})

it('fails the answer of a backend of a live session whose stream ends with an error, and no other', async () => {
  const recording = record()
  const from = (id: string, event: object): object => ({ type: 'response.event', delegation_id: id, event })
  const begun = (id: string): object => from(id, { type: 'response.created', response: { id: `resp_${id}` } })
  const error = from('d2', { type: 'error', code: 'server_error', message: 'Broken.', param: null })
  const api = await scriptedSocket(
    { after: 'session.start', send: [begun('d1'), begun('d2'), error] },
    { after: 'end', close: 1000 },
  )
  const socket = instrumentRealtime(new LiveWS(clientOf(api)))
  const closed = new Promise((resolve) => socket.on('close', resolve))
  socket.send({ type: 'session.start', session: { model: 'gpt-live-1' } } as never)
  expect((await recording.span()).attributes).toMatchObject({
    'gen_ai.response.id': 'resp_d2',
    'error.type': 'server_error',
    'spanlit.stream.outcome': 'failed',
  })
  socket.send({ type: 'end' } as never)
  await closed
})

it('tells the answers of several backends of a live session apart, and what each was asked', async () => {
  const recording = record()
  const from = (id: string, answer: string): object[] =>
    responseEvents(answer).map((event) => {
      const { response, ...others } = event as { response?: object }
      // What tells of a response's state holds nothing of its output there.
      return {
        type: 'response.event',
        delegation_id: id,
        event: { ...others, ...(response ? { response: { ...response, id: `resp_${id}`, output: [] } } : {}) },
      }
    })
  const [one, two] = [from('d1', 'From one.'), from('d2', 'From two.')]
  const api = await scriptedSocket(
    { after: 'session.start', send: one.flatMap((event, index) => [event, two[index] ?? {}]) },
    { after: 'response.create', send: from('d3', 'From three.') },
    { after: 'end', close: 1000 },
  )
  const socket = instrumentRealtime(new LiveWS(clientOf(api)))
  const closed = new Promise((resolve) => socket.on('close', resolve))
  const backend = {
    model: 'backend',
    instructions: 'Look it up.',
    reasoning: { effort: 'high' },
    max_output_tokens: 500,
  }
  const input = [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Before.' }] }]
  const session = {
    model: 'gpt-live-1',
    instructions: 'Be kind.',
    input,
    delegation: { type: 'responses', responses: backend },
  }
  const result = { type: 'function_call_output', call_id: 'c1', output: 'Rain.' }
  for (const event of [
    { type: 'session.start', session },
    { type: 'response.item.create', item: result },
    { type: 'response.create' },
  ])
    socket.send(event as never)
  await expect.poll(() => recording.named('chat backend').length).toBe(3)
  socket.send({ type: 'end' } as never)
  await closed
  for (const [id, text] of [
    ['d1', 'From one.'],
    ['d2', 'From two.'],
    ['d3', 'From three.'],
  ] as const) {
    const span = recording.spans().find((some) => some.attributes['gen_ai.response.id'] === `resp_${id}`)
    expect(span?.attributes).toMatchObject({
      'gen_ai.request.model': 'backend',
      'gen_ai.request.reasoning.level': 'high',
      'gen_ai.request.max_tokens': 500,
      'gen_ai.system_instructions': JSON.stringify([{ type: 'text', content: 'Look it up.' }]),
    })
    expect(json(span!, 'gen_ai.output.messages')).toMatchObject([{ parts: [{ content: text }] }])
    expect(String(span!.attributes['gen_ai.input.messages'])).not.toContain('Before.')
  }
  expect(recording.spans().some((span) => String(span.attributes['gen_ai.input.messages']).includes('Rain.'))).toBe(
    true,
  )
  await expect.poll(() => recording.named('realtime').length).toBe(1)
  expect(json(recording.named('realtime')[0]!, 'gen_ai.input.messages')).toMatchObject([
    { role: 'user', parts: [{ content: 'Before.' }] },
  ])
})

it("takes its client's options where it has none of its own", async () => {
  const recording = record()
  const api = await scriptedSocket(
    { after: 'response.create', send: responseEvents('Secret.') },
    { after: 'response.create', send: responseEvents('Known.') },
    { after: 'end', close: 1000 },
  )
  const client = instrumentOpenAI(clientOf(api), { captureContent: false })
  const socket = instrumentRealtime(new ResponsesWS(client))
  const closed = new Promise((resolve) => socket.on('close', resolve))
  socket.send({ type: 'response.create', model: 'm', input: 'Secret?' })
  await expect.poll(() => recording.named('chat m').length).toBe(1)
  instrumentRealtime(socket, { captureContent: true })
  socket.send({ type: 'response.create', model: 'n', input: 'Known?' })
  socket.send({ type: 'end' } as never)
  await closed
  await expect.poll(() => recording.spans().length).toBe(3)
  expect(JSON.stringify(recording.named('chat m')[0]?.attributes)).not.toContain('Secret')
  expect(recording.named('chat n')[0]?.attributes['gen_ai.output.messages']).toContain('Known.')
})

it('traces a translation, with what was heard and said', async () => {
  const recording = record()
  const delta = (side: string, text: string): object => ({
    type: `session.${side}_transcript.delta`,
    event_id: 'e',
    delta: text,
  })
  const api = await scriptedSocket({
    after: 'session.close',
    send: [delta('input', 'Hola'), delta('output', 'Hello'), { type: 'session.closed', event_id: 'e' }],
  })
  const client = new OpenAI({ apiKey: 'test', baseURL: api.baseURL.replace('http:', 'https:') })
  const made = OpenAIRealtimeTranslationWS.create(client, { model: 'gpt-realtime-translate', options: plain })
  const socket = instrumentRealtime(await made)
  await new Promise<void>((resolve) => {
    socket.socket.on('open', resolve)
  })
  await socket.finish({ timeoutMs: 5000 })
  const session = await recording.span()
  expect(session.name).toBe('realtime gpt-realtime-translate')
  expect(session.attributes['openai.api.type']).toBe('realtime')
  expect(session.attributes['gen_ai.input.messages']).toContain('Hola')
  expect(session.attributes['gen_ai.output.messages']).toContain('Hello')
})

const azures = [
  ['openai 6', AzureOpenAI6, OpenAIRealtimeWS6],
  ['openai 7', AzureOpenAI, OpenAIRealtimeWS],
] as unknown as [string, typeof AzureOpenAI, typeof OpenAIRealtimeWS][]

it.each(azures)('knows a deployment on Azure behind any host, with %s', async (_, Azure, Socket) => {
  const recording = record()
  const api = await scriptedSocket({ send: [sessionCreated] }, { close: 1000 })
  const endpoint = api.baseURL.replace('/v1', '')
  const client = new Azure({ apiKey: 'test', endpoint, apiVersion: '2026-01-01', deployment: 'mine' })
  instrumentRealtime(await Socket.azure(client, { options: plain }))
  const { name, attributes } = await recording.span()
  expect(name).toBe('realtime mine')
  expect(attributes['gen_ai.provider.name']).toBe('azure.ai.openai')
})

it('takes no bare connection for a socket of the client', async () => {
  const api = await scriptedSocket()
  const { socket } = new OpenAIRealtimeWS({ model: 'm', options: plain }, clientOf(api)).on('error', () => {})
  expect(() => instrumentRealtime(socket)).toThrow(TypeError)
  socket.terminate()
})

it('takes no other emitter for a class of sockets', () => {
  class Emitter {
    on(): void {}
    off(): void {}
    send(): void {}
  }
  expect(() => instrumentRealtime(Emitter)).toThrow('the function Emitter')
})

it.each([
  ['openai 5, realtime', OpenAIRealtimeWS5],
  ['openai 6, realtime', OpenAIRealtimeWS6],
  ['openai 6, responses', ResponsesWS6],
  ['openai 7, realtime', OpenAIRealtimeWS],
  ['openai 7, translation', OpenAIRealtimeTranslationWS],
  ['openai 7, responses', ResponsesWS],
  ['openai 7, live', LiveWS],
])('takes the class of sockets of %s, and instrumentOpenAI says where it belongs', (_, Socket) => {
  expect(() => instrumentOpenAI(Socket)).toThrow("import { instrumentRealtime } from '@spanlit/core/realtime'")
  expect(instrumentRealtime(Socket)).toBe(Socket)
  uninstrumentRealtime(Socket)
})

it('leaves nothing on a connection that is no longer traced', async () => {
  record()
  const api = await scriptedSocket({ after: 'end', close: 1000 })
  const socket = new OpenAIRealtimeWS({ model: 'm', options: plain }, clientOf(api)).on('error', () => {})
  const { socket: connection } = socket
  const counts = (): number[] => ['open', 'message', 'error', 'close'].map((type) => connection.listenerCount(type))
  const before = counts()
  instrumentRealtime(socket)
  expect(counts()).not.toEqual(before)
  uninstrumentRealtime(socket)
  expect(counts()).toEqual(before)
  expect(Object.hasOwn(connection, 'send')).toBe(false)
  connection.terminate()
})

it('names the conversation that a request names, before the one around the session', async () => {
  const recording = record()
  const events = responseEvents('Hello.').map((event) => {
    const { response } = event as { response?: object }
    return response ? { ...event, response: { ...response, conversation: { id: 'conv_asked' } } } : event
  })
  const api = await scriptedSocket({ after: 'response.create', send: events }, { close: 1000 })
  const socket = withConversation('conv_mine', () => instrumentRealtime(new ResponsesWS(clientOf(api))))
  const closed = new Promise((resolve) => socket.on('close', resolve))
  socket.send({ type: 'response.create', model: 'm', input: 'Hello?', conversation: 'conv_asked' })
  await closed
  await expect.poll(() => recording.spans().length).toBe(2)
  expect(recording.spans().map(({ attributes }) => attributes['gen_ai.conversation.id'])).toEqual([
    'conv_asked',
    'conv_mine',
  ])
})

it('says which API it is by the end of the path, whatever a gateway has before it', async () => {
  const recording = record()
  const api = await scriptedSocket({ send: [sessionCreated] }, { close: 1000 })
  const client = new OpenAI({ apiKey: 'test', baseURL: api.baseURL.replace('/v1', '/live-gateway/live/v1') })
  instrumentRealtime(new OpenAIRealtimeWS({ model: 'm', options: plain }, client))
  expect((await recording.span()).attributes['openai.api.type']).toBe('realtime')
})

it('traces every socket of a class, and of the classes below it', async () => {
  const recording = record()
  const api = await scriptedSocket({ after: 'response.create', send: responseEvents('Hello.') }, { close: 1000 })
  class Mine extends ResponsesWS {}
  instrumentRealtime(ResponsesWS)
  try {
    const socket = new Mine(clientOf(api))
    const closed = new Promise((resolve) => socket.on('close', resolve))
    socket.send({ type: 'response.create', model: 'm', input: 'Hello?' })
    await closed
  } finally {
    uninstrumentRealtime(ResponsesWS)
  }
  await expect.poll(() => recording.spans().map(({ name }) => name)).toEqual(['chat m', 'realtime'])
  expect(Object.hasOwn(ResponsesWS.prototype, 'socket')).toBe(false)
})

it('leaves the open sockets of a class alone when the class is taken off, but for one that was given for itself', async () => {
  const recording = record()
  const answer = { after: 'response.create', send: responseEvents('Secret.') }
  const end = { after: 'end', close: 1000 }
  instrumentRealtime(ResponsesWS, { captureContent: false })
  const open = new ResponsesWS(clientOf(await scriptedSocket(answer, answer, end)))
  const given = instrumentRealtime(new ResponsesWS(clientOf(await scriptedSocket(answer, end))), {
    captureContent: true,
  })
  const closed = Promise.all([open, given].map((socket) => new Promise((resolve) => socket.on('close', resolve))))
  open.send({ type: 'response.create', model: 'm', input: 'Before' })
  await expect.poll(() => recording.named('chat m').length).toBe(1)
  const late = new ResponsesWS(clientOf(await scriptedSocket(answer, end)))
  uninstrumentRealtime(ResponsesWS)
  await expect.poll(() => recording.named('realtime').length).toBe(1)
  const closedLate = new Promise((resolve) => late.on('close', resolve))
  for (const socket of [open, late, given]) {
    socket.send({ type: 'response.create', model: 'after', input: 'After' })
    socket.send({ type: 'end' } as never)
  }
  await closed
  await closedLate
  await expect
    .poll(() => recording.spans().map(({ name }) => name))
    .toEqual(['chat m', 'realtime', 'chat after', 'realtime'])
  const contents = recording.spans().map(({ attributes }) => 'gen_ai.output.messages' in attributes)
  expect(contents).toEqual([false, false, true, false])
})

it('gives the response that follows one that was steered what was added to that, and its settings', async () => {
  const recording = record()
  const steered = { ...response('One'), status: 'incomplete', incomplete_details: { reason: 'steered' } }
  const next = (responseEvents('Steered.') as { response?: object }[]).map((event) =>
    event.response
      ? { ...event, response: { ...event.response, id: 'resp_2', previous_response_id: 'resp_1' } }
      : event,
  )
  const api = await scriptedSocket(
    { after: 'response.create', send: responseEvents('One two.').slice(0, 6) },
    { after: 'response.steer', send: [{ type: 'response.incomplete', response: steered }, ...next] },
    { after: 'end', close: 1000 },
  )
  const socket = instrumentRealtime(new ResponsesWS(clientOf(api)))
  socket.on('error', () => {})
  const closed = new Promise((resolve) => socket.on('close', resolve))
  socket.send({ type: 'response.create', model: 'm', input: 'x' })
  await socket.emitted('response.output_text.delta')
  const input = [{ role: 'user', content: 'Shorter' }]
  socket.send({ type: 'response.steer', previous_response_id: 'resp_1', input } as never)
  socket.send({ type: 'end' } as never)
  await closed
  await expect.poll(() => recording.spans().length).toBe(3)
  const second = recording.spans().find(({ attributes }) => attributes['gen_ai.response.id'] === 'resp_2')
  expect(second?.attributes).toMatchObject({
    'gen_ai.request.model': 'm',
    'gen_ai.request.previous_response.id': 'resp_1',
    'gen_ai.input.messages': JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: 'Shorter' }] }]),
  })
})
