import { InMemorySpanExporter, SimpleSpanProcessor, type ReadableSpan } from '@opentelemetry/sdk-trace-base'
import OpenAI from 'openai'
import { chunksOf, completion } from 'stand-in/wire'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { scriptedApi } from '../../test/api.ts'
import { instrumentOpenAI, startTracing, withSpan, withTool, type Tracing } from '../index.ts'
import type { Recorder } from '../recorder.ts'
import { settings } from '../settings.ts'

const { loadRecorder: load } = settings
let arrived: () => void
let failed: (error: unknown) => void
let tracing: Tracing
let exporter: InMemorySpanExporter

const spans = (): ReadableSpan[] =>
  exporter.getFinishedSpans().filter((span) => span.instrumentationScope.name === '@spanlit/core')

// The recorder comes when a test says so.
beforeEach(async () => {
  const recorder = await load?.()
  settings.recorder = undefined
  settings.loadRecorder = () =>
    new Promise<Recorder>((resolve, reject) => {
      arrived = () => resolve(recorder as Recorder)
      failed = reject
    })
  exporter = new InMemorySpanExporter()
  const spanProcessors = [new SimpleSpanProcessor(exporter)]
  tracing = startTracing({ destination: 'none', captureContent: true, instrumentFetch: false, spanProcessors })
})

afterEach(async () => {
  arrived()
  await tracing.shutdown()
  settings.loadRecorder = load
})

async function clientOf(...answers: Parameters<typeof scriptedApi>): Promise<OpenAI> {
  const { baseURL } = await scriptedApi(...answers)
  return instrumentOpenAI(new OpenAI({ apiKey: 'test', baseURL, dangerouslyAllowBrowser: true, maxRetries: 0 }))
}

const request = { model: 'm', messages: [{ role: 'user' as const, content: 'Why?' }] }
const said = (text: string): string =>
  JSON.stringify([{ role: 'assistant', parts: [{ type: 'text', content: text }], finish_reason: 'stop' }])

it('a call that ended before has its content and the time at which it ended', async () => {
  const client = await clientOf({ json: completion({ content: 'So.' }) })
  await client.chat.completions.create(request)
  const ended = performance.timeOrigin + performance.now()
  expect(spans()).toEqual([])
  await new Promise((resolve) => setTimeout(resolve, 50))
  arrived()
  await expect.poll(() => spans().length).toBe(1)
  const [span] = spans()
  expect(span?.attributes).toMatchObject({
    'gen_ai.input.messages': JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: 'Why?' }] }]),
    'gen_ai.output.messages': said('So.'),
    'gen_ai.usage.input_tokens': 12,
  })
  const [seconds, nanoseconds] = span?.endTime ?? [0, 0]
  expect(seconds * 1000 + nanoseconds / 1e6).toBeLessThanOrEqual(ended + 1)
})

it('a stream that has begun before has all its text', async () => {
  const client = await clientOf({ events: chunksOf('One two three.') })
  const stream = await client.chat.completions.create({ ...request, stream: true })
  let count = 0
  for await (const _ of stream) if (++count === 2) arrived()
  await expect.poll(() => spans().length).toBe(1)
  expect(spans()[0]?.attributes).toMatchObject({
    'gen_ai.output.messages': said('One two three.'),
    'spanlit.stream.outcome': 'completed',
  })
})

it('the message of an error is recorded, on the call and on the span around it', async () => {
  const client = await clientOf({ status: 400, json: { error: { message: 'No such model', code: 'bad' } } })
  const failure = withSpan('outer', () => client.chat.completions.create(request))
  await expect(failure).rejects.toThrow('No such model')
  arrived()
  await expect.poll(() => spans().length).toBe(2)
  expect(spans().map(({ name, status, events }) => [name, status.message, events.length])).toEqual([
    ['chat m', '400 No such model', 1],
    ['outer', '400 No such model', 0],
  ])
})

it('a tool has what it was given, though it changes that, and what it returned', async () => {
  withTool({ name: 'add', arguments: [1, 2] }, () => 'three')
  const given = { text: 'before' }
  withTool({ name: 'change', arguments: given }, () => void (given.text = 'after'))
  arrived()
  await expect.poll(() => spans().length).toBe(2)
  expect(spans()[0]?.attributes).toMatchObject({
    'gen_ai.tool.call.arguments': '[1,2]',
    'gen_ai.tool.call.result': 'three',
  })
  expect(spans()[1]?.attributes['gen_ai.tool.call.arguments']).toBe('{"text":"before"}')
})

it('flush waits for it', async () => {
  const client = await clientOf({ json: completion({ content: 'So.' }) })
  await client.chat.completions.create(request)
  const flushed = tracing.flush()
  arrived()
  await flushed
  expect(spans()[0]?.attributes['gen_ai.output.messages']).toBe(said('So.'))
})

it('where it cannot be loaded, spans end without content', async () => {
  const client = await clientOf({ json: completion({ content: 'So.' }) })
  await client.chat.completions.create(request)
  failed(new Error('offline'))
  await expect.poll(() => spans().length).toBe(1)
  expect(JSON.stringify(spans()[0]?.attributes)).not.toMatch(/So\.|Why/)
  expect(spans()[0]?.attributes['gen_ai.usage.input_tokens']).toBe(12)
})
