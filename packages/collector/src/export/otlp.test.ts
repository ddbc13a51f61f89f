import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { OtlpBackend } from '../../test/otlp-backend.ts'
import { makeSpans } from '../../test/spans.ts'
import { createCollector, type Collector, type CollectorOptions } from '../index.ts'
import { decodeTraces } from '../otlp/protobuf.ts'
import { readTraces } from '../otlp/traces.ts'

let backend: OtlpBackend
let collector: Collector
let messages: string[]

beforeEach(async () => {
  messages = []
  backend = await OtlpBackend.start()
})

afterEach(async () => {
  await collector.close({ flushTimeoutMs: 500 })
  await backend.close()
})

const say = (message: string): void => void messages.push(message)

async function listen(options: CollectorOptions): Promise<{ url: string }> {
  collector = createCollector({
    retry: { firstDelayMs: 10, maxDelayMs: 20 },
    logger: { info: say, warn: say, error: say },
    ...options,
  })
  return collector.listen()
}

function sendTo(url: string, name: string): Promise<Response> {
  const body = ProtobufTraceSerializer.serializeRequest(makeSpans([name], { list: ['a', 'b'] })) as BodyInit
  return fetch(`${url}/v1/traces`, { method: 'POST', headers: { 'content-type': 'application/x-protobuf' }, body })
}

async function send(options: CollectorOptions, ...names: string[]): Promise<Response[]> {
  const { url } = await listen(options)
  const responses: Response[] = []
  for (const name of names) responses.push(await sendTo(url, name))
  return responses
}

const namesIn = (body: Buffer | undefined): string[] =>
  readTraces(decodeTraces(body ?? Buffer.alloc(0))).traces.resourceSpans.flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) => spans.map(({ name }) => name)),
  )

test('sends batches on, gzipped protobuf with the given headers', async () => {
  await send({ forward: [{ url: `${backend.url}/otlp/`, headers: { 'x-api-key': 'secret' } }] }, 'one')
  expect(await collector.flush()).toBe(true)
  expect(backend.received[0]).toMatchObject({
    path: '/otlp/v1/traces',
    headers: { 'content-type': 'application/x-protobuf', 'content-encoding': 'gzip', 'x-api-key': 'secret' },
  })
  expect(namesIn(backend.received[0]?.body)).toEqual(['one'])
})

test('sends JSON to an endpoint that wants it', async () => {
  await send({ forward: [{ url: backend.url, encoding: 'json' }] }, 'one')
  await collector.flush()
  expect(backend.received[0]?.headers['content-type']).toBe('application/json')
  const [span] = JSON.parse(String(backend.received[0]?.body)).resourceSpans[0].scopeSpans[0].spans
  expect(span).toMatchObject({ name: 'one', traceId: expect.stringMatching(/^[0-9a-f]{32}$/) })
  expect(span.attributes[0].value).toEqual({ arrayValue: { values: [{ stringValue: 'a' }, { stringValue: 'b' }] } })
})

test('sends again what may be sent again until it is taken, and says it once', async () => {
  backend.answers = [{ status: 503 }, { status: 502 }, 'reset', { status: 429 }, { status: 503 }]
  await send({ forward: [{ url: backend.url }] }, 'one')
  await collector.flush()
  expect(backend.received).toHaveLength(6)
  expect(collector.counts()).toEqual([
    { destination: `${backend.url}/v1/traces`, sent: 1, dropped: 0, waiting: 0, deadLetters: 0 },
  ])
  expect(messages.filter((message) => message.includes('it answered 503'))).toHaveLength(1)
  expect(messages.at(-1)).toContain('takes spans again')
})

test('waits as long as Retry-After asks', async () => {
  backend.answers = [{ status: 429, headers: { 'retry-after': '1' } }]
  await send({ forward: [{ url: backend.url }] }, 'one')
  await collector.flush()
  const [first = 0, second = 0] = backend.received.map(({ at }) => at)
  expect(second - first).toBeGreaterThanOrEqual(990)
})

test('makes a pause also where Retry-After asks for none', async () => {
  backend.answers = [{ status: 503, headers: { 'retry-after': '0' } }]
  await send({ forward: [{ url: backend.url }], retry: { firstDelayMs: 60_000, maxDelayMs: 60_000 } }, 'one')
  await expect.poll(() => messages).toContainEqual(expect.stringContaining('it answered 503'))
  await collector.close({ flushTimeoutMs: 100 })
  expect(backend.received).toHaveLength(1)
})

test('sends again in time although the clock is set back meanwhile', async () => {
  let release: (answer: { status: number }) => void = () => {}
  backend.answers = [{ status: 503 }, new Promise((resolve) => (release = resolve))]
  await send({ forward: [{ url: backend.url }] }, 'one')
  await expect.poll(() => backend.received).toHaveLength(2)
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 3_600_000 })
  release({ status: 503 })
  expect(await collector.flush()).toBe(true)
  vi.useRealTimers()
})

test('drops what is refused for good, counts it and says why once', async () => {
  const refused = { status: 400, headers: { 'content-type': 'application/json' }, body: '{"message":"no token"}' }
  backend.answers = [refused, refused]
  await send({ forward: [{ url: backend.url }] }, 'one', 'two', 'three')
  await collector.flush()
  expect(collector.counts()[0]).toMatchObject({ sent: 1, dropped: 2 })
  expect(messages).toEqual([`Dropped 1 span for ${backend.url}/v1/traces: it answered 400: no token`])
})

test('gives up after the time it was given', async () => {
  backend.answers = Array.from({ length: 1000 }, () => ({ status: 503 }))
  await send(
    { forward: [{ url: backend.url }], retry: { firstDelayMs: 10, maxDelayMs: 10, giveUpAfterMs: 100 } },
    'one',
  )
  expect(await collector.flush()).toBe(true)
  expect(collector.counts()[0]).toMatchObject({ sent: 0, dropped: 1 })
})

test('a destination that is down and full stops no other, and what is dropped for it is counted and said', async () => {
  backend.answers = Array.from({ length: 1000 }, () => ({ status: 503 }))
  const spare = createCollector()
  const { url } = await spare.listen()
  const own = await listen({ forward: [{ url: backend.url }, { url }], queue: { maxBatches: 1 } })
  expect((await sendTo(own.url, 'one')).status).toBe(200)
  await expect.poll(() => messages).toContainEqual(expect.stringContaining('it answered 503'))
  await expect.poll(() => collector.counts()[1]).toMatchObject({ sent: 1, waiting: 0 })
  for (const name of ['two', 'three']) {
    expect((await sendTo(own.url, name)).status).toBe(200)
    await expect.poll(() => collector.counts()[1]).toMatchObject({ waiting: 0 })
  }
  expect(collector.counts()).toMatchObject([
    { sent: 0, dropped: 2, waiting: 1 },
    { sent: 3, dropped: 0, waiting: 0 },
  ])
  expect(messages.filter((message) => message.includes('is full'))).toEqual([
    `The queue for ${backend.url}/v1/traces is full: it answered 503. What other destinations take is dropped for this one.`,
  ])
  await spare.close()
})

test('a destination that is full but works asks senders to come back, and loses nothing', async () => {
  let release: (answer: { status: number }) => void = () => {}
  backend.answers = [new Promise((resolve) => (release = resolve))]
  const spare = createCollector()
  const { url } = await spare.listen()
  const responses = await send({ forward: [{ url: backend.url }, { url }], queue: { maxBatches: 1 } }, 'one', 'two')
  expect(responses.map(({ status }) => status)).toEqual([200, 503])
  release({ status: 200 })
  expect(await collector.flush()).toBe(true)
  expect(collector.counts()).toMatchObject([
    { sent: 1, dropped: 0 },
    { sent: 1, dropped: 0 },
  ])
  await spare.close()
})

test('batches that always fail hold up no others, go to the tail, and are given up in the end', async () => {
  const isPoison = (name: string): boolean => name.startsWith('poison')
  backend.decide = (body) => (namesIn(body).some(isPoison) ? { status: 503 } : undefined)
  const { url } = await listen({
    forward: [{ url: backend.url }],
    retry: { firstDelayMs: 5, maxDelayMs: 10, giveUpAfterMs: 3_600_000 },
  })
  for (const name of ['poison 1', 'poison 2', 'poison 3', 'poison 4']) await sendTo(url, name)
  for (let count = 0; count < 50; count += 1) await sendTo(url, `sound ${count}`)
  expect(await collector.flush()).toBe(true)
  expect(collector.counts()[0]).toMatchObject({ sent: 50, dropped: 4, waiting: 0 })
  expect(messages).toContainEqual(`Dropped 1 span for ${backend.url}/v1/traces: it answered 503`)
})

test('a batch that is refused for good spoils none of those that it is merged with', async () => {
  const releases: ((answer: { status: number }) => void)[] = []
  backend.answers = Array.from({ length: 16 }, () => new Promise((resolve) => releases.push(resolve)))
  backend.decide = (body) => (namesIn(body).includes('bad') ? { status: 400 } : undefined)
  const { url } = await listen({ forward: [{ url: backend.url }] })
  for (let count = 0; count < 16; count += 1) {
    await sendTo(url, 'first')
    await expect.poll(() => backend.received).toHaveLength(count + 1)
  }
  for (const name of ['good 1', 'bad', 'good 2']) await sendTo(url, name)
  for (const answer of releases) answer({ status: 200 })
  expect(await collector.flush()).toBe(true)
  expect(collector.counts()[0]).toMatchObject({ sent: 18, dropped: 1 })
  const merged = backend.received.map(({ body }) => namesIn(body)).filter((names) => names.length > 1)
  expect(merged).toEqual([['good 1', 'bad', 'good 2']])
})

test('a collector that forwards to itself notices it, and drops the batch instead of doubling it', async () => {
  const { url } = await listen({})
  await collector.close()
  const { port } = new URL(url)
  collector = createCollector({ forward: [{ url }], logger: { info: say, warn: say, error: say } })
  await collector.listen({ port: Number(port) })
  await sendTo(url, 'one')
  expect(await collector.flush()).toBe(true)
  expect(collector.counts()[0]).toMatchObject({ sent: 0, dropped: 1, waiting: 0 })
  expect(messages).toContainEqual(expect.stringContaining('it leads back to this collector'))
})

test('closes in the time it is given while the destination is down, and counts what is lost', async () => {
  backend.answers = Array.from({ length: 1000 }, () => ({ status: 503, headers: { 'retry-after': '30' } }))
  await send({ forward: [{ url: backend.url }] }, 'one')
  const started = Date.now()
  await collector.close({ flushTimeoutMs: 100 })
  expect(Date.now() - started).toBeLessThan(2000)
  expect(collector.counts()[0]).toMatchObject({ dropped: 1, waiting: 0 })
  expect(messages.at(-2)).toContain('the collector was stopped')
  expect(messages.at(-1)).toContain('sent 0 spans, dropped 1')
})

test('takes nothing more from the moment it is told to stop, so that senders keep it for whoever comes next', async () => {
  let release: (answer: { status: number }) => void = () => {}
  backend.answers = [new Promise((resolve) => (release = resolve))]
  const { url } = await listen({ forward: [{ url: backend.url }] })
  expect((await sendTo(url, 'one')).status).toBe(200)
  const closed = collector.close()
  const refused = await sendTo(url, 'two')
  expect(refused.status).toBe(503)
  expect(refused.headers.get('retry-after')).toBe('1')
  // A connection that is kept would lead to the one that stops, also where another has taken its place.
  expect(refused.headers.get('connection')).toBe('close')
  release({ status: 200 })
  await closed
  expect(collector.counts()[0]).toMatchObject({ sent: 1, dropped: 0 })
})

test('says at once what is wrong with an option', () => {
  collector = createCollector()
  expect(() => createCollector({ forward: [{ url: 'localhost:4318' }] })).toThrow(
    'forward[0].url is "localhost:4318"; expected the http(s) URL',
  )
  expect(() => createCollector({ basePath: 'x' })).toThrow('basePath is "x"; expected a path that starts with "/"')
  expect(() => createCollector({ maxBodyBytes: 0 })).toThrow('maxBodyBytes is 0; expected a whole number from 1')
})
