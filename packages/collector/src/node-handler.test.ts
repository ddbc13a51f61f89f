import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer'
import express, { type Express } from 'express'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeSpans } from '../test/spans.ts'
import { TestViewer } from '../test/viewer.ts'
import { createCollector, toNodeHandler, type Collector, type CollectorOptions } from './index.ts'

const collectors: Collector[] = []
const servers: Server[] = []
let logged: string[]

beforeEach(() => {
  logged = []
})

afterEach(async () => {
  await Promise.all(collectors.splice(0).map((collector) => collector.close({ flushTimeoutMs: 500 })))
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

function handler(options: CollectorOptions = {}) {
  const say = (message: string): void => void logged.push(message)
  const collector = createCollector({ ...options, logger: { info: say, warn: say, error: say } })
  collectors.push(collector)
  return toNodeHandler(collector)
}

/** An application with two pages of its own, one before and one after what `mount` adds. */
function appWith(mount: (app: Express) => void): Promise<string> {
  const app = express()
  app.get('/before', (_, response) => void response.send('before'))
  mount(app)
  app.get('/', (_, response) => void response.send('home'))
  app.get('/telemetry-docs', (_, response) => void response.send('docs'))
  app.post('/orders', express.json(), (request, response) => void response.json(request.body))
  return listen(app)
}

async function listen(app: RequestListener): Promise<string> {
  const server = createServer(app)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function text(url: string): Promise<string> {
  return (await fetch(url)).text()
}

function sendSpans(url: string): Promise<Response> {
  return fetch(`${url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JsonTraceSerializer.serializeRequest(makeSpans(['chat gpt-5'])) as BodyInit,
  })
}

async function expectCollectorAt(url: string): Promise<void> {
  expect(await (await fetch(url)).json()).toMatchObject({ spanlit: 'receiver' })
  const viewer = await TestViewer.open(url)
  const exporter = new OTLPTraceExporter({ url: `${url}/v1/traces` })
  const sent = await new Promise<{ code: number }>((resolve) => exporter.export(makeSpans(['chat gpt-5']), resolve))
  expect(sent.code).toBe(0)
  expect((await viewer.next())?.event).toMatchObject({ type: 'end', span: { name: 'chat gpt-5' } })
  viewer.close()
}

async function expectAppAt(url: string): Promise<void> {
  expect(await text(`${url}/before`)).toBe('before')
  expect(await text(`${url}/`)).toBe('home')
  expect(await text(`${url}/telemetry-docs`)).toBe('docs')
  const headers = { 'content-type': 'application/json' }
  expect(await (await fetch(`${url}/orders`, { method: 'POST', headers, body: '{"id":1}' })).json()).toEqual({ id: 1 })
  expect(await text(`${url}/nowhere`)).toContain('Cannot GET /nowhere')
}

test('leaves the other routes of an Express application alone', async () => {
  const url = await appWith((app) => app.use(handler({ basePath: '/telemetry' })))
  await expectCollectorAt(`${url}/telemetry`)
  await expectAppAt(url)
  expect(await text(`${url}/telemetry/traces`)).toContain('spans go to POST /telemetry/v1/traces')
})

test('answers under a mount of the same path as its basePath', async () => {
  const url = await appWith((app) => app.use('/telemetry', handler({ basePath: '/telemetry' })))
  await expectCollectorAt(`${url}/telemetry`)
  await expectAppAt(url)
})

test('answers under a mount without a basePath, also in a router', async () => {
  const url = await appWith((app) => {
    app.use('/telemetry', handler())
    app.use('/api', express.Router().use('/spans', handler()))
  })
  await expectCollectorAt(`${url}/telemetry`)
  await expectCollectorAt(`${url}/api/spans`)
  await expectAppAt(url)
})

test('answers below a mount that its basePath does not know of', async () => {
  const url = await appWith((app) => app.use('/api', handler({ basePath: '/telemetry' })))
  await expectCollectorAt(`${url}/api/telemetry`)
  await expectAppAt(url)
})

test('takes spans without mount and basePath, and leaves the home page to the application', async () => {
  const url = await appWith((app) => app.use(handler()))
  expect((await sendSpans(url)).status).toBe(200)
  await expectAppAt(url)
  // Applications have such paths themselves.
  for (const path of ['/metrics', '/health/ready']) expect(await text(url + path)).toContain(`Cannot GET ${path}`)
})

test('answers everything where it is the only listener', async () => {
  const url = await listen(handler({ basePath: '/telemetry' }))
  await expectCollectorAt(`${url}/telemetry`)
  const other = await fetch(`${url}/other`)
  expect(other.status).toBe(404)
  expect(await other.text()).toContain('spans go to POST /telemetry/v1/traces')
})

test('says what to do when a body parser stands before it, with a status at which no sender comes back', async () => {
  const url = await appWith((app) => app.use(express.json()).use('/telemetry', handler()))
  for (const attempt of ['first', 'second']) {
    const response = await sendSpans(`${url}/telemetry`)
    expect(response.status, attempt).toBe(500)
    expect(await response.json()).toMatchObject({ message: expect.stringContaining('before express.json()') })
  }
  expect(logged).toEqual([expect.stringContaining('mount the collector before express.json()')])
})

test('reads a body that the host of a function has read and kept', async () => {
  const url = await appWith((app) => {
    const verify = (request: object, _: unknown, body: Buffer): void => void Object.assign(request, { rawBody: body })
    app.use(express.json({ verify })).use('/telemetry', handler())
  })
  expect((await sendSpans(`${url}/telemetry`)).status).toBe(200)
})

test('says the same of a Request whose body has been read', async () => {
  const collector = createCollector({ logger: { info() {}, warn() {}, error() {} } })
  collectors.push(collector)
  const headers = { 'content-type': 'application/json' }
  const request = new Request('http://localhost/v1/traces', { method: 'POST', headers, body: '{}' })
  await request.text()
  expect((await collector.fetch(request)).status).toBe(500)
})
