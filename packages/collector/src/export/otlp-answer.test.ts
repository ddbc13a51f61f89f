import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { OtlpBackend } from '../../test/otlp-backend.ts'
import { makeSpans } from '../../test/spans.ts'
import { createCollector, type Collector } from '../index.ts'
import { post } from './answer.ts'
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
  await sendFourSpans()
  expect(elsewhere.received).toEqual([])
  // An operator can mend it: the batch is kept until then.
  expect(collector.counts()[0]).toMatchObject({ sent: 4, dropped: 0, waiting: 0 })
  const failing = `${backend.url}/v1/traces does not take spans: it answered`
  const advice =
    'Redirects are not followed: if traces belong there, forward to that URL. They are kept and sent again.'
  expect(messages).toEqual([
    `${failing} 301 to ${elsewhere.url}/v1/traces. ${advice}`,
    `${failing} 308 to ${backend.url}/otlp/v1/traces. ${advice}`,
    `${failing} 302. They are kept and sent again.`,
    `${backend.url}/v1/traces takes spans again`,
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

test('counts a success as one where its body is empty or an answer of OTLP', async () => {
  const headers = { 'content-type': 'application/json' }
  backend.answers = [
    { status: 200, headers, body: '{"partialSuccess":{}}' },
    { status: 200, headers, body: '{"partialSuccess":{"errorMessage":"use a newer protocol"}}' },
    { status: 200, headers, body: '{"partialSuccess":{"rejectedSpans":"-1"}}' },
    { status: 200, headers, body: 'null' },
    { status: 200, headers },
    { status: 202, headers: { 'content-type': 'text/plain' } },
    { status: 204 },
  ]
  while (backend.answers.length > 0) await sendFourSpans()
  expect(collector.counts()[0]).toMatchObject({ sent: 28, dropped: 0 })
  expect(messages).toEqual([])
})

for (const [what, answer] of [
  ['a login page', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Sign in</html>' }],
  ['a word', { status: 202, headers: { 'content-type': 'text/plain' }, body: 'accepted' }],
  ['JSON that is none', { status: 200, headers: { 'content-type': 'application/json' }, body: '{"partialSuccess"' }],
  ['a list', { status: 200, headers: { 'content-type': 'application/json' }, body: '[]' }],
  ['protobuf that is none', { status: 200, headers: { 'content-type': 'application/x-protobuf' }, body: '<html>' }],
] as const) {
  test(`does not count as delivered what is answered with ${what}, and says so`, async () => {
    backend.answers = [answer]
    await sendFourSpans()
    expect(backend.received).toHaveLength(2)
    expect(collector.counts()[0]).toMatchObject({ sent: 4, dropped: 0 })
    expect(messages[0]).toContain('which is no answer of OTLP. They are kept and sent again.')
  })
}

test('reads 64 KB of an answer that never ends', async () => {
  const server = createServer((request, response) => {
    request.resume()
    response.writeHead(200, { 'content-type': 'application/json' })
    const more = (): void => {
      while (response.write(' '.repeat(16_384)));
      response.once('drain', more)
    }
    more()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const answer = await post(`http://127.0.0.1:${port}`, Buffer.from('{}'), {}, new AbortController().signal)
  expect(answer).toMatchObject({ status: 200, isCut: true })
  expect(answer.body.length).toBe(65_536)
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})
