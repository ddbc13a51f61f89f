import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect as connectHttp2 } from 'node:http2'
import { request as httpsRequest } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import { afterEach, expect, test } from 'vitest'
import { OtlpBackend } from '../../test/otlp-backend.ts'
import { makeSpans } from '../../test/spans.ts'
import { createCollector, type Collector, type CollectorOptions } from '../index.ts'

const open: (() => unknown)[] = []

afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close()
})

const messages: string[] = []
const say = (message: string): void => void messages.push(message)

function create(options: CollectorOptions = {}): Collector {
  messages.length = 0
  const collector = createCollector({ logger: { info: say, warn: say, error: say }, ...options })
  open.push(() => collector.close({ flushTimeoutMs: 200 }))
  return collector
}

function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'spanlit-operators-'))
  open.push(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

const bytes = ProtobufTraceSerializer.serializeRequest(makeSpans(['a', 'b']))!

function send(url: string, body: Uint8Array = bytes): Promise<Response> {
  const headers = { 'content-type': 'application/x-protobuf' }
  return fetch(`${url}/v1/traces`, { method: 'POST', headers, body: body as BodyInit })
}

async function readiness(url: string): Promise<[number, string | undefined]> {
  const response = await fetch(`${url}/health/ready`)
  return [response.status, (await response.json()).reason]
}

test('is ready while it takes batches, and says why it is not', async () => {
  const backend = await OtlpBackend.start()
  open.push(() => backend.close())
  backend.answers = Array.from({ length: 100 }, () => ({ status: 503 }))
  const collector = create({ forward: [{ url: backend.url }], queue: { maxBatches: 1 } })
  const { url } = await collector.listen()
  expect(await readiness(url)).toEqual([200, undefined])
  expect((await send(url)).status).toBe(200)
  expect(await readiness(url)).toEqual([503, 'the queue is full'])
  expect((await fetch(`${url}/health/live`)).status).toBe(200)
  const closing = collector.close({ flushTimeoutMs: 500 })
  expect(await readiness(url)).toEqual([503, 'the collector is stopping'])
  await closing
})

test('is not ready where the directory of its queue is gone', async () => {
  const directory = join(temporaryDirectory(), 'queue')
  const collector = create({ forward: [{ url: 'http://127.0.0.1:9' }], queue: { directory } })
  const { url } = await collector.listen()
  expect(await readiness(url)).toEqual([200, undefined])
  rmSync(directory, { recursive: true })
  expect(await readiness(url)).toEqual([503, expect.stringMatching(/directory of the queue .*ENOENT/)])
})

/** Values by name and labels, as Prometheus would read them. */
async function scrape(url: string): Promise<Record<string, number>> {
  const response = await fetch(`${url}/metrics`)
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
  const lines = (await response.text()).trim().split('\n')
  const values: Record<string, number> = {}
  for (const line of lines.filter((text) => !text.startsWith('#'))) {
    const [, name, value] = /^([a-z_]+(?:\{[^}]*\})?) (\S+)$/i.exec(line) ?? []
    expect(name, line).toBeDefined()
    values[name!] = Number(value)
  }
  return values
}

test('counts for Prometheus what it received, refused, sent, dropped and holds', async () => {
  const backend = await OtlpBackend.start()
  open.push(() => backend.close())
  backend.answers = [{ status: 200 }, { status: 400 }]
  const { url } = await create({ forward: [{ url: backend.url }] }).listen()
  await send(url)
  const exporter = `exporter="${backend.url}/v1/traces"`
  await expect.poll(async () => (await scrape(url))[`otelcol_exporter_sent_spans_total{${exporter}}`]).toBe(2)
  await send(url)
  await send(url, Buffer.from('no protobuf'))
  await expect.poll(async () => (await scrape(url))[`otelcol_exporter_send_failed_spans_total{${exporter}}`]).toBe(2)
  expect(await scrape(url)).toMatchObject({
    'otelcol_receiver_accepted_spans_total{receiver="otlp",transport="http"}': 4,
    'otelcol_receiver_refused_spans_total{receiver="otlp",transport="http"}': 0,
    'spanlit_receiver_requests_total{signal="traces"}': 2,
    'spanlit_receiver_bytes_total{signal="traces"}': bytes.length * 2,
    'spanlit_receiver_refused_requests_total{status="400"}': 1,
    [`otelcol_exporter_queue_size{${exporter}}`]: 0,
    [`otelcol_exporter_queue_capacity{${exporter}}`]: 2000,
    [`spanlit_exporter_queue_oldest_seconds{${exporter}}`]: 0,
    [`spanlit_exporter_duration_seconds_bucket{${exporter},le="+Inf"}`]: 2,
    [`spanlit_exporter_duration_seconds_count{${exporter}}`]: 2,
    spanlit_viewers: 0,
    process_resident_memory_bytes: expect.any(Number),
  })
})

function certificate(directory: string, name: string): { certFile: string; keyFile: string } {
  const files = { certFile: join(directory, `${name}.crt`), keyFile: join(directory, `${name}.key`) }
  const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1']
  const out = ['-keyout', files.keyFile, '-out', files.certFile]
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', ...subject, ...out],
    { stdio: 'pipe' },
  )
  return files
}

function getByHttps(url: string, options: { ca: string; cert?: string; key?: string }): Promise<number | string> {
  return new Promise((resolve) => {
    httpsRequest(`${url}/health/live`, options, (response) => resolve(response.resume().statusCode ?? 0))
      .on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
      .end()
  })
}

test('serves by HTTPS from files, and to clients with a certificate only where it is told which', async () => {
  const directory = temporaryDirectory()
  const server = certificate(directory, 'server')
  const client = certificate(directory, 'client')
  const ca = readFileSync(server.certFile, 'utf8')
  const { url } = await create().listen({ tls: server })
  expect(url).toMatch(/^https:/)
  expect(await getByHttps(url, { ca })).toBe(200)
  const mutual = await create().listen({ tls: { ...server, clientCaFile: client.certFile } })
  expect(await getByHttps(mutual.url, { ca })).not.toBe(200)
  const shown = { cert: readFileSync(client.certFile, 'utf8'), key: readFileSync(client.keyFile, 'utf8') }
  expect(await getByHttps(mutual.url, { ca, ...shown })).toBe(200)
  await expect(create().listen({ tls: { ...server, keyFile: client.keyFile } })).rejects.toThrow(/can't be used/)
  await expect(create().listen({ tls: { ...server, keyFile: '/nowhere' } })).rejects.toThrow(
    /tls.keyFile can't be read/,
  )
})

test('says plainly that it does not speak gRPC', async () => {
  const { url } = await create().listen()
  const session = connectHttp2(url)
  session.on('error', () => {})
  await new Promise((resolve) => session.on('close', resolve))
  expect(messages).toEqual([expect.stringMatching(/speaks gRPC.*OTEL_EXPORTER_OTLP_PROTOCOL=http\/protobuf/)])
  const response = await fetch(`${url}/v1/traces`, { method: 'POST', headers: { 'content-type': 'application/grpc' } })
  expect([response.status, (await response.json()).message]).toEqual([415, expect.stringContaining('gRPC')])
})

test('gives every answer a reason phrase', async () => {
  const { url } = await create().listen()
  const answers = await Promise.all([
    fetch(url),
    fetch(`${url}/nowhere`),
    send(url, Buffer.from('?')),
    fetch(`${url}/v1/logs`),
  ])
  expect(answers.map(({ status, statusText }) => [status, statusText])).toEqual([
    [200, 'OK'],
    [404, 'Not Found'],
    [400, 'Bad Request'],
    [405, 'Method Not Allowed'],
  ])
})
