import OpenAI7 from 'openai'
import { OpenAIRealtimeWebSocket as Realtime7 } from 'openai/realtime/websocket'
import OpenAI5 from 'openai5'
import { OpenAIRealtimeWebSocket as Realtime5 } from 'openai5/realtime/websocket'
import OpenAI6 from 'openai6'
import { OpenAIRealtimeWebSocket as Realtime6 } from 'openai6/realtime/websocket'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sessionCreated, spoken, userItem, userTranscript } from '../../test/realtime-events.ts'
import { json, record } from '../../test/recording.ts'
import { allowPlainSockets, scriptedSocket, type ScriptedSocket } from '../../test/socket.ts'
import type { SessionStep } from 'stand-in'
import { withSpan } from '../index.ts'
import { instrumentRealtime, uninstrumentRealtime } from './instrument.ts'

const versions = [
  ['openai 5', OpenAI5, Realtime5],
  ['openai 6', OpenAI6, Realtime6],
  ['openai 7', OpenAI7, Realtime7],
] as unknown as [string, typeof OpenAI7, typeof Realtime7][]

let restore: () => void
beforeAll(() => {
  restore = allowPlainSockets()
})
afterAll(() => restore())

const closing: SessionStep = { after: 'session.end', close: 1000 }

describe.each(versions)('a realtime session of %s', (_, OpenAI, Realtime) => {
  function open(api: ScriptedSocket): Realtime7 {
    const client = new OpenAI({ apiKey: 'test', baseURL: api.baseURL, dangerouslyAllowBrowser: true })
    return new Realtime({ model: 'gpt-realtime-2', dangerouslyAllowBrowser: true }, client)
  }

  /** Opens, sends what is given, and waits until the API has closed. */
  async function play(socket: Realtime7, ...events: object[]): Promise<object[]> {
    const heard: object[] = []
    socket.on('event', (event) => heard.push(event))
    const closed = new Promise((resolve) => socket.socket.addEventListener('close', resolve))
    await new Promise((resolve) => socket.socket.addEventListener('open', resolve))
    for (const event of events) socket.send(event as never)
    await closed
    return heard
  }

  it('is a span, with one for each response in it, and the application hears all that it would', async () => {
    const recording = record()
    const script: SessionStep[] = [
      { send: [sessionCreated] },
      { after: 'response.create', send: [userItem, userTranscript, ...spoken('resp_1', 'I am sorry to hear that.')] },
      closing,
    ]
    const ask = [{ type: 'response.create' }, { type: 'session.end' }]
    const bareApi = await scriptedSocket(...script)
    const expected = await play(open(bareApi), ...ask)
    const api = await scriptedSocket(...script)
    const socket = withSpan('click', () => instrumentRealtime(open(api)))
    expect(await play(socket, ...ask)).toEqual(expected)
    expect(await api.received()).toEqual(await bareApi.received())
    await expect.poll(() => recording.spans().length).toBe(3)
    const [click] = recording.named('click')
    const [session] = recording.named('realtime gpt-realtime-2')
    const [response] = recording.named('chat gpt-realtime-2')
    expect(session?.parentSpanContext?.spanId).toBe(click?.spanContext().spanId)
    expect(response?.parentSpanContext?.spanId).toBe(session?.spanContext().spanId)
    expect(session?.attributes).toMatchObject({
      'gen_ai.operation.name': 'realtime',
      'openai.api.type': 'realtime',
      'server.address': '127.0.0.1',
    })
    expect(session?.status.code).toBe(0)
    expect(json(session!, 'gen_ai.system_instructions')).toEqual([{ type: 'text', content: 'Be kind.' }])
    expect(response?.attributes).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.output.type': 'speech',
      'gen_ai.conversation.id': 'conv_1',
      'gen_ai.response.id': 'resp_1',
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.usage.input_tokens': 40,
      'gen_ai.usage.audio.input_tokens': 30,
      'gen_ai.usage.text.output_tokens': 5,
      'gen_ai.usage.audio.output_tokens': 15,
      'gen_ai.usage.cache_read.input_tokens': 8,
      'gen_ai.usage.audio.cache_read.input_tokens': 5,
    })
    expect(json(response!, 'gen_ai.input.messages')).toEqual([
      { role: 'user', parts: [{ type: 'text', content: 'My roof leaks.' }] },
    ])
    expect(json(response!, 'gen_ai.output.messages')).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: 'I am sorry to hear that.' }] },
    ])
    expect(JSON.stringify(response?.attributes)).not.toContain('AAAA')
  })

  it('has a span for a response that the API begins by itself, and takes a transcript that comes while it speaks', async () => {
    const recording = record()
    const [created, ...rest] = spoken('resp_1', 'Tell me more.')
    const api = await scriptedSocket({ send: [sessionCreated, userItem, created!, userTranscript, ...rest] }, closing)
    const socket = instrumentRealtime(open(api))
    socket.on('response.done', () => socket.send({ type: 'session.end' } as never))
    await play(socket)
    await expect.poll(() => recording.spans().length).toBe(2)
    expect(json(recording.named('chat gpt-realtime-2')[0]!, 'gen_ai.input.messages')).toEqual([
      { role: 'user', parts: [{ type: 'text', content: 'My roof leaks.' }] },
    ])
  })

  it('is of the model that was asked for, and names the one that serves', async () => {
    const recording = record()
    const served = { ...sessionCreated, session: { type: 'realtime', model: 'gpt-realtime-2-2026-05-01' } }
    const api = await scriptedSocket(
      { send: [served] },
      { after: 'response.create', send: spoken('resp_1', 'Yes.') },
      closing,
    )
    await play(instrumentRealtime(open(api)), { type: 'response.create' }, { type: 'session.end' })
    await expect.poll(() => recording.spans().length).toBe(2)
    for (const span of recording.spans()) {
      expect(span.attributes).toMatchObject({
        'gen_ai.request.model': 'gpt-realtime-2',
        'gen_ai.response.model': 'gpt-realtime-2-2026-05-01',
      })
    }
  })

  it('that only transcribes records what was heard, and what it has cost', async () => {
    const recording = record()
    const written = (transcript: string): object => ({
      type: 'conversation.item.input_audio_transcription.completed',
      item_id: transcript,
      content_index: 0,
      transcript,
      usage: { type: 'tokens', total_tokens: 12, input_tokens: 10, output_tokens: 2 },
    })
    const api = await scriptedSocket(
      {
        send: [{ type: 'session.created', session: { type: 'transcription' } }, written('My roof'), written('leaks.')],
      },
      closing,
    )
    await play(instrumentRealtime(open(api)), { type: 'session.end' })
    const span = await recording.span()
    expect(span.attributes).toMatchObject({ 'gen_ai.usage.input_tokens': 20, 'gen_ai.usage.output_tokens': 4 })
    expect(json(span, 'gen_ai.output.messages')).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: 'My roof\nleaks.' }] },
    ])
  })

  it('records a response that the user interrupts, one that is refused, and one that calls a tool', async () => {
    const recording = record()
    const cancelled = { status: 'cancelled', status_details: { type: 'cancelled', reason: 'turn_detected' } }
    const call = {
      id: 'item_c',
      type: 'function_call',
      call_id: 'call_1',
      name: 'lookup',
      arguments: '{"id":7}',
      status: 'completed',
    }
    const api = await scriptedSocket(
      { send: [sessionCreated] },
      { after: 'response.create', send: spoken('resp_1', 'One two', cancelled) },
      {
        after: 'response.create',
        send: [
          {
            type: 'error',
            event_id: 'event_9',
            error: { type: 'invalid_request_error', code: 'bad', message: 'Bad', event_id: 'mine_2' },
          },
        ],
      },
      { after: 'response.create', send: spoken('resp_3', 'Wait.', { output: [call] }) },
      closing,
    )
    const socket = instrumentRealtime(open(api))
    const errors: unknown[] = []
    socket.on('error', (error) => errors.push(error.error?.code))
    const ids = ['mine_1', 'mine_2', 'mine_3']
    const result = {
      type: 'conversation.item.create',
      item: { type: 'function_call_output', call_id: 'call_1', output: '7' },
    }
    await play(socket, ...ids.map((event_id) => ({ type: 'response.create', event_id })), result, {
      type: 'session.end',
    })
    expect(errors).toEqual(['bad'])
    await expect.poll(() => recording.spans().length).toBe(4)
    const responses = recording.named('chat gpt-realtime-2')
    const by = (id: string): Record<string, unknown> | undefined =>
      responses.find((span) => span.attributes['gen_ai.response.id'] === id)?.attributes
    expect(by('resp_1')).toMatchObject({
      'gen_ai.response.finish_reasons': ['turn_detected'],
      'gen_ai.response.status': 'cancelled',
      'spanlit.stream.outcome': 'cancelled',
    })
    expect(responses.find((span) => span.status.code === 2)?.attributes['error.type']).toBe('bad')
    expect(by('resp_3')).toMatchObject({ 'gen_ai.response.finish_reasons': ['tool_call'] })
    expect(JSON.stringify(by('resp_3')?.['gen_ai.output.messages'])).toContain('call_1')
  })

  it('fails where the connection is cut, and keeps what was said of the response in progress', async () => {
    const recording = record()
    const api = await scriptedSocket(
      { send: [sessionCreated, ...spoken('resp_1', 'One two three').slice(0, 7)] },
      { delay: 30, close: 1011 },
    )
    const socket = instrumentRealtime(open(api))
    socket.on('error', () => {})
    await play(socket)
    await expect.poll(() => recording.spans().length).toBe(2)
    const [session] = recording.named('realtime gpt-realtime-2')
    const [response] = recording.named('chat gpt-realtime-2')
    expect(session?.attributes['error.type']).toBe('1011')
    expect(response?.attributes).toMatchObject({
      'error.type': '1011',
      'spanlit.stream.outcome': 'failed',
      'gen_ai.response.id': 'resp_1',
    })
    expect(json(response!, 'gen_ai.output.messages')).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: 'One two ' }] },
    ])
  })

  it('carries no content where none is to be captured', async () => {
    const recording = record({ captureContent: false })
    const error = {
      type: 'error',
      event_id: 'e',
      error: { type: 'server_error', code: null, message: 'roof', event_id: null },
    }
    const api = await scriptedSocket(
      { send: [sessionCreated, userItem, userTranscript, error, ...spoken('resp_1', 'Sorry.')] },
      { close: 1000 },
    )
    const socket = instrumentRealtime(open(api))
    socket.on('error', () => {})
    await play(socket)
    await expect.poll(() => recording.spans().length).toBe(2)
    const all = recording.spans().map(({ attributes, events, status }) => ({ attributes, events, status }))
    expect(JSON.stringify(all)).not.toMatch(/roof|Sorry|kind|lookup/)
    expect(recording.named('realtime gpt-realtime-2')[0]?.events.map(({ name }) => name)).toEqual(['exception'])
  })

  it('is traced where its class is, once, from the span in which it was opened', async () => {
    const recording = record()
    const script: SessionStep[] = [
      { send: [sessionCreated] },
      { after: 'response.create', send: spoken('resp_1', 'Hello.') },
      closing,
    ]
    const ask = [{ type: 'response.create' }, { type: 'session.end' }]
    instrumentRealtime(Realtime, { captureContent: false })
    try {
      const api = await scriptedSocket(...script)
      const socket = withSpan('click', () => open(api))
      await Promise.resolve()
      await play(instrumentRealtime(socket), ...ask)
      await expect.poll(() => recording.spans().length).toBe(3)
    } finally {
      uninstrumentRealtime(Realtime)
    }
    await play(open(await scriptedSocket(...script)), ...ask)
    const [session] = recording.named('realtime gpt-realtime-2')
    const [response] = recording.named('chat gpt-realtime-2')
    expect(session?.parentSpanContext?.spanId).toBe(recording.named('click')[0]?.spanContext().spanId)
    expect(response?.attributes['gen_ai.response.id']).toBe('resp_1')
    expect(response?.attributes).not.toHaveProperty(['gen_ai.output.messages'])
    expect(recording.spans()).toHaveLength(3)
  })

  it('is as it was when its instrumentation is taken off, and its span ends', async () => {
    const recording = record()
    const api = await scriptedSocket({ send: [sessionCreated] }, closing)
    const socket = open(api)
    const before = [Object.getOwnPropertyDescriptors(socket), socket.socket.send]
    expect(instrumentRealtime(instrumentRealtime(socket))).toBe(socket)
    uninstrumentRealtime(socket)
    expect([Object.getOwnPropertyDescriptors(socket), socket.socket.send]).toEqual(before)
    expect(Object.hasOwn(socket.socket, 'send')).toBe(false)
    await play(socket, { type: 'session.end' })
    expect((await recording.span()).name).toBe('realtime gpt-realtime-2')
  })
})
