import { connect } from 'node:net'
import OpenAI from 'openai'
import { ResponsesWebSocketSession } from 'openai/lib/responses/responses-websocket-session'
import { OpenAIRealtimeWS } from 'openai/realtime/ws'
import { ResponsesWS } from 'openai/resources/responses/ws'
import OpenAI6 from 'openai6'
import { ResponsesWS as ResponsesWS6 } from 'openai6/resources/responses/ws'
import { responseEvents } from 'stand-in/wire'
import { describe, expect, it } from 'vitest'
import { sessionCreated, spoken } from '../../test/realtime-events.ts'
import { json, record } from '../../test/recording.ts'
import { scriptedSocket } from '../../test/socket.ts'
import { instrumentRealtime } from './instrument.ts'

const plain = { createConnection: ((options: { host: string; port: number }) => connect(options)) as never }
const ask = { type: 'response.create', model: 'm', input: 'Count' } as const

function clientOf(baseURL: string): OpenAI {
  return new OpenAI({ apiKey: 'test', baseURL })
}

/** The events of a response with an id of its own. */
function answer(id: string, text: string): object[] {
  return responseEvents(text).map((event) => {
    const { response } = event as { response?: object }
    return response ? { ...event, response: { ...response, id } } : event
  })
}

function next(socket: { once(event: never, listener: () => void): unknown }, event: string): Promise<void> {
  return new Promise((resolve) => {
    socket.once(event as never, resolve)
  })
}

const versions = [
  ['openai 6', OpenAI6, ResponsesWS6],
  ['openai 7', OpenAI, ResponsesWS],
] as unknown as [string, typeof OpenAI, typeof ResponsesWS][]

describe.each(versions)('a connection of %s that is lost', (_, Client, Socket) => {
  it('fails the response in progress, and the session goes on with the next connection', async () => {
    const recording = record()
    const api = await scriptedSocket(
      { after: 'response.create', send: answer('resp_1', 'One two.').slice(0, 5), close: 1012 },
      { after: 'response.create', send: answer('resp_2', 'Three.') },
      { after: 'response.create', send: answer('resp_3', 'Four.') },
      { after: 'end', close: 1000 },
    )
    const client = new Client({ apiKey: 'test', baseURL: api.baseURL })
    const socket = instrumentRealtime(
      new Socket(client, { reconnect: { onReconnecting: () => ({}), initialDelay: 10 } }),
    )
    socket.on('error', () => {})
    const lost = next(socket, 'reconnecting')
    const again = next(socket, 'reconnected')
    socket.send({ ...ask, input: 'First' })
    await lost
    // Waits until there is a connection again.
    socket.send({ ...ask, input: 'Second' })
    await again
    await expect.poll(() => recording.named('chat m').length).toBe(2)
    const closed = next(socket, 'close')
    socket.send({ ...ask, input: 'Third' })
    socket.send({ type: 'end' } as never)
    await closed
    await expect.poll(() => recording.spans().length).toBe(4)
    const told = recording.named('chat m').map(({ attributes }) => ({
      id: attributes['gen_ai.response.id'],
      outcome: attributes['spanlit.stream.outcome'],
      error: attributes['error.type'],
      input: /"content":"(\w+)"/.exec(String(attributes['gen_ai.input.messages']))?.[1],
    }))
    expect(told).toEqual([
      { id: 'resp_1', outcome: 'failed', error: '1012', input: 'First' },
      { id: 'resp_2', outcome: 'completed', error: undefined, input: 'Second' },
      { id: 'resp_3', outcome: 'completed', error: undefined, input: 'Third' },
    ])
    expect(recording.named('realtime')[0]?.status.code).toBe(0)
  })

  it('ends the session where no other is to be had', async () => {
    const recording = record()
    const api = await scriptedSocket({ after: 'end', close: 1011 }, { close: 1011 }, { close: 1011 })
    const client = new Client({ apiKey: 'test', baseURL: api.baseURL })
    const reconnect = { onReconnecting: () => ({ abort: true as const }) }
    const socket = instrumentRealtime(new Socket(client, { reconnect }))
    socket.on('error', () => {})
    socket.send({ type: 'end' } as never)
    expect((await recording.span()).attributes['error.type']).toBe('1011')
  })
})

it('fails the response in progress where a realtime socket reconnects', async () => {
  const recording = record()
  const api = await scriptedSocket(
    { send: [sessionCreated] },
    { after: 'response.create', send: spoken('resp_1', 'Hello you there.').slice(0, 5), close: 1012 },
    { send: [sessionCreated] },
    { after: 'response.create', send: spoken('resp_2', 'Hello again.') },
    { after: 'end', close: 1000 },
  )
  const options = { model: 'gpt-realtime-2', options: plain, reconnect: true, reconnectInitialDelay: 10 }
  const socket = instrumentRealtime(new OpenAIRealtimeWS(options, clientOf(api.baseURL)))
  socket.on('error', () => {})
  const again = next(socket, 'reconnected')
  await new Promise((resolve) => socket.socket.on('open', resolve))
  socket.send({ type: 'response.create' })
  await again
  const closed = next(socket, 'close')
  socket.send({ type: 'response.create' })
  socket.send({ type: 'end' } as never)
  await closed
  await expect.poll(() => recording.spans().length).toBe(3)
  const told = recording
    .named('chat gpt-realtime-2')
    .map(({ attributes }) => [attributes['gen_ai.response.id'], attributes['error.type']])
  expect(told).toEqual([
    ['resp_1', '1012'],
    ['resp_2', undefined],
  ])
})

it('has no span for what was never sent: before the connection is open, and after it is closed', async () => {
  const recording = record()
  const api = await scriptedSocket(
    { send: [sessionCreated] },
    { after: 'response.create', send: spoken('resp_1', 'Hello.') },
    { after: 'end', close: 1000 },
  )
  const options = { model: 'gpt-realtime-2', options: plain }
  const socket = instrumentRealtime(new OpenAIRealtimeWS(options, clientOf(api.baseURL)))
  const errors: unknown[] = []
  socket.on('error', (error) => errors.push(error))
  socket.send({ type: 'response.create' })
  await new Promise((resolve) => socket.socket.on('open', resolve))
  socket.send({ type: 'response.create', response: { max_output_tokens: 9 } })
  await next(socket, 'response.done')
  const closed = new Promise((resolve) => socket.socket.on('close', resolve))
  socket.send({ type: 'end' } as never)
  await closed
  socket.send({ type: 'response.create' })
  expect(errors).toHaveLength(1)
  await expect.poll(() => recording.spans().length).toBe(2)
  expect(recording.named('chat gpt-realtime-2')[0]?.attributes).toMatchObject({
    'gen_ai.request.max_tokens': 9,
    'gen_ai.response.id': 'resp_1',
  })
})

it("sees what is sent past the socket's own methods: lanes, and bytes", async () => {
  const recording = record()
  const lane = responseEvents('From a lane.').map((event) => ({ ...event, stream_id: 'a' }))
  const api = await scriptedSocket(
    { after: 'response.create', send: lane },
    { after: 'response.create', send: answer('resp_2', 'From bytes.') },
    { after: 'end', close: 1000 },
  )
  const socket = instrumentRealtime(new ResponsesWS(clientOf(api.baseURL)))
  socket.on('error', () => {})
  await new Promise<void>((resolve) => {
    socket.socket.on('open', resolve)
  })
  const limits = { maxLanes: 4, maxBufferedEvents: 1000, maxBufferedBytes: 1e6 }
  new ResponsesWebSocketSession(socket, limits).lane('a').create({ model: 'm', input: 'Lane?' })
  await expect.poll(() => recording.named('chat m').length).toBe(1)
  socket.sendRaw(Buffer.from(JSON.stringify({ ...ask, model: 'raw' })))
  await expect.poll(() => recording.named('chat raw').length).toBe(1)
  const closed = next(socket, 'close')
  socket.send({ type: 'end' } as never)
  await closed
  await expect.poll(() => recording.spans().length).toBe(3)
  expect(json(recording.named('chat m')[0]!, 'gen_ai.input.messages')).toEqual([
    { role: 'user', parts: [{ type: 'text', content: 'Lane?' }] },
  ])
  expect(recording.named('chat raw')[0]?.attributes['gen_ai.response.id']).toBe('resp_2')
})

describe('a handshake that fails', () => {
  interface Heard {
    on(event: 'error', listener: () => void): unknown
    socket: { on(event: 'close', listener: () => void): unknown }
  }
  const open = {
    realtime: (client: OpenAI) => new OpenAIRealtimeWS({ model: 'm', options: plain }, client) as Heard,
    responses: (client: OpenAI) => new ResponsesWS(client) as Heard,
  }

  it.each(['realtime', 'responses'] as const)('says why, on a socket for %s', async (kind) => {
    const recording = record({ captureContent: false })
    const { baseURL } = await scriptedSocket()
    for (const url of ['http://127.0.0.1:1/v1', baseURL.replace(/api\/\w+/, 'api/nobody')]) {
      const socket = instrumentRealtime(open[kind](clientOf(url)))
      socket.on('error', () => {})
      await new Promise<void>((resolve) => {
        socket.socket.on('close', () => resolve())
      })
    }
    await expect.poll(() => recording.spans().length).toBe(2)
    const told = recording
      .spans()
      .map(({ attributes }) => [attributes['error.type'], attributes['http.response.status_code']])
    expect(told).toEqual([
      ['ECONNREFUSED', undefined],
      ['401', 401],
    ])
  })
})
