import { logs } from '@opentelemetry/api-logs'
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { sessionCreated, spoken, userItem, userTranscript } from '../../test/realtime-events.ts'
import { record } from '../../test/recording.ts'
import { allowPlainSockets, openRealtime, playTurns, scriptedSocket } from '../../test/socket.ts'
import { instrumentRealtime } from './instrument.ts'

let restore: () => void
beforeAll(() => {
  restore = allowPlainSockets()
})
afterAll(() => restore())
afterEach(() => logs.disable())

const code = 'input_audio_buffer_commit_empty'
const message = 'No roof for sk-proj-abcdefghij0123456789'
const error = { type: 'invalid_request_error', code, message, event_id: null }
const script = [
  { send: [sessionCreated, userItem, userTranscript, { type: 'error', error }] },
  { after: 'response.create', send: spoken('resp_1', 'Sorry.') },
  { after: 'session.end', close: 1000 },
]

async function play(options?: Parameters<typeof instrumentRealtime>[1]): Promise<void> {
  const socket = instrumentRealtime(openRealtime(await scriptedSocket(...script)), options)
  socket.on('error', () => {})
  await playTurns(socket, [{ type: 'response.create' }], [{ type: 'session.end' }])
}

it('puts what was said in a session on events alone, where the application wants it there', async () => {
  const recording = record({ captureContent: 'event' })
  const exporter = new InMemoryLogRecordExporter()
  logs.setGlobalLoggerProvider(new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] }))
  await play()
  await expect.poll(() => recording.spans().length).toBe(2)
  const spans = recording.spans().map(({ attributes, events, status }) => ({ attributes, events, status }))
  expect(JSON.stringify(spans)).not.toMatch(/roof|Sorry|kind|lookup/)
  const details = exporter.getFinishedLogRecords().map(({ attributes }) => attributes)
  expect(details).toMatchObject([
    {
      'gen_ai.operation.name': 'chat',
      'gen_ai.input.messages': [{ role: 'user', parts: [{ type: 'text', content: 'My roof leaks.' }] }],
      'gen_ai.output.messages': [{ role: 'assistant', parts: [{ type: 'text', content: 'Sorry.' }] }],
    },
    {
      'gen_ai.operation.name': 'realtime',
      'gen_ai.system_instructions': [{ type: 'text', content: 'Be kind.' }],
    },
  ])
})

it('records the message of an error as redact leaves it, without keys', async () => {
  const recording = record({
    redact: (content) => (typeof content === 'string' ? content.replace('roof', '[hidden]') : content),
  })
  await play()
  await expect.poll(() => recording.spans().length).toBe(2)
  const [session] = recording.named('realtime gpt-realtime-2')
  const message = session?.events[0]?.attributes?.['exception.message']
  expect(message).toMatch(/^No \[hidden] for /)
  expect(message).not.toContain('abcdefghij')
})
