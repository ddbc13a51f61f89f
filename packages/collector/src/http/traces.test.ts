import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import { afterEach, expect, test } from 'vitest'
import { makeSpans } from '../../test/spans.ts'
import { TestViewer } from '../../test/viewer.ts'
import { createCollector, type Collector, type CollectorOptions } from '../index.ts'
import { ExportTraceServiceResponse, Status } from '../otlp/schema.ts'

const open: Collector[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((collector) => collector.close({ flushTimeoutMs: 500 })))
})

async function start(options: CollectorOptions = {}): Promise<string> {
  const collector = createCollector(options)
  open.push(collector)
  return (await collector.listen()).url
}

const json = { 'content-type': 'application/json' }
const protobuf = { 'content-type': 'application/x-protobuf' }

function post(url: string, headers: Record<string, string>, body: string | Uint8Array | undefined): Promise<Response> {
  return fetch(`${url}/v1/traces`, { method: 'POST', headers, body: body as BodyInit })
}

for (const compression of ['none', 'gzip'] as const) {
  test(`takes spans from OpenTelemetry's own JSON exporter (compression: ${compression})`, async () => {
    const url = await start()
    const exporter = new OTLPTraceExporter({ url: `${url}/v1/traces`, compression: compression as never })
    const [span] = makeSpans(['chat gpt-5'], { 'gen_ai.request.model': 'gpt-5' })
    const result = await new Promise<{ code: number }>((resolve) => exporter.export([span], resolve))
    expect(result.code).toBe(0)
    const viewer = await TestViewer.open(url)
    const received = await viewer.next()
    viewer.close()
    expect(received?.event).toMatchObject({
      type: 'end',
      scope: { name: 'spanlit-test', version: '1.2.3' },
      span: { name: 'chat gpt-5', traceId: span.spanContext().traceId, spanId: span.spanContext().spanId },
    })
    await exporter.shutdown()
  })
}

test('reads the same span from JSON and from protobuf', async () => {
  const spans = makeSpans(
    ['one'],
    { text: 'ü', count: 7, ratio: 0.5, big: 2 ** 40, ok: true, list: ['a', 'b'] },
    (span) => {
      span.addEvent('note', { at: 1 })
      span.addLink({
        context: { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 },
        attributes: { why: 'x' },
      })
      span.setStatus({ code: 2, message: 'broke' })
    },
  )
  const events = await Promise.all(
    [
      { headers: json, bytes: JsonTraceSerializer.serializeRequest(spans) },
      { headers: protobuf, bytes: ProtobufTraceSerializer.serializeRequest(spans) },
    ].map(async ({ headers, bytes }) => {
      const url = await start()
      const response = await post(url, headers, bytes)
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toBe(headers['content-type'])
      const viewer = await TestViewer.open(url)
      const received = await viewer.next()
      viewer.close()
      return received?.event
    }),
  )
  expect(events[0]).toEqual(events[1])
  expect(events[0]?.span).toMatchObject({ status: { code: 2, message: 'broke' }, links: [{ traceId: 'a'.repeat(32) }] })
})

test('keeps the sound spans of a batch and says how many were malformed, and where', async () => {
  const url = await start()
  const request = JSON.parse(Buffer.from(JsonTraceSerializer.serializeRequest(makeSpans(['a', 'b']))!).toString())
  request.resourceSpans[0].scopeSpans[0].spans[0].traceId = 'not hex'
  const inJson = await post(url, json, JSON.stringify(request))
  expect(inJson.status).toBe(200)
  expect(await inJson.json()).toEqual({
    partialSuccess: { rejectedSpans: '1', errorMessage: expect.stringContaining('spans[0].traceId is "not hex"') },
  })
  const inProtobuf = await post(url, protobuf, withoutId())
  expect(inProtobuf.status).toBe(200)
  const answer = ExportTraceServiceResponse.decode(Buffer.from(await inProtobuf.arrayBuffer()))
  expect(answer.toJSON()).toEqual({
    partialSuccess: { rejectedSpans: '1', errorMessage: expect.stringContaining('spans[1].spanId is missing') },
  })
})

/** A sound span and one whose span id is all zeros, in protobuf. */
function withoutId(): Uint8Array {
  const spans = makeSpans(['sound', 'lost'])
  const lost = { ...spans[1], spanContext: () => ({ ...spans[1].spanContext(), spanId: '0'.repeat(16) }) }
  return ProtobufTraceSerializer.serializeRequest([spans[0], lost])!
}

test('answers an empty request with success', async () => {
  const url = await start()
  expect(await (await post(url, json, '{}')).json()).toEqual({})
  const response = await post(url, protobuf, new Uint8Array())
  expect([response.status, (await response.arrayBuffer()).byteLength]).toEqual([200, 0])
})

test('says what is wrong with a request that it cannot read', async () => {
  const url = await start()
  const wrong: [Record<string, string>, string | Uint8Array, number, RegExp][] = [
    [json, '{"resourceSpans":', 400, /not JSON/],
    [json, '[]', 400, /the body is \[\]; expected an object/],
    [json, '{"resourceSpans":{}}', 400, /resourceSpans is \{\}; expected an array/],
    [
      { 'content-type': 'text/plain' },
      'x',
      415,
      /Content-Type is text\/plain; send application\/x-protobuf or application\/json/,
    ],
    [{ ...json, 'content-encoding': 'br' }, 'x', 415, /"br" is not supported; send gzip, deflate, zstd/],
    [{ ...json, 'content-encoding': 'gzip' }, 'not gzip', 400, /not gzip/],
  ]
  for (const [headers, body, status, message] of wrong) {
    const response = await post(url, headers, body)
    expect(response.status).toBe(status)
    expect((await response.json()).message).toMatch(message)
  }
  const response = await post(url, protobuf, Buffer.from('this is not protobuf at all'))
  expect(response.status).toBe(400)
  expect(Status.decode(Buffer.from(await response.arrayBuffer())).toJSON()).toMatchObject({
    code: 3,
    message: expect.stringContaining('not an ExportTraceServiceRequest'),
  })
})

test('refuses a body that is too large, also one that is only so after decompression', async () => {
  const url = await start({ maxBodyBytes: 100_000 })
  const large = await post(url, json, `{"pad":"${'x'.repeat(200_000)}"}`)
  expect([large.status, (await large.json()).message]).toEqual([
    413,
    expect.stringContaining('larger than 100000 bytes'),
  ])
  const bomb = gzipSync(Buffer.alloc(50_000_000))
  expect(bomb.byteLength).toBeLessThan(100_000)
  expect((await post(url, { ...json, 'content-encoding': 'gzip' }, bomb)).status).toBe(413)
})

for (const [name, encoding, compress] of [
  ['gzip', 'gzip', gzipSync],
  ['deflate', 'deflate', deflateSync],
  ['deflate without its header', 'deflate', deflateRawSync],
  ['zstd', 'zstd', zstdCompressSync],
] as const) {
  test(`takes bodies that are compressed by ${name}, and refuses one that is too large or damaged`, async () => {
    const url = await start({ maxBodyBytes: 2_000_000 })
    const bytes = ProtobufTraceSerializer.serializeRequest(makeSpans(['a'], { text: 'x'.repeat(1_500_000) }))!
    const headers = { ...protobuf, 'content-encoding': encoding }
    const viewer = await TestViewer.open(url)
    expect((await post(url, headers, compress(bytes))).status).toBe(200)
    expect((await viewer.next())?.event.span.name).toBe('a')
    viewer.close()
    expect((await post(url, headers, compress(Buffer.alloc(2_000_001)))).status).toBe(413)
    const damaged = await post(url, headers, compress(bytes).subarray(0, 100))
    expect(damaged.status).toBe(400)
    const other = Buffer.from('neither compressed nor protobuf')
    expect((await post(url, headers, other)).status).toBe(400)
  })
}

test('takes gzip in several parts, whose last says only its own size', async () => {
  const url = await start()
  const bytes = ProtobufTraceSerializer.serializeRequest(makeSpans(['a'], { text: 'x'.repeat(100_000) }))!
  const parts = Buffer.concat([gzipSync(bytes.subarray(0, -10)), gzipSync(bytes.subarray(-10))])
  expect((await post(url, { ...protobuf, 'content-encoding': 'gzip' }, parts)).status).toBe(200)
})

test('refuses a body of unknown length as soon as it is too large', async () => {
  const url = await start({ maxBodyBytes: 100_000 })
  const request = httpRequest(`${url}/v1/traces`, { method: 'POST', headers: json })
  request.on('error', () => {})
  request.write('x'.repeat(150_000))
  const [response] = await once(request, 'response')
  expect(response.statusCode).toBe(413)
  request.destroy()
})

test('survives values nested without end', async () => {
  const url = await start()
  const deep = `${'{"arrayValue":{"values":['.repeat(5000)}{"intValue":1}${']}}'.repeat(5000)}`
  const body = `{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"${'a'.repeat(32)}","spanId":"${'b'.repeat(16)}","name":"x","startTimeUnixNano":"1","endTimeUnixNano":"2","attributes":[{"key":"k","value":${deep}}]}]}]}]}`
  const response = await post(url, json, body)
  expect((await response.json()).partialSuccess.errorMessage).toMatch(/nested deeper than 32/)
})

test('answers what it does not serve with what it does', async () => {
  const url = await start({ basePath: '/__spanlit/' })
  expect(url).toMatch(/\/__spanlit$/)
  expect(await (await fetch(url)).json()).toEqual({ spanlit: 'receiver', version: 1, live: true })
  const lost = await fetch(`${url}/v1/trace`, { method: 'POST' })
  expect([lost.status, (await lost.json()).message]).toEqual([
    404,
    expect.stringContaining('POST /__spanlit/v1/traces'),
  ])
  const method = await fetch(`${url}/v1/traces`)
  expect([method.status, method.headers.get('allow')]).toEqual([405, 'POST'])
  expect((await fetch(new URL('/', url))).status).toBe(404)
})

test('answers the probe of an orchestrator, by GET and by HEAD', async () => {
  const url = await start()
  for (const method of ['GET', 'HEAD']) expect((await fetch(url, { method })).status).toBe(200)
})

test('asks the sender to come back when the forwarding queue is full, says so once, and takes the batch then', async () => {
  const errors: string[] = []
  const back = createCollector()
  open.push(back)
  const { port } = await back.listen()
  await back.close()
  const url = await start({
    forward: [{ url: `http://127.0.0.1:${port}` }],
    queue: { maxBatches: 1 },
    retry: { firstDelayMs: 50, maxDelayMs: 50, giveUpAfterMs: 60_000 },
    logger: { info() {}, warn() {}, error: (message) => void errors.push(message) },
  })
  const bytes = ProtobufTraceSerializer.serializeRequest(makeSpans(['a']))
  expect((await post(url, protobuf, bytes)).status).toBe(200)
  await expect.poll(() => errors).toHaveLength(1)
  const full = await post(url, protobuf, bytes)
  expect([full.status, Number(full.headers.get('retry-after'))]).toEqual([503, expect.closeTo(1, 0)])
  await post(url, protobuf, bytes)
  expect(errors.slice(1)).toEqual([
    `The queue for http://127.0.0.1:${port}/v1/traces is full: ECONNREFUSED. ` +
      'Senders are asked to come back, and drop what they cannot keep.',
  ])
  const again = createCollector()
  open.push(again)
  await again.listen({ port })
  await expect.poll(async () => (await post(url, protobuf, bytes)).status, { timeout: 5000 }).toBe(200)
})
