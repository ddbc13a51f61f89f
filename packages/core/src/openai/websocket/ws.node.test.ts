import { connect } from 'node:net'
import OpenAI from 'openai'
import { OpenAIRealtimeWS } from 'openai/realtime/ws'
import { LiveWS } from 'openai/resources/live/ws'
import { ResponsesWS } from 'openai/resources/responses/ws'
import OpenAI6 from 'openai6'
import { ResponsesWS as ResponsesWS6 } from 'openai6/resources/responses/ws'
import { expect, it } from 'vitest'
import { sessionCreated, spoken } from '../../../test/realtime-events.ts'
import { json, record } from '../../../test/recording.ts'
import { responseEvents } from '../../../test/response-events.ts'
import { scriptedSocket, type ScriptedSocket } from '../../../test/socket.ts'
import { instrumentOpenAI } from '../../index.ts'

function clientOf({ baseURL }: ScriptedSocket): OpenAI {
  return new OpenAI({ apiKey: 'test', baseURL })
}

it('traces a realtime session over ws', async () => {
  const recording = record()
  const api = await scriptedSocket({ send: [sessionCreated, ...spoken('resp_1', 'Hello.')] }, { close: 1000 })
  const plain = { createConnection: ((options: { host: string; port: number }) => connect(options)) as never }
  const socket = instrumentOpenAI(new OpenAIRealtimeWS({ model: 'gpt-realtime-2', options: plain }, clientOf(api)))
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
  const socket = instrumentOpenAI(new Socket(new Client({ apiKey: 'test', baseURL: api.baseURL })))
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
  const socket = instrumentOpenAI(new ResponsesWS(clientOf(api)))
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
  const socket = instrumentOpenAI(new LiveWS(clientOf(api)))
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
