import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SpanKind } from '@opentelemetry/api'
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startAzureIngestion, type AzureIngestion } from '../../test/azure-ingestion.ts'
import { makeSpans } from '../../test/spans.ts'
import { createCollector, type Collector } from '../index.ts'

let azure: AzureIngestion
let collector: Collector
let url: string
let errors: string[]
let storage: string

beforeEach(async () => {
  storage = await mkdtemp(join(tmpdir(), 'spanlit-azure-'))
  azure = await startAzureIngestion()
  errors = []
  collector = createCollector({
    azure: { connectionString: azure.connectionString, storageDirectory: storage },
    logger: { info() {}, warn() {}, error: (message) => void errors.push(message) },
  })
  url = (await collector.listen()).url
})

afterEach(async () => {
  await collector.close({ flushTimeoutMs: 500 })
  await azure.close()
  await rm(storage, { recursive: true })
})

async function send(spans: ReadableSpan[]): Promise<number> {
  const body = ProtobufTraceSerializer.serializeRequest(spans) as BodyInit
  const headers = { 'content-type': 'application/x-protobuf' }
  const response = await fetch(`${url}/v1/traces`, { method: 'POST', headers, body })
  await collector.flush()
  return response.status
}

test('a chat span reaches Application Insights with its ids, its duration and its attributes', async () => {
  const spans = makeSpans(['POST /api/claims', 'chat gpt-5'], {
    'gen_ai.request.model': 'gpt-5',
    'gen_ai.usage.input_tokens': 42,
    'gen_ai.request.temperature': 0.5,
    'gen_ai.response.finish_reasons': ['stop', 'length'],
    'gen_ai.output.messages': JSON.stringify([{ role: 'assistant', parts: [] }]),
    flag: true,
  })
  expect(await send(spans)).toBe(200)
  const { traceId, spanId } = spans[1].spanContext()
  const { data, tags } = await azure.waitFor((envelope) => envelope.data.baseData.id === spanId)
  expect(tags).toMatchObject({
    'ai.operation.id': traceId,
    'ai.operation.parentId': spans[0].spanContext().spanId,
    'ai.cloud.role': 'claims-api',
    'ai.cloud.roleInstance': 'one',
  })
  expect(data.baseType).toBe('RemoteDependencyData')
  expect(data.baseData).toMatchObject({
    name: 'chat gpt-5',
    success: true,
    duration: expect.stringMatching(/^00:00:01\.5/),
  })
  expect(data.baseData.properties).toMatchObject({
    'gen_ai.request.model': 'gpt-5',
    'gen_ai.usage.input_tokens': '42',
    'gen_ai.request.temperature': '0.5',
    'gen_ai.response.finish_reasons': '["stop","length"]',
    'gen_ai.output.messages': '[{"role":"assistant","parts":[]}]',
    flag: 'true',
  })
  expect(collector.counts()).toEqual([
    { destination: expect.stringMatching(/^Azure Monitor/), sent: 2, dropped: 0, waiting: 0 },
  ])
  expect(errors).toEqual([])
})

test('content of 200 KB arrives whole', async () => {
  const messages = JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: 'ü'.repeat(100_000) }] }])
  const [span] = makeSpans(['chat'], { 'gen_ai.input.messages': messages })
  await send([span])
  const { data } = await azure.waitFor((envelope) => envelope.data.baseData.id === span.spanContext().spanId)
  expect(data.baseData.properties?.['gen_ai.input.messages']).toBe(messages)
})

test('kinds, errors, events and links arrive as Application Insights has them', async () => {
  const spans = makeSpans(['work'], {}, (span) => {
    span.setStatus({ code: 2, message: 'rate limited' })
    span.recordException(new TypeError('no such claim'))
    span.addEvent('retry', { attempt: 2 })
    span.addLink({ context: { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 } })
  })
  const [span] = spans
  await send([
    span,
    { ...span, spanContext: () => ({ ...span.spanContext(), spanId: 'c'.repeat(16) }), kind: SpanKind.SERVER },
  ])
  const types = azure.envelopes.map(({ data }) => data.baseType)
  expect(types.filter((type) => type !== 'MetricData').toSorted()).toEqual([
    'ExceptionData',
    'ExceptionData',
    'MessageData',
    'MessageData',
    'RemoteDependencyData',
    'RequestData',
  ])
  const dependency = azure.envelopes.find(({ data }) => data.baseType === 'RemoteDependencyData')?.data.baseData
  expect(dependency).toMatchObject({ success: false })
  expect(JSON.parse(dependency?.properties?.['_MS.links'] ?? '')).toEqual([
    { operation_Id: 'a'.repeat(32), id: 'b'.repeat(16) },
  ])
  const exception = azure.envelopes.find(({ data }) => data.baseType === 'ExceptionData')?.data.baseData
  expect(exception?.exceptions?.[0]).toMatchObject({ typeName: 'TypeError', message: 'no such claim' })
})

test('maps, bytes and 64-bit numbers of other languages arrive as text', async () => {
  const attributes = [
    {
      key: 'map',
      value: { kvlistValue: { values: [{ key: 'a', value: { arrayValue: { values: [{ intValue: 1 }] } } }] } },
    },
    { key: 'bytes', value: { bytesValue: 'AQID' } },
    { key: 'big', value: { intValue: '9007199254740993' } },
    { key: 'mixed', value: { arrayValue: { values: [{ stringValue: 'a' }, { intValue: 2 }] } } },
    { key: 'empty', value: {} },
  ]
  const span = {
    traceId: 'd'.repeat(32),
    spanId: 'e'.repeat(16),
    name: 'go',
    kind: 0,
    startTimeUnixNano: '1700000000000000001',
    endTimeUnixNano: '1700000000250000001',
    attributes,
  }
  await fetch(`${url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }),
  })
  const { data, time } = await azure.waitFor((envelope) => envelope.data.baseData.id === 'e'.repeat(16))
  expect(time).toBe('2023-11-14T22:13:20.000Z')
  expect(data.baseData.duration).toMatch(/^00:00:00\.250/)
  expect(data.baseData.properties).toMatchObject({
    map: '{"a":[1]}',
    bytes: 'AQID',
    big: '9007199254740993',
    mixed: '["a",2]',
  })
})

test('what Azure Monitor refuses for good is counted and said once', async () => {
  azure.respond(() => ({
    status: 400,
    body: {
      itemsReceived: 2,
      itemsAccepted: 0,
      errors: [{ index: 0, statusCode: 400, message: 'Invalid instrumentation key' }],
    },
  }))
  await send(makeSpans(['a']))
  await send(makeSpans(['b']))
  expect(collector.counts()[0]).toMatchObject({ sent: 0, dropped: 2 })
  expect(errors).toEqual([expect.stringMatching(/^Dropped 1 span for Azure Monitor .*Invalid instrumentation key$/)])
})

test('what Azure Monitor cannot take now is kept on disk by the exporter', async () => {
  azure.respond(() => ({ status: 503, headers: { 'retry-after': '60' } }))
  await send(makeSpans(['later']))
  expect(collector.counts()[0]).toMatchObject({ dropped: 0 })
  const files = await readdir(storage, { recursive: true })
  expect(files.filter((name) => name.endsWith('.ai.json'))).toHaveLength(1)
})

test('nothing is sent to anyone else', async () => {
  await send(makeSpans(['a']))
  expect(process.env['APPLICATION_INSIGHTS_NO_STATSBEAT']).toBe('true')
})

for (const [text, message] of [
  ['', /is empty/],
  ['InstrumentationKey=not-a-key', /no InstrumentationKey that is a lower-case UUID/],
  ['InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=http://example.com', /expected https/],
  ['nonsense', /without "="/],
] as const) {
  test(`says at once what is wrong with the connection string "${text}"`, () => {
    expect(() => createCollector({ azure: { connectionString: text } })).toThrow(message)
  })
}
