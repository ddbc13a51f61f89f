import { once } from 'node:events'
import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import { afterEach, expect, test } from 'vitest'
import { OtlpBackend } from '../../test/otlp-backend.ts'
import { makeSpans } from '../../test/spans.ts'
import { TestViewer } from '../../test/viewer.ts'
import { createCollector, type Collector, type CollectorOptions } from '../index.ts'
import { ExportTraceServiceResponse } from '../otlp/schema.ts'

const quiet = { info() {}, warn() {}, error() {} }
const open: { close(): unknown }[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((part) => part.close()))
})

async function start(options: CollectorOptions = {}): Promise<{ url: string; collector: Collector }> {
  const collector = createCollector({ logger: quiet, ...options })
  open.push({ close: () => collector.close({ flushTimeoutMs: 200 }) })
  return { url: (await collector.listen()).url, collector }
}

const json = { 'content-type': 'application/json' }
const protobuf = { 'content-type': 'application/x-protobuf' }

function post(url: string, headers: Record<string, string>, body: string | Uint8Array): Promise<Response> {
  return fetch(`${url}/v1/traces`, { method: 'POST', headers, body: body as BodyInit })
}

/** A message in a field, in protobuf. */
function field(number: number, content: Buffer): Buffer {
  const length: number[] = []
  let rest = content.length
  for (; rest > 127; rest >>>= 7) length.push((rest & 127) | 128)
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...length, rest]), content])
}

/** An export request in protobuf with so many empty messages in a field of its one scope or span. */
function emptyMessages(count: number, within: 'scope' | 'span'): Buffer {
  const empty = Buffer.alloc(count * 2)
  const tag = ((within === 'scope' ? 2 : 9) << 3) | 2
  for (let at = 0; at < empty.length; at += 2) empty[at] = tag
  return field(1, field(2, within === 'scope' ? empty : field(2, empty)))
}

function jsonSpans(spans: string): string {
  return `{"resourceSpans":[{"scopeSpans":[{"spans":[${spans}]}]}]}`
}

test('refuses a request of two kilobytes that holds a million spans', async () => {
  const { url } = await start()
  const bomb = gzipSync(emptyMessages(1_000_000, 'scope'))
  expect(bomb.length).toBeLessThan(4000)
  const response = await post(url, { ...protobuf, 'content-encoding': 'gzip' }, bomb)
  expect([response.status, Buffer.from(await response.arrayBuffer()).toString()]).toEqual([
    413,
    expect.stringContaining('holds more than 50000 items; send smaller batches'),
  ])
  const inJson = await post(url, json, jsonSpans(`${'{},'.repeat(1_000_000)}{}`))
  expect([inJson.status, (await inJson.json()).message]).toEqual([413, expect.stringContaining('send smaller batches')])
})

test('refuses a request that holds a million attributes, events or numbers', async () => {
  const { url } = await start()
  // The second would be few enough, if its span had ids: what is not sound becomes objects.
  for (const count of [1_000_000, 240_000]) {
    expect((await post(url, protobuf, emptyMessages(count, 'span'))).status).toBe(413)
  }
  for (const list of [`"attributes":[${'{},'.repeat(400_000)}{}]`, `"x":[${'1,'.repeat(9_000_000)}1]`]) {
    expect((await post(url, json, jsonSpans(`{${list}}`))).status).toBe(413)
  }
})

test('takes a large request whose prompts are full of JSON', async () => {
  const { url } = await start()
  const prompt = JSON.stringify(
    JSON.stringify({ rows: Array.from({ length: 40_000 }, () => ({ a: [1, '\\\\"', 2] })) }),
  )
  const ids = `"traceId":"${'a'.repeat(32)}","spanId":"${'b'.repeat(16)}"`
  const times = '"startTimeUnixNano":"1","endTimeUnixNano":"2"'
  const attribute = `{"key":"gen_ai.input.messages","value":{"stringValue":${prompt}}}`
  const response = await post(url, json, jsonSpans(`{${ids},${times},"attributes":[${attribute}]}`))
  expect([response.status, await response.json()]).toEqual([200, {}])
  const empty = `"",`.repeat(2_000_000)
  expect((await post(url, json, `{"x":[${empty}""]}`)).status).toBe(413)
})

test('shows viewers a batch with as many values as are forwarded unread', async () => {
  const { url } = await start()
  const [span] = makeSpans(['large'], { list: Array.from({ length: 120_000 }, () => 'x') })
  expect((await post(url, protobuf, ProtobufTraceSerializer.serializeRequest([span])!)).status).toBe(200)
  const viewer = await TestViewer.open(url)
  expect((await viewer.next())?.event.span.name).toBe('large')
  viewer.close()
})

test('counts all spans of a request with thousands of malformed ones, and names the first', async () => {
  const { url } = await start()
  const response = await post(url, protobuf, emptyMessages(20_000, 'scope'))
  expect(ExportTraceServiceResponse.decode(Buffer.from(await response.arrayBuffer())).toJSON()).toEqual({
    partialSuccess: {
      rejectedSpans: '20000',
      errorMessage: expect.stringMatching(/^resourceSpans\[0\]\.scopeSpans\[0\]\.spans\[0\]\.traceId is missing/),
    },
  })
})

/** A request whose body does not come by itself. */
function slowPost(url: string, headers: Record<string, string> = {}): ClientRequest {
  const request = httpRequest(`${url}/v1/traces`, { method: 'POST', headers: { ...json, ...headers } })
  request.on('error', () => {})
  open.push({ close: () => request.destroy() })
  request.flushHeaders()
  return request
}

async function answerTo(request: ClientRequest): Promise<{ status: number | undefined; body: string }> {
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  return { status: response.statusCode, body: await text(response) }
}

test('asks senders to come back while it reads as many bytes as it may at once', async () => {
  const { url } = await start({ limits: { maxInFlightBytes: 100_000 } })
  const first = slowPost(url)
  first.write('{"pad":"'.padEnd(90_000, 'x'))
  await expect
    .poll(async () => {
      const response = await post(url, json, `{"pad":"${'x'.repeat(50_000)}"}`)
      return [response.status, response.headers.get('retry-after')]
    })
    .toEqual([503, '3'])
  first.end('"}')
  expect((await answerTo(first)).status).toBe(200)
  expect((await post(url, json, `{"pad":"${'x'.repeat(50_000)}"}`)).status).toBe(200)
})

test('counts the bytes of compressed bodies as they are after decompression', async () => {
  const { url } = await start({ limits: { maxInFlightBytes: 100_000 } })
  const first = slowPost(url)
  first.write('{"pad":"'.padEnd(90_000, 'x'))
  const compressed = gzipSync(`{"pad":"${'x'.repeat(50_000)}"}`)
  await expect.poll(async () => (await post(url, { ...json, 'content-encoding': 'gzip' }, compressed)).status).toBe(503)
})

test('ends a request whose body does not arrive in time', async () => {
  const { url } = await start({ limits: { bodyTimeoutMs: 100 } })
  const request = slowPost(url)
  const closed = once(request, 'close')
  request.write('{')
  expect(await answerTo(request)).toEqual({
    status: 503,
    body: expect.stringContaining('did not arrive within 100 ms'),
  })
  await closed
})

test('closes connections beyond its bound, and answers on the others', async () => {
  const { url } = await start({ limits: { maxConnections: 2 } })
  const { port, hostname } = new URL(url)
  const sockets = [connect(Number(port), hostname), connect(Number(port), hostname)]
  open.push({ close: () => sockets.forEach((socket) => socket.destroy()) })
  await Promise.all(sockets.map((socket) => once(socket, 'connect')))
  const third = connect(Number(port), hostname)
  await once(third, 'close')
  sockets[0]?.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n')
  const [answer] = (await once(sockets[0]!, 'data')) as [Buffer]
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 OK/)
})

test('refuses a batch for which there is no room before its body has come', async () => {
  const backend = await OtlpBackend.start()
  open.push(backend)
  backend.answers = Array.from({ length: 50 }, () => ({ status: 503 }))
  const { url } = await start({ forward: [{ url: backend.url }], queue: { maxBatches: 1 } })
  const bytes = ProtobufTraceSerializer.serializeRequest(makeSpans(['a']))!
  expect((await post(url, protobuf, bytes)).status).toBe(200)
  const request = slowPost(url, { 'content-length': '1000' })
  expect(await answerTo(request)).toEqual({ status: 503, body: expect.stringContaining('forwarding queue is full') })
})
