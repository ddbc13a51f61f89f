import { getEventListeners } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SpanKind } from '@opentelemetry/api'
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startAzureIngestion, type AzureIngestion } from '../../test/azure-ingestion.ts'
import { makeSpans } from '../../test/spans.ts'
import { createCollector, type Collector, type CollectorOptions } from '../index.ts'
import { AzureDestination } from './azure.ts'
import { readConnectionString } from './connection-string.ts'

let azure: AzureIngestion
let collector: Collector
let url: string
let errors: string[]
let infos: string[]

beforeEach(async () => {
  azure = await startAzureIngestion()
  errors = []
  infos = []
  collector = createCollector({
    azure: { connectionString: azure.connectionString },
    retry: { firstDelayMs: 10, maxDelayMs: 20 },
    logger: { info: (message) => void infos.push(message), warn() {}, error: (message) => void errors.push(message) },
  })
  url = (await collector.listen()).url
})

afterEach(async () => {
  await collector.close({ flushTimeoutMs: 500 })
  await azure.close()
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
    { destination: expect.stringMatching(/^Azure Monitor/), sent: 2, dropped: 0, waiting: 0, deadLetters: 0 },
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

test('what Azure Monitor cannot take now stays in the queue, and arrives once when it takes it', async () => {
  azure.respond(() => ({ status: 503 }))
  const sending = send(makeSpans(['later']))
  await expect.poll(() => azure.requests).toBeGreaterThan(1)
  expect(collector.counts()[0]).toMatchObject({ sent: 0, dropped: 0, waiting: 1 })
  azure.respond(undefined)
  expect(await sending).toBe(200)
  expect(collector.counts()[0]).toMatchObject({ sent: 1, dropped: 0, waiting: 0 })
  expect(spanNames()).toEqual(['later'])
})

function spanNames(): string[] {
  return azure.envelopes
    .filter(({ data }) => data.baseType === 'RemoteDependencyData')
    .map(({ data }) => data.baseData.name ?? '')
    .toSorted((one, other) => one.localeCompare(other))
}

for (const status of [401, 402, 403, 408, 429, 439, 500, 503]) {
  test(`says once that Azure Monitor answers ${status}, keeps all, and says when it takes spans again`, async () => {
    const body = { itemsReceived: 1, itemsAccepted: 0, errors: [{ index: 0, statusCode: status, message: 'not now' }] }
    azure.respond(() => ({ status, body }))
    const sending = Promise.all([send(makeSpans(['a'])), send(makeSpans(['b']))])
    await expect.poll(() => azure.requests).toBeGreaterThan(3)
    azure.respond(undefined)
    await sending
    expect(errors).toEqual([
      expect.stringContaining(`does not take spans: it answered ${status}: not now. They are kept and sent again`),
    ])
    expect(infos).toEqual([expect.stringMatching(/^Azure Monitor .* takes spans again$/)])
    expect(spanNames()).toEqual(['a', 'b'])
  })
}

test('of a batch that is taken in part, only what may be taken later is sent again, and what is refused is counted', async () => {
  let answers = 0
  azure.respond((items) => {
    if ((answers += 1) > 1) return undefined
    const spans = items as { data: { baseData: { name?: string } } }[]
    const indexOf = (name: string): number => spans.findIndex(({ data }) => data.baseData.name === name)
    const errors = [
      { index: indexOf('throttled'), statusCode: 439, message: 'daily quota exceeded' },
      { index: indexOf('invalid'), statusCode: 400, message: 'too long' },
    ]
    return { status: 206, body: { itemsReceived: items.length, itemsAccepted: items.length - 2, errors } }
  })
  await send(makeSpans(['taken', 'throttled', 'invalid']))
  // What came with the first answer the stand-in has not kept.
  expect(spanNames()).toEqual(['throttled'])
  expect(collector.counts()[0]).toMatchObject({ sent: 2, dropped: 1, waiting: 0 })
  expect(errors).toEqual([
    expect.stringMatching(/^Dropped 1 span for Azure Monitor .*: it answered 400: too long$/),
    expect.stringContaining('it answered 439: daily quota exceeded. They are kept and sent again'),
  ])
})

test('through an outage, throttling and batches that are taken in part, every span arrives once', async () => {
  const names = Array.from({ length: 60 }, (_, index) => `span ${index}`)
  const taken: string[] = []
  let requests = 0
  azure.respond((items) => {
    requests += 1
    if (requests < 5) return { status: 503 }
    if (requests % 4 === 1) return { status: 429 }
    if (requests % 4 === 2) return 'reset'
    const spans = items as { data: { baseType: string; baseData: { name: string } } }[]
    const isRefused = (index: number): boolean => requests % 4 === 3 && index % 2 === 1
    for (const [index, { data }] of spans.entries()) {
      if (data.baseType === 'RemoteDependencyData' && !isRefused(index)) taken.push(data.baseData.name)
    }
    const errors = [...spans.keys()].filter(isRefused).map((index) => ({ index, statusCode: 503, message: 'busy' }))
    const status = errors.length > 0 ? 206 : 200
    return { status, body: { itemsReceived: items.length, itemsAccepted: items.length - errors.length, errors } }
  })
  await Promise.all(names.map((name) => send(makeSpans([name]))))
  await expect
    .poll(() => collector.counts()[0], { timeout: 15_000 })
    .toMatchObject({ sent: 60, dropped: 0, waiting: 0 })
  expect(taken.toSorted()).toEqual(names.toSorted())
}, 30_000)

for (const [what, answer] of [
  ['a login page', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Sign in</html>' }],
  ['success without a count', { status: 200, body: { ok: true } }],
  ['success, and that it took none', { status: 200, body: { itemsReceived: 0, itemsAccepted: 0, errors: [] } }],
] as const) {
  test(`does not count as sent what is answered with ${what}`, async () => {
    azure.respond(() => answer)
    const sending = send(makeSpans(['a']))
    await expect.poll(() => azure.requests).toBeGreaterThan(0)
    azure.respond(undefined)
    await sending
    const { sent, dropped } = collector.counts()[0]!
    expect(sent).toBe(spanNames().length)
    expect(sent + dropped).toBe(1)
    expect(errors).toHaveLength(1)
  })
}

test('says that Azure Monitor is away', async () => {
  await azure.close()
  void send(makeSpans(['a']))
  await expect.poll(() => errors).toEqual([expect.stringContaining('does not take spans: ECONNREFUSED. They are kept')])
})

test('follows Azure Monitor to the endpoint of a region, and asks it directly from then on', async () => {
  const paths: (string | undefined)[] = []
  azure.respond((_, path) => {
    paths.push(path)
    return path === '/v2.1/track' ? { status: 308, headers: { location: `${azure.url}/v2/track` } } : undefined
  })
  await send(makeSpans(['a']))
  await send(makeSpans(['b']))
  expect(paths).toEqual(['/v2.1/track', '/v2/track', '/v2/track'])
  expect(collector.counts()[0]).toMatchObject({ sent: 2 })
})

test('follows Azure Monitor nowhere else', async () => {
  azure.respond(() => ({ status: 308, headers: { location: 'https://collect.example/v2.1/track' } }))
  void send(makeSpans(['a']))
  await expect.poll(() => errors).toEqual([expect.stringContaining('it answered 308')])
})

test('describes the resource of each service in a batch', async () => {
  const resource = { attributes: { 'service.name': 'other' }, merge: () => resource, getRawAttributes: () => [] }
  const [one] = makeSpans(['a'])
  const [other] = makeSpans(['b'])
  await send([one, Object.create(other, { resource: { value: resource } }) as ReadableSpan])
  const described = azure.envelopes.filter(({ data }) => data.baseData.metrics?.[0]?.name === '_OTELRESOURCE_')
  expect(new Set(described.map(({ tags }) => tags['ai.cloud.role']))).toEqual(new Set(['claims-api', 'other']))
})

for (const answer of [{ status: 503 }, { status: 429, headers: { 'retry-after': '60' } }, 'reset'] as const) {
  const words = typeof answer === 'string' ? 'does not answer' : `answers ${answer.status}`
  test(`keeps in a queue on disk what it can’t send while Azure Monitor ${words}, and sends it itself at the next start`, async () => {
    azure.respond(() => answer)
    const queue = await mkdtemp(join(tmpdir(), 'spanlit-queue-'))
    const options: CollectorOptions = {
      azure: { connectionString: azure.connectionString },
      queue: { directory: queue },
      retry: { firstDelayMs: 10, maxDelayMs: 20 },
      logger: { info() {}, warn() {}, error: (message) => void errors.push(message) },
    }
    const first = createCollector(options)
    const body = ProtobufTraceSerializer.serializeRequest(makeSpans(['chat'])) as BodyInit
    const headers = { host: 'localhost', 'content-type': 'application/x-protobuf' }
    const given = await first.fetch(new Request('http://localhost/v1/traces', { method: 'POST', headers, body }))
    expect(given.status).toBe(200)
    await expect.poll(() => errors).toHaveLength(1)
    await first.close({ flushTimeoutMs: 0 })
    expect(first.counts()[0]).toMatchObject({ sent: 0, dropped: 0, waiting: 1 })
    expect(errors).toEqual([expect.stringContaining('They are kept and sent again')])
    azure.respond(undefined)
    const second = createCollector(options)
    expect(await second.flush()).toBe(true)
    expect(azure.envelopes.filter(({ data }) => data.baseData?.['name'] === 'chat')).toHaveLength(1)
    await second.close()
    await rm(queue, { recursive: true })
  })
}

test('holds on to nothing of a batch that it has sent', async () => {
  const destination = new AzureDestination(readConnectionString(azure.connectionString))
  const { signal } = new AbortController()
  const bytes = ProtobufTraceSerializer.serializeRequest(makeSpans(['a'])) as Uint8Array
  const traces = { signal: 'traces', contentType: 'application/x-protobuf' } as const
  for (let batch = 0; batch < 3; batch += 1) {
    expect(await destination.send({ ...traces, bytes, items: 1 }, signal)).toEqual({ delivered: 1 })
  }
  expect(getEventListeners(signal, 'abort')).toEqual([])
  await destination.close()
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
