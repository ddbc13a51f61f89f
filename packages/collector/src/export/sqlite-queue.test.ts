import { EventEmitter, once } from 'node:events'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { OtlpBackend } from '../../test/otlp-backend.ts'
import { makeSpans } from '../../test/spans.ts'
import { createCollector, type Collector, type CollectorOptions } from '../index.ts'
import { decodeTraces } from '../otlp/protobuf.ts'
import { readTraces } from '../otlp/traces.ts'

let backend: OtlpBackend
let directory: string
let messages: string[]
const collectors: Collector[] = []

const say = (message: string): void => void messages.push(message)

beforeEach(async () => {
  messages = []
  backend = await OtlpBackend.start()
  directory = await mkdtemp(join(tmpdir(), 'spanlit-queue-'))
})

afterEach(async () => {
  for (const collector of collectors.splice(0)) await collector.close({ flushTimeoutMs: 0 })
  await backend.close()
  await rm(directory, { recursive: true, force: true })
})

function start(options: CollectorOptions = {}): Collector {
  const collector = createCollector({
    forward: [{ url: backend.url }],
    queue: { directory },
    retry: { firstDelayMs: 10, maxDelayMs: 20 },
    logger: { info: say, warn: say, error: say },
    ...options,
  })
  collectors.push(collector)
  return collector
}

async function send(collector: Collector, name: string): Promise<Response> {
  return collector.fetch(
    new Request('http://localhost/v1/traces', {
      method: 'POST',
      headers: { host: 'localhost', 'content-type': 'application/x-protobuf' },
      body: ProtobufTraceSerializer.serializeRequest(makeSpans([name])) as BodyInit,
    }),
  )
}

function namesIn(bytes: Uint8Array): string[] {
  return readTraces(decodeTraces(bytes)).traces.resourceSpans.flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) => spans.map(({ name }) => name)),
  )
}

const received = (): string[] => backend.received.flatMap(({ body }) => namesIn(body)).toSorted()

function refuseAll(): void {
  backend.decide = () => ({ status: 503 })
}

async function recover(): Promise<void> {
  backend.decide = undefined
  await backend.recover()
}

test('what could not be sent is sent by the next start, once, and is not counted as dropped', async () => {
  refuseAll()
  const first = start()
  for (const name of ['one', 'two', 'three', 'four', 'five', 'six']) expect((await send(first, name)).status).toBe(200)
  await first.close({ flushTimeoutMs: 0 })
  expect(first.counts()[0]).toMatchObject({ sent: 0, dropped: 0, waiting: 6 })
  expect(messages.at(-1)).toContain('6 batches stay in the queue for the next start')
  await recover()
  const second = start()
  expect(messages.at(-1)).toContain('6 batches of an earlier run in the queue')
  expect(await second.flush()).toBe(true)
  expect(received()).toEqual(['five', 'four', 'one', 'six', 'three', 'two'])
  expect(second.counts()[0]).toMatchObject({ sent: 6, waiting: 0 })
})

test('the queue is for its owner alone to read', async () => {
  await send(start(), 'one')
  const files = await readdir(directory)
  expect(files).toContain('queue.sqlite')
  for (const file of files) expect((await stat(join(directory, file))).mode & 0o077).toBe(0)
})

test('a sender is asked to come back once the queue’s file is gone, which is said once, and no path is told to it', async () => {
  const collector = start()
  expect((await send(collector, 'one')).status).toBe(200)
  await rm(directory, { recursive: true })
  const answers = await Promise.all(['two', 'three', 'four'].map((name) => send(collector, name)))
  for (const answer of answers) {
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toBe('3')
    expect(await answer.text()).not.toContain(directory)
  }
  expect(messages.filter((message) => message.includes("the queue can't be written"))).toEqual([
    expect.stringContaining('its file has been deleted or replaced'),
  ])
})

test('what an earlier run has left counts towards the limit', async () => {
  refuseAll()
  const first = start({ queue: { directory, maxBatches: 2 } })
  for (const name of ['one', 'two']) expect((await send(first, name)).status).toBe(200)
  await first.close({ flushTimeoutMs: 0 })
  const second = start({ queue: { directory, maxBatches: 2 } })
  expect((await send(second, 'three')).status).toBe(503)
})

test('each destination has its own share, also where one is named twice, and is known again by its URL', async () => {
  refuseAll()
  const twice = [{ url: backend.url }, { url: backend.url }]
  const first = start({ forward: twice })
  await send(first, 'one')
  await first.close({ flushTimeoutMs: 0 })
  expect(first.counts()).toMatchObject([{ waiting: 1 }, { waiting: 1 }])
  await recover()
  const other = await OtlpBackend.start()
  const elsewhere = start({ forward: [{ url: other.url }] })
  expect(messages.filter((message) => message.includes('is not configured any more'))).toHaveLength(2)
  await elsewhere.close()
  expect(other.received).toEqual([])
  await other.close()
  expect(await start({ forward: twice }).flush()).toBe(true)
  expect(received()).toEqual(['one', 'one'])
})

test('two collectors share one directory: each batch is sent once, by either', async () => {
  const [first, second] = [start(), start()]
  const names = Array.from({ length: 40 }, (_, index) => `span ${index}`)
  await Promise.all(names.map((name, index) => send(index % 2 ? first : second, name)))
  expect([await first.flush(), await second.flush()]).toEqual([true, true])
  expect(received()).toEqual(names.toSorted())
  expect(first.counts()[0]!.sent + second.counts()[0]!.sent).toBe(40)
})

test('what one collector has put in and not sent when it stops, another one on the directory sends', async () => {
  const held = new EventEmitter()
  backend.answers = [once(held, 'never').then(() => ({ status: 200 }))]
  const first = start()
  await send(first, 'one')
  await expect.poll(received).toEqual(['one'])
  const second = start()
  await first.close({ flushTimeoutMs: 0 })
  await expect.poll(() => second.counts()[0]).toMatchObject({ sent: 1, waiting: 0 })
  held.emit('never')
})

test('two copies of the package in one process share it, as after a hot reload', async () => {
  const first = start()
  vi.resetModules()
  const copy = await import('../index.ts')
  expect(copy.createCollector).not.toBe(createCollector)
  const options: CollectorOptions = { forward: [{ url: backend.url }], queue: { directory } }
  const second = copy.createCollector(options)
  await send(first, 'one')
  await send(second, 'two')
  expect([await first.flush(), await second.flush()]).toEqual([true, true])
  expect(received()).toEqual(['one', 'two'])
  await second.close()
})

test('says at once what is wrong with the directory', async () => {
  await writeFile(join(directory, 'file'), '')
  expect(() => start({ queue: { directory: join(directory, 'file') } })).toThrow(
    "queue.directory can't be used: EEXIST",
  )
  expect(() => start({ queue: { directory: '' } })).toThrow('queue.directory is ""; expected the path of a directory')
  await writeFile(join(directory, 'queue.sqlite'), 'no database, but longer than a header of one is: '.repeat(20))
  expect(() => start()).toThrow('queue.sqlite is no SQLite database')
})

test('what is refused for good becomes a dead letter: it is not dropped, and takes no room in the queue', async () => {
  backend.decide = (body) => (namesIn(body).includes('bad') ? { status: 400 } : undefined)
  const collector = start({ queue: { directory, maxBatches: 1 } })
  await send(collector, 'bad')
  expect(await collector.flush()).toBe(true)
  expect(collector.counts()[0]).toMatchObject({ sent: 0, dropped: 0, waiting: 0, deadLetters: 1 })
  expect(messages).toEqual([
    `Set aside 1 span for ${backend.url}/v1/traces: it answered 400. See spanlit-collector dead-letters`,
  ])
  expect((await send(collector, 'good')).status).toBe(200)
  expect(await collector.flush()).toBe(true)
  expect(collector.counts()[0]).toMatchObject({ sent: 1 })
})

for (const status of [301, 401, 403, 404, 408, 429, 500, 502]) {
  test(`a night in which the destination answers ${status} loses nothing`, async () => {
    let isDown = true
    const accepted: string[] = []
    backend.decide = (body) => {
      if (isDown) return { status }
      accepted.push(...namesIn(body))
      return undefined
    }
    const collector = start()
    for (const name of ['one', 'two', 'three']) expect((await send(collector, name)).status).toBe(200)
    await expect.poll(() => backend.received.length).toBeGreaterThan(4)
    expect(collector.counts()[0]).toMatchObject({ sent: 0, dropped: 0, deadLetters: 0, waiting: 3 })
    isDown = false
    expect(await collector.flush()).toBe(true)
    expect(accepted.toSorted()).toEqual(['one', 'three', 'two'])
  })
}

test('what has been tried for too long is set aside', async () => {
  refuseAll()
  const collector = start({ retry: { firstDelayMs: 10, maxDelayMs: 20, giveUpAfterMs: 100 } })
  await send(collector, 'one')
  expect(await collector.flush()).toBe(true)
  expect(collector.counts()[0]).toMatchObject({ sent: 0, dropped: 0, deadLetters: 1 })
})

test('the database shrinks again after an outage', async () => {
  let isDown = true
  backend.decide = () => (isDown ? { status: 503 } : undefined)
  const collector = start()
  const body = ProtobufTraceSerializer.serializeRequest(
    makeSpans(['large'], { 'gen_ai.input.messages': 'x'.repeat(4_000_000) }),
  ) as BodyInit
  const headers = { host: 'localhost', 'content-type': 'application/x-protobuf' }
  for (let count = 0; count < 15; count += 1) {
    const answer = await collector.fetch(new Request('http://localhost/v1/traces', { method: 'POST', headers, body }))
    expect(answer.status).toBe(200)
  }
  isDown = false
  expect(await collector.flush()).toBe(true)
  const size = async (): Promise<number> => (await stat(join(directory, 'queue.sqlite'))).size
  await expect.poll(size, { timeout: 20_000 }).toBeLessThan(45_000_000)
}, 40_000)
