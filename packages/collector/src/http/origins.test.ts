import { request as httpRequest } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { createCollector, type Collector, type CollectorOptions } from '../index.ts'

const open: Collector[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((collector) => collector.close({ flushTimeoutMs: 500 })))
})

async function start(options: CollectorOptions = {}): Promise<string> {
  const collector = createCollector(options)
  open.push(collector)
  return (await collector.listen()).url
}

/** `fetch` sets Host itself; this sends whatever an attacker's browser might. */
function get(url: string, headers: Record<string, string>): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { headers }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (text: string) => (body += text))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
    })
    request.on('error', reject).end()
  })
}

test('answers only to its own names, so that a name that resolves to this machine gets nowhere', async () => {
  const url = await start({ allowedHosts: ['collector', '.internal.example'] })
  const { port } = new URL(url)
  const allowed = ['localhost', 'app.localhost', '127.0.0.1', '[::1]', '192.168.1.5', 'collector', 'a.internal.example']
  for (const host of allowed) expect((await get(url, { host: `${host}:${port}` })).status, host).toBe(200)
  for (const host of ['evil.example', 'localhost.evil.example', 'internal.example.evil', '127.0.0.1.evil.example']) {
    const { status, body } = await get(url, { host: `${host}:${port}` })
    expect(status, host).toBe(403)
    expect(body).toContain('allowedHosts')
  }
})

test('says in its log whom it refuses, once for each, since only those can mend it who have set it up', async () => {
  const warnings: string[] = []
  const logger = { info() {}, warn: (message: string) => void warnings.push(message), error() {} }
  const url = await start({ logger })
  for (const host of ['collector:4318', 'collector:4318']) await get(url, { host })
  for (let request = 0; request < 2; request += 1) await fetch(url, { headers: { origin: 'https://app.example.com' } })
  expect(warnings).toEqual([
    expect.stringMatching(/^Refused a request: Host "collector:4318" is not allowed.*--allow-host/),
    expect.stringMatching(/^Refused a request: Origin "https:\/\/app.example.com" is not allowed.*--allow-origin/),
  ])
})

test('lets pages of localhost and listed origins send, and no others', async () => {
  const url = await start({ allowedOrigins: ['https://*.example.com', 'http://lab:*', /^https:\/\/pr-\d+\.dev$/g] })
  const allowed = [
    'http://localhost:5173',
    'https://127.0.0.1:3000',
    'http://[::1]:8080',
    'https://app.example.com',
    'http://lab:8080',
    'https://pr-12.dev',
    'https://pr-12.dev',
  ]
  for (const origin of allowed) {
    const response = await fetch(url, { headers: { origin } })
    expect(response.status, origin).toBe(200)
    expect(response.headers.get('access-control-allow-origin')).toBe(origin)
    expect(response.headers.get('vary')).toContain('origin')
  }
  const refused = [
    'https://evil.example',
    'null',
    'https://example.com.evil',
    'https://appXexample.com',
    'http://localhost.evil',
  ]
  for (const origin of refused) {
    const response = await fetch(url, { headers: { origin } })
    expect(response.status, origin).toBe(403)
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
    expect((await response.json()).message).toContain('allowedOrigins')
  }
})

test('answers preflights, with custom headers for pages of this machine only', async () => {
  const url = await start({ allowedOrigins: ['https://app.example.com'] })
  const preflight = (origin: string): Promise<Response> =>
    fetch(`${url}/v1/traces`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,x-api-key',
      },
    })
  const local = await preflight('http://localhost:3000')
  expect(local.status).toBe(204)
  expect(local.headers.get('access-control-max-age')).toBe('7200')
  const standard = ['authorization', 'content-type', 'content-encoding', 'traceparent', 'tracestate', 'baggage']
  const names = local.headers.get('access-control-allow-headers')?.split(', ')
  expect(names).toEqual(expect.arrayContaining([...standard, 'x-api-key']))
  const remote = await preflight('https://app.example.com')
  expect(remote.headers.get('access-control-allow-headers')?.split(', ')).toEqual(expect.arrayContaining(standard))
  expect(remote.headers.get('access-control-allow-headers')).not.toContain('x-api-key')
  expect((await preflight('https://evil.example')).status).toBe(403)
})
