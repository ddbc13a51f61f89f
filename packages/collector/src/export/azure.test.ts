import { getEventListeners } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SpanKind } from '@opentelemetry/api'
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startAzureIngestion, type Answer, type AzureIngestion } from '../../test/azure-ingestion.ts'
import { makeSpans } from '../../test/spans.ts'
import { createCollector, type Collector, type CollectorOptions } from '../index.ts'
import { AzureDestination } from './azure.ts'
import { AnswerWatch, type WatchedExport } from './azure-answers.ts'
import { readConnectionString } from './connection-string.ts'

let azure: AzureIngestion
let collector: Collector
let url: string
let errors: string[]
let infos: string[]
let storage: string

beforeEach(async () => {
  storage = await mkdtemp(join(tmpdir(), 'spanlit-azure-'))
  azure = await startAzureIngestion()
  errors = []
  infos = []
  collector = createCollector({
    azure: { connectionString: azure.connectionString, storageDirectory: storage },
    retry: { firstDelayMs: 10, maxDelayMs: 20 },
    logger: { info: (message) => void infos.push(message), warn() {}, error: (message) => void errors.push(message) },
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
  expect(await keptFiles()).toHaveLength(1)
})

async function keptFiles(): Promise<string[]> {
  return (await readdir(storage, { recursive: true })).filter((name) => name.endsWith('.ai.json'))
}

for (const status of [401, 403, 429, 439, 503]) {
  test(`says once that Azure Monitor answers ${status}, and when it takes spans again`, async () => {
    const body = { itemsReceived: 1, itemsAccepted: 0, errors: [{ index: 0, statusCode: status, message: 'not now' }] }
    azure.respond(() => ({ status, body }))
    await send(makeSpans(['a']))
    await send(makeSpans(['b']))
    azure.respond(undefined)
    await send(makeSpans(['c']))
    expect(errors).toEqual([
      expect.stringContaining(
        `does not take spans: it answered ${status}: not now. They are kept on disk and sent again`,
      ),
    ])
    expect(infos).toEqual([expect.stringMatching(/^Azure Monitor .* takes spans again$/)])
  })
}

test('says which items of a batch Azure Monitor will take later', async () => {
  const errorOfSecond = [{ index: 1, statusCode: 439, message: 'daily quota exceeded' }]
  azure.respond(() => ({ status: 206, body: { itemsReceived: 2, itemsAccepted: 1, errors: errorOfSecond } }))
  await send(makeSpans(['a', 'b']))
  expect(errors).toEqual([expect.stringContaining('it answered 439: daily quota exceeded. They are kept on disk')])
  expect(collector.counts()[0]).toMatchObject({ sent: 2, dropped: 0 })
})

test('says that Azure Monitor is away', async () => {
  await azure.close()
  await send(makeSpans(['a']))
  expect(errors).toEqual([expect.stringContaining('does not take spans: ECONNREFUSED. They are kept on disk')])
})

test('sends again by itself what the exporter cannot keep on disk', async () => {
  await rm(storage, { recursive: true })
  await writeFile(storage, 'a file, below which no directory can be made')
  const answers: Answer[] = [{ status: 503 }, { status: 503 }]
  azure.respond(() => answers.shift())
  await send(makeSpans(['a']))
  expect(azure.envelopes.flatMap(({ data }) => data.baseData.name ?? [])).toEqual(['a'])
  expect(collector.counts()[0]).toMatchObject({ sent: 1, dropped: 0 })
  expect(errors).toEqual([expect.stringContaining('it answered 503, and the exporter has not kept them on disk')])
})

for (const answer of [{ status: 503 }, { status: 429, headers: { 'retry-after': '60' } }, 'reset'] as const) {
  const words = typeof answer === 'string' ? 'does not answer' : `answers ${answer.status}`
  test(`keeps in a queue on disk what it can’t send while Azure Monitor ${words}, and sends it itself at the next start`, async () => {
    azure.respond(() => answer)
    const queue = await mkdtemp(join(tmpdir(), 'spanlit-queue-'))
    const options: CollectorOptions = {
      azure: { connectionString: azure.connectionString, storageDirectory: storage },
      queue: { directory: queue },
      retry: { firstDelayMs: 10, maxDelayMs: 20 },
      logger: { info() {}, warn() {}, error: (message) => void errors.push(message) },
    }
    const first = createCollector(options)
    const body = ProtobufTraceSerializer.serializeRequest(makeSpans(['chat'])) as BodyInit
    const headers = { host: 'localhost', 'content-type': 'application/x-protobuf' }
    const given = await first.fetch(new Request('http://localhost/v1/traces', { method: 'POST', headers, body }))
    expect(given.status).toBe(200)
    await expect.poll(() => azure.requests).toBeGreaterThan(2)
    await first.close({ flushTimeoutMs: 0 })
    expect(first.counts()[0]).toMatchObject({ sent: 0, dropped: 0, waiting: 1 })
    expect(await keptFiles()).toEqual([])
    expect(errors).toEqual([expect.stringContaining('They are kept and sent again')])
    azure.respond(undefined)
    const second = createCollector(options)
    expect(await second.flush()).toBe(true)
    expect(azure.envelopes.filter(({ data }) => data.baseData?.['name'] === 'chat')).toHaveLength(1)
    await second.close()
    await rm(queue, { recursive: true })
  })
}

test('keeps on disk what Azure Monitor has not answered when the collector stops', async () => {
  azure.respond(() => 'never')
  const body = ProtobufTraceSerializer.serializeRequest(makeSpans(['a'])) as BodyInit
  const headers = { 'content-type': 'application/x-protobuf' }
  await fetch(`${url}/v1/traces`, { method: 'POST', headers, body })
  await expect.poll(() => azure.requests).toBe(1)
  await collector.close({ flushTimeoutMs: 10 })
  expect(await keptFiles()).toHaveLength(1)
  expect(collector.counts()[0]).toMatchObject({ dropped: 0, waiting: 0 })
})

test('is not held up by a request that Azure Monitor never answers', async () => {
  // Only what counts the seconds of a request: the servers keep their own time.
  const { setTimeout: realSetTimeout } = globalThis
  vi.spyOn(globalThis, 'setTimeout').mockImplementation((work: () => void, ms?: number) =>
    realSetTimeout(work, ms === 30_000 ? 10 : ms),
  )
  azure.respond(() => 'never')
  await send(makeSpans(['a']))
  expect(errors).toEqual([expect.stringContaining('does not take spans: it does not answer. They are kept on disk')])
  expect(await keptFiles()).toHaveLength(1)
  vi.restoreAllMocks()
})

test('holds on to nothing of a batch that it has sent', async () => {
  const destination = new AzureDestination(readConnectionString(azure.connectionString), storage)
  const { signal } = new AbortController()
  const bytes = ProtobufTraceSerializer.serializeRequest(makeSpans(['a'])) as Uint8Array
  const traces = { signal: 'traces', contentType: 'application/x-protobuf' } as const
  for (let batch = 0; batch < 3; batch += 1) {
    expect(await destination.send({ ...traces, bytes, items: 1 }, signal)).toEqual({ outcome: 'sent' })
  }
  expect(getEventListeners(signal, 'abort')).toEqual([])
  await destination.close()
})

test('counts nothing as dropped that is taken behind a redirect', async () => {
  const { signal } = new AbortController()
  const watch = new AnswerWatch(signal)
  const watched: WatchedExport = { signal, isQueued: false }
  // Not by the stand-in: the exporter makes https of where it is led to.
  const request = { url: azure.url } as Parameters<typeof watch.policy.sendRequest>[0]
  const answer = (status: number) => async () => ({ status, request, headers: new Headers() as never, bodyAsText: '' })
  await watch.run(watched, async () => {
    await watch.policy.sendRequest(request, answer(308))
    await watch.policy.sendRequest(request, answer(200))
  })
  expect(watched).toEqual({ signal, isQueued: false })
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
