import { metrics } from '@opentelemetry/api'
import { logs } from '@opentelemetry/api-logs'
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
  type Histogram,
  type MetricData,
} from '@opentelemetry/sdk-metrics'
import OpenAI from 'openai'
import { chunksOf, completion, usageChunk } from 'stand-in/wire'
import { afterEach, expect, it } from 'vitest'
import { scriptedApi } from '../../test/api.ts'
import { scriptedClient } from '../../test/client.ts'
import { record } from '../../test/recording.ts'
import { instrumentOpenAI, recordEvaluation, withSpan } from '../index.ts'

const messages = [{ role: 'user' as const, content: 'Count.' }]

afterEach(() => {
  metrics.disable()
  logs.disable()
})

async function clientOf(...answers: Parameters<typeof scriptedApi>): Promise<OpenAI> {
  const { baseURL } = await scriptedApi(...answers)
  return instrumentOpenAI(new OpenAI({ apiKey: 'k', baseURL, dangerouslyAllowBrowser: true, maxRetries: 0 }))
}

function collectLogs(): InMemoryLogRecordExporter {
  const exporter = new InMemoryLogRecordExporter()
  logs.setGlobalLoggerProvider(new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] }))
  return exporter
}

function collectMetrics(): { metrics(): Promise<MetricData[]> } {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 60_000 })
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }))
  return {
    async metrics() {
      await reader.forceFlush()
      return exporter.getMetrics().flatMap((resource) => resource.scopeMetrics.flatMap((scope) => scope.metrics))
    },
  }
}

it('measures duration, tokens, and the times of chunks, by the meter that the application has registered', async () => {
  const collected = collectMetrics()
  record()
  const client = await clientOf(
    { events: [...chunksOf('One two.'), usageChunk] },
    { status: 400, json: { error: { code: 'bad' } } },
  )
  const stream = await client.chat.completions.create({
    model: 'm',
    messages,
    stream: true,
    stream_options: { include_usage: true },
  })
  for await (const _ of stream);
  await client.chat.completions.create({ model: 'm', messages }).catch(() => {})
  const points = (await collected.metrics()).flatMap(({ descriptor, dataPoints }) =>
    dataPoints.map((point) => ({ name: descriptor.name, unit: descriptor.unit, ...point })),
  )
  const named = (name: string): typeof points => points.filter((point) => point.name === name)
  expect(
    named('gen_ai.client.operation.duration').map(({ unit, attributes }) => [unit, attributes['error.type']]),
  ).toEqual([
    ['s', undefined],
    ['s', 'bad'],
  ])
  expect(
    named('gen_ai.client.token.usage').map(({ attributes, value }) => [
      attributes['gen_ai.token.type'],
      (value as { sum: number }).sum,
    ]),
  ).toEqual([
    ['input', 12],
    ['output', 5],
  ])
  expect(named('gen_ai.client.operation.time_to_first_chunk')).toHaveLength(1)
  const [perChunk, ...others] = named('gen_ai.client.operation.time_per_output_chunk')
  expect(others).toEqual([])
  // Each chunk after the first has its own.
  expect(perChunk?.value).toHaveProperty('count', chunksOf('One two.').length)
  expect(points[0]?.attributes).toMatchObject({
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'm',
    'gen_ai.provider.name': 'openai',
  })
})

it('does not take the wait before an abort for the time of a chunk', async () => {
  const collected = collectMetrics()
  record()
  const client = await clientOf({ events: chunksOf('One two.'), end: 'hang' })
  const stream = await client.chat.completions.create({ model: 'm', messages, stream: true })
  setTimeout(() => stream.controller.abort(), 300)
  for await (const _ of stream);
  const of = Object.fromEntries(
    (await collected.metrics()).map(({ descriptor, dataPoints }) => [descriptor.name, dataPoints[0]?.value]),
  ) as Record<string, Histogram | undefined>
  expect(of['gen_ai.client.operation.time_to_first_chunk']).toBeDefined()
  const { count, max } = of['gen_ai.client.operation.time_per_output_chunk'] ?? { count: 0 }
  expect(count).toBe(chunksOf('One two.').length - 1)
  expect(max).toBeLessThan(0.2)
})

it('emits the exception of a call that fails, with the message that is kept off the span', async () => {
  const exporter = collectLogs()
  const recording = record({ captureContent: 'event', redact: (content) => mask(content) })
  const message = `Invalid 'messages[0]': 'I am Ada', key sk-proj-${'a1B2'.repeat(10)}`
  const client = await clientOf({ status: 400, json: { error: { message, code: 'bad' } } })
  await client.chat.completions.create({ model: 'm', messages }).catch(() => {})
  const span = await recording.span()
  expect(span.status.message).toBe('400 bad')
  expect(span.events[0]?.attributes).toEqual({ 'exception.type': 'BadRequestError', 'exception.message': '400 bad' })
  const event = exporter.getFinishedLogRecords().find((one) => one.eventName === 'gen_ai.client.operation.exception')
  expect(event).toMatchObject({ severityNumber: 13 })
  expect(event?.spanContext?.spanId).toBe(span.spanContext().spanId)
  expect(event?.attributes).toMatchObject({
    'gen_ai.operation.name': 'chat',
    'error.type': 'bad',
    'exception.type': 'BadRequestError',
    'exception.message': "400 Invalid 'messages[0]': 'I am ***', key sk-proj-[removed]",
  })
  expect(event?.attributes['exception.stacktrace']).toMatch(/^BadRequestError: 400 Invalid .* 'I am \*\*\*'/)
  expect(JSON.stringify(event?.attributes)).not.toMatch(/Ada|a1B2/)
})

function mask(content: unknown): unknown {
  return typeof content === 'string' ? content.replaceAll('Ada', '***') : content
}

it('puts content on the event, structured, and not on the span, where it is captured on events', async () => {
  const exporter = collectLogs()
  const recording = record({ captureContent: 'event' })
  await (await clientOf({ json: completion() })).chat.completions.create({ model: 'm', messages })
  const span = await recording.span()
  expect(span.attributes['gen_ai.input.messages']).toBeUndefined()
  const [event] = exporter.getFinishedLogRecords()
  expect(event).toMatchObject({ eventName: 'gen_ai.client.inference.operation.details', severityNumber: 5 })
  expect(event?.spanContext?.spanId).toBe(span.spanContext().spanId)
  expect(event?.attributes).toMatchObject({
    'gen_ai.operation.name': 'chat',
    'gen_ai.response.id': 'chatcmpl-1',
    'gen_ai.input.messages': [{ role: 'user', parts: [{ type: 'text', content: 'Count.' }] }],
  })
})

it('puts content on both where it is captured on both', async () => {
  const exporter = collectLogs()
  const recording = record({ captureContent: 'span_and_event' })
  await (await clientOf({ json: completion() })).chat.completions.create({ model: 'm', messages })
  expect((await recording.span()).attributes['gen_ai.output.messages']).toBeDefined()
  expect(exporter.getFinishedLogRecords()).toHaveLength(1)
})

it('keeps the content of events within its limit, and free of keys', async () => {
  const exporter = collectLogs()
  record({ captureContent: 'event', maxContentBytes: 1000 })
  const content = `sk-proj-${'a1B2'.repeat(10)} ${'x'.repeat(50_000)}`
  await (
    await clientOf({ json: completion() })
  ).chat.completions.create({ model: 'm', messages: [{ role: 'user', content }] })
  const text = JSON.stringify(exporter.getFinishedLogRecords()[0]?.attributes['gen_ai.input.messages'])
  expect(text.length).toBeLessThanOrEqual(1000)
  expect(text).toContain('sk-proj-[removed]')
})

it('emits an evaluation as an event of the evaluated span', () => {
  const exporter = collectLogs()
  record()
  const id = withSpan('judge', (span) => {
    recordEvaluation({ name: 'relevance', score: 1, explanation: 'fits' })
    return span.spanContext().spanId
  })
  const [event] = exporter.getFinishedLogRecords()
  expect(event).toMatchObject({
    eventName: 'gen_ai.evaluation.result',
    attributes: { 'gen_ai.evaluation.name': 'relevance' },
  })
  expect(event?.spanContext?.spanId).toBe(id)
})

it('a meter that throws costs the call its measures, and nothing else', async () => {
  const recording = record()
  const failing = {
    getMeter: () => ({
      createHistogram: () => {
        throw new Error('no room')
      },
    }),
  }
  metrics.setGlobalMeterProvider(failing as never)
  const client = await scriptedClient({ json: completion() }, { json: completion() })
  await client.chat.completions.create({ model: 'm', messages: [] })
  metrics.disable()
  expect(recording.spans()).toHaveLength(1)
})
