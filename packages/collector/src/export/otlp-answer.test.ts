import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { OtlpBackend } from '../../test/otlp-backend.ts'
import { makeSpans } from '../../test/spans.ts'
import { createCollector, type Collector } from '../index.ts'
import { ExportTraceServiceResponse } from '../otlp/schema.ts'

let backend: OtlpBackend
let collector: Collector
let url: string
let messages: string[]

const say = (message: string): void => void messages.push(message)

beforeEach(async () => {
  messages = []
  backend = await OtlpBackend.start()
  collector = createCollector({
    forward: [{ url: backend.url, headers: { 'x-api-key': 'secret' } }],
    retry: { firstDelayMs: 10, maxDelayMs: 20 },
    logger: { info: say, warn: say, error: say },
  })
  url = (await collector.listen()).url
})

afterEach(async () => {
  await collector.close({ flushTimeoutMs: 500 })
  await backend.close()
})

async function sendFourSpans(): Promise<void> {
  const body = ProtobufTraceSerializer.serializeRequest(makeSpans(['a', 'b', 'c', 'd'])) as BodyInit
  const headers = { 'content-type': 'application/x-protobuf' }
  await fetch(`${url}/v1/traces`, { method: 'POST', headers, body })
  await collector.flush()
}

test('follows no redirect, which would lose the batch and carry its headers elsewhere, and says where it leads', async () => {
  const elsewhere = await OtlpBackend.start()
  backend.answers = [
    { status: 301, headers: { location: `${elsewhere.url}/v1/traces?token=hidden` } },
    { status: 308, headers: { location: '/otlp/v1/traces' } },
    { status: 302 },
  ]
  for (let batch = 0; batch < 3; batch += 1) await sendFourSpans()
  expect(elsewhere.received).toEqual([])
  expect(collector.counts()[0]).toMatchObject({ sent: 0, dropped: 12, waiting: 0 })
  const dropped = `Dropped 4 spans for ${backend.url}/v1/traces: it answered`
  const advice = 'Redirects are not followed: if spans belong there, forward to that URL'
  expect(messages).toEqual([
    `${dropped} 301 to ${elsewhere.url}/v1/traces. ${advice}`,
    `${dropped} 308 to ${backend.url}/otlp/v1/traces. ${advice}`,
    `${dropped} 302`,
  ])
  await elsewhere.close()
})

const someRejected = { partialSuccess: { rejectedSpans: '3', errorMessage: 'over quota' } }
for (const [type, body] of [
  ['application/json', JSON.stringify(someRejected)],
  [
    'application/x-protobuf',
    ExportTraceServiceResponse.encode(ExportTraceServiceResponse.fromObject(someRejected)).finish(),
  ],
] as const) {
  test(`counts as dropped what a partial success rejects (${type}), and says why`, async () => {
    backend.answers = [{ status: 200, headers: { 'content-type': type }, body }]
    await sendFourSpans()
    expect(collector.counts()[0]).toMatchObject({ sent: 1, dropped: 3, waiting: 0 })
    expect(messages).toEqual([`Dropped 3 spans for ${backend.url}/v1/traces: it rejected them: over quota`])
  })
}

test('never counts more as dropped than it sent', async () => {
  const headers = { 'content-type': 'application/json' }
  backend.answers = [{ status: 200, headers, body: '{"partialSuccess":{"rejectedSpans":1000000}}' }]
  await sendFourSpans()
  expect(collector.counts()[0]).toMatchObject({ sent: 0, dropped: 4 })
  expect(messages).toEqual([`Dropped 4 spans for ${backend.url}/v1/traces: it rejected them`])
})

test('says that the endpoint takes spans again also when it takes only some of them', async () => {
  const headers = { 'content-type': 'application/json' }
  backend.answers = [{ status: 503 }, { status: 200, headers, body: JSON.stringify(someRejected) }]
  await sendFourSpans()
  expect(messages).toContain(`${backend.url}/v1/traces takes spans again`)
})

test('counts a success as one whatever else its body says', async () => {
  const headers = { 'content-type': 'application/json' }
  backend.answers = [
    { status: 200, headers, body: '{"partialSuccess":{}}' },
    { status: 200, headers, body: '{"partialSuccess":{"errorMessage":"use a newer protocol"}}' },
    { status: 200, headers, body: '{"partialSuccess":{"rejectedSpans":"-1"}}' },
    { status: 200, headers, body: 'null' },
    { status: 200, headers },
    { status: 202, headers: { 'content-type': 'text/plain' }, body: 'accepted' },
    { status: 204 },
  ]
  while (backend.answers.length > 0) await sendFourSpans()
  expect(collector.counts()[0]).toMatchObject({ sent: 28, dropped: 0 })
  expect(messages).toEqual([])
})
