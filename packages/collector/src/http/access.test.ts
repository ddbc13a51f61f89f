import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeSpans } from '../../test/spans.ts'
import { createCollector, type Collector, type CollectorOptions } from '../index.ts'

const open: Collector[] = []
let directory: string
let warnings: string[]

beforeEach(async () => {
  warnings = []
  directory = await mkdtemp(join(tmpdir(), 'spanlit-access-'))
})

afterEach(async () => {
  await Promise.all(open.splice(0).map((collector) => collector.close({ flushTimeoutMs: 500 })))
  await rm(directory, { recursive: true })
})

const say = (message: string): void => void warnings.push(message)

async function start(options: CollectorOptions = {}, host = '127.0.0.1'): Promise<string> {
  const collector = createCollector({ logger: { info() {}, warn: say, error: say }, ...options })
  open.push(collector)
  const { port } = await collector.listen({ host })
  return `http://127.0.0.1:${port}`
}

function send(url: string, token?: string): Promise<Response> {
  return fetch(`${url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JsonTraceSerializer.serializeRequest(makeSpans(['a'])) as BodyInit,
  })
}

async function statusOf(url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<number> {
  const request = httpRequest(url, { headers, method })
  return new Promise((resolve, reject) => {
    request.on('error', reject).on('response', (response) => {
      response.destroy()
      resolve(response.statusCode ?? 0)
    })
    request.end()
  })
}

test('takes telemetry only with a token of the list, and says how to send one', async () => {
  const url = await start({ tokens: { senders: ['first', 'second'] } })
  expect((await send(url, 'first')).status).toBe(200)
  expect((await send(url, 'second')).status).toBe(200)
  for (const token of [undefined, 'third', 'firs', 'first ']) {
    const response = await send(url, token && encodeURI(token))
    expect([token, response.status, response.headers.get('www-authenticate')]).toEqual([token, 401, 'Bearer'])
    expect((await response.json()).message).toMatch(/token/)
  }
  expect(warnings).toHaveLength(2)
  // A preflight has no token, and whoever asks for health need none.
  expect(await statusOf(`${url}/v1/traces`, { origin: 'http://localhost:5173' }, 'OPTIONS')).toBe(204)
  expect(await statusOf(`${url}/health/live`)).toBe(200)
})

test('reads its file of tokens again when it has changed, and keeps those that it has while there is no file', async () => {
  const file = join(directory, 'tokens')
  await writeFile(file, '# of the backend\nold\n\n')
  const url = await start({ tokens: { senders: { file } } })
  expect((await send(url, 'old')).status).toBe(200)
  await writeFile(file, 'old\nnew\n')
  await expect.poll(async () => (await send(url, 'new')).status).toBe(200)
  await rm(file)
  const warned = async (): Promise<string> => {
    expect((await send(url, 'new')).status).toBe(200)
    return warnings.join()
  }
  await expect.poll(warned).toContain("can't be read; those read last stay valid")
  await writeFile(file, 'new\n')
  await utimes(file, 1, 1)
  await expect.poll(async () => (await send(url, 'old')).status).toBe(401)
})

test('refuses to start with a file of tokens that is missing or empty', async () => {
  const file = join(directory, 'tokens')
  expect(() => createCollector({ tokens: { viewers: { file } } })).toThrow(/tokens.viewers.file can't be read: ENOENT/)
  await writeFile(file, '# none yet\n')
  expect(() => createCollector({ tokens: { viewers: { file } } })).toThrow(/tokens.viewers holds no token/)
  expect(() => createCollector({ tokens: { senders: 'secret' as never } })).toThrow(/expected a list of tokens/)
})

test('shows spans to viewers with a token: by header, or by a cookie that the first address sets', async () => {
  const url = await start({ tokens: { viewers: ['look'] } })
  expect((await send(url)).status).toBe(200)
  expect(await statusOf(`${url}/live`)).toBe(401)
  expect(await statusOf(`${url}/live`, { authorization: 'Bearer look' })).toBe(200)
  const signedIn = await fetch(`${url}/?token=look&x=1`, { redirect: 'manual' })
  const cookie = signedIn.headers.get('set-cookie') ?? ''
  expect([signedIn.status, signedIn.headers.get('location')]).toEqual([303, '/?x=1'])
  expect(cookie).toMatch(/; HttpOnly; SameSite=Strict$/)
  expect(await statusOf(`${url}/live`, { cookie: cookie.split(';')[0] ?? '' })).toBe(200)
  expect(await statusOf(`${url}/live`, { cookie: 'spanlit-viewer=wrong' })).toBe(401)
  // Open spans come from senders.
  const live = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"events":[]}' }
  expect((await fetch(`${url}/live`, live)).status).toBe(202)
  expect((await fetch(`${url}/?token=wrong`, { redirect: 'manual' })).headers.get('set-cookie')).toBeNull()
})

test('shows spans to nobody without a token where others can reach it, and warns', async () => {
  const url = await start({}, '0.0.0.0')
  expect(warnings).toEqual([expect.stringMatching(/^Whoever reaches 0\.0\.0\.0 may send spans.*--token-file/)])
  const live = await fetch(`${url}/live`)
  expect([live.status, (await live.json()).message]).toEqual([403, expect.stringContaining('--viewer-token-file')])
  expect((await send(url)).status).toBe(200)
  const guarded = await start({ tokens: { senders: ['s'], viewers: ['v'] } }, '0.0.0.0')
  expect(await statusOf(`${guarded}/live`, { authorization: 'Bearer v' })).toBe(200)
  expect(warnings.filter((message) => message.startsWith('Whoever'))).toHaveLength(1)
})

test('lets no page of another site embed what it answers', async () => {
  const url = await start()
  const embedded = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' }
  for (const path of ['/', '/live', '/metrics', '/health/live']) expect(await statusOf(url + path, embedded)).toBe(403)
  const followed = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
  expect(await statusOf(url, followed)).toBe(200)
  const page = { origin: 'http://localhost:5173', 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' }
  expect(await statusOf(`${url}/live`, page)).toBe(200)
  const { headers } = await fetch(url)
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
})

test('asks a server that calls it by an unknown name to keep its batch, and refuses a page', async () => {
  const url = await start()
  const post = { host: 'collector:4318', 'content-type': 'application/json' }
  expect(await statusOf(`${url}/v1/traces`, post, 'POST')).toBe(503)
  expect(await statusOf(`${url}/v1/traces`, { ...post, origin: 'http://collector:4318' }, 'POST')).toBe(403)
  expect(warnings[0]).toMatch(/Host "collector:4318" is not allowed.*--allow-host/)
})

test('keeps its log short, however many strangers call', async () => {
  const url = await start()
  for (let index = 0; index < 300; index++) {
    expect(await statusOf(url, { origin: `https://site-${index}.example` })).toBe(403)
  }
  expect(warnings).toHaveLength(51)
  expect(warnings.at(-1)).toMatch(/further ones are not logged for an hour/)
})
