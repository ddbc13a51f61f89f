import { EventEmitter, once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
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

/** The batches in the queue of the one destination. */
async function stored(): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true })
  return entries.filter((name) => name.endsWith('.pb')).map((name) => join(directory, name))
}

const never = { status: 503 }
function refuseAll(): void {
  backend.answers = Array.from({ length: 1000 }, () => never)
}

test('a batch is on the disk when its sender hears 200, for its owner alone to read, and leaves it when it is sent', async () => {
  refuseAll()
  const collector = start()
  expect((await send(collector, 'one')).status).toBe(200)
  const [file = '', ...others] = await stored()
  expect(others).toEqual([])
  expect(namesIn(await readFile(file))).toEqual(['one'])
  expect((await stat(file)).mode & 0o077).toBe(0)
  backend.answers = []
  expect(await collector.flush()).toBe(true)
  expect(await stored()).toEqual([])
  expect(collector.counts()[0]).toMatchObject({ sent: 1, dropped: 0, waiting: 0 })
})

test('what could not be sent is sent by the next start, once, and is not counted as dropped', async () => {
  refuseAll()
  const first = start()
  for (const name of ['one', 'two', 'three', 'four', 'five', 'six']) await send(first, name)
  await first.close({ flushTimeoutMs: 0 })
  expect(first.counts()[0]).toMatchObject({ sent: 0, dropped: 0, waiting: 6 })
  expect(messages.at(-1)).toContain('6 batches stay in the queue for the next start')
  await backend.recover()
  const second = start()
  expect(messages.at(-1)).toContain('6 batches of an earlier run in the queue')
  expect(await second.flush()).toBe(true)
  expect(received()).toEqual(['five', 'four', 'one', 'six', 'three', 'two'])
  expect(second.counts()[0]).toMatchObject({ sent: 6, waiting: 0 })
  expect(await stored()).toEqual([])
})

test('a batch that was cut while it was written is none, and one that can’t be read holds nothing up', async () => {
  refuseAll()
  const first = start()
  for (const name of ['one', 'two']) await send(first, name)
  await first.close({ flushTimeoutMs: 0 })
  const [unreadable = '', intact = ''] = (await stored()).toSorted()
  await rm(unreadable)
  await mkdir(unreadable)
  const half = join(intact, '../0000000000000009-1.pb.part')
  await writeFile(half, 'half')
  await backend.recover()
  const second = start()
  expect(await second.flush()).toBe(true)
  expect(received()).toEqual(['two'])
  expect(messages).toContainEqual(expect.stringContaining("A batch in the queue can't be read"))
  await expect(stat(half)).rejects.toThrow('ENOENT')
})

test('a sender is asked to come back where the batch can’t be written', async () => {
  const collector = start()
  await rm(directory, { recursive: true })
  const response = await send(collector, 'one')
  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toBe('3')
  expect(messages).toContainEqual(expect.stringContaining("the queue can't be written: ENOENT"))
  expect(collector.counts()[0]).toMatchObject({ waiting: 0 })
})

test('a disk that can’t be written is said once, not once a batch, and its paths are not told to senders', async () => {
  const collector = start()
  await rm(directory, { recursive: true })
  const answers = await Promise.all(['one', 'two', 'three'].map((name) => send(collector, name)))
  for (const answer of answers) expect(await answer.text()).not.toContain(directory)
  expect(messages.filter((message) => message.includes("the queue can't be written"))).toHaveLength(1)
})

test('a disk that can’t be read is said once, not once a batch', async () => {
  refuseAll()
  const first = start()
  for (const name of ['one', 'two', 'three']) await send(first, name)
  await first.close({ flushTimeoutMs: 0 })
  for (const path of await stored()) {
    await rm(path)
    await mkdir(path)
  }
  await start().flush()
  expect(messages.filter((message) => message.includes("can't be read"))).toHaveLength(1)
})

test('a batch whose file is gone when it has been sent is not said to be sent again', async () => {
  const collector = start()
  const taken = new EventEmitter()
  backend.answers = [once(taken, 'now').then(() => ({ status: 200 }))]
  await send(collector, 'one')
  await expect.poll(received).toEqual(['one'])
  await rm(directory, { recursive: true })
  taken.emit('now')
  expect(await collector.flush()).toBe(true)
  expect(messages).toEqual([])
})

test('what an earlier run has left counts towards the limit', async () => {
  refuseAll()
  const first = start({ queue: { directory, maxBatches: 2 } })
  for (const name of ['one', 'two']) expect((await send(first, name)).status).toBe(200)
  await first.close({ flushTimeoutMs: 0 })
  const second = start({ queue: { directory, maxBatches: 2 } })
  expect((await send(second, 'three')).status).toBe(503)
})

test('each destination has a queue of its own, also where one is named twice, and is known again by its URL', async () => {
  refuseAll()
  const twice = [{ url: backend.url }, { url: backend.url }]
  const first = start({ forward: twice })
  await send(first, 'one')
  await first.close({ flushTimeoutMs: 0 })
  expect(await stored()).toHaveLength(2)
  await backend.recover()
  const other = await OtlpBackend.start()
  const elsewhere = start({ forward: [{ url: other.url }] })
  expect(messages.filter((message) => message.includes('is not configured any more'))).toHaveLength(2)
  await elsewhere.close()
  expect(other.received).toEqual([])
  await other.close()
  expect(await start({ forward: twice }).flush()).toBe(true)
  expect(received()).toEqual(['one', 'one'])
})

test('nor can two copies of the package in one process, as after a hot reload, by whatever path they name it', async () => {
  const link = `${directory}-link`
  await symlink(directory, link)
  const first = start()
  vi.resetModules()
  const copy = await import('../index.ts')
  expect(copy.createCollector).not.toBe(createCollector)
  for (const path of [directory, link]) {
    const options: CollectorOptions = { forward: [{ url: backend.url }], queue: { directory: path } }
    expect(() => copy.createCollector(options)).toThrow('is in use by another collector of this process')
  }
  await first.close()
  await rm(link)
})

test('two collectors can’t have one directory at the same time, and one that was killed does not keep it', async () => {
  const first = start()
  expect(() => start()).toThrow('is in use by another collector of this process; give each collector a directory')
  await first.close()
  await writeFile(join(directory, `owner-${process.ppid}`), '')
  expect(() => start()).toThrow(`is in use by process ${process.ppid}`)
  // Its number is that of another process now, as after a restart of the machine.
  await writeFile(join(directory, `owner-${process.ppid}`), '1')
  if (process.platform === 'linux') await start().close()
  else await rm(join(directory, `owner-${process.ppid}`))
  // As large as no process has it; and its own, as at each start in a container.
  await writeFile(join(directory, 'owner-4194305'), '')
  await writeFile(join(directory, `owner-${process.pid}`), '1')
  await start().close()
  expect((await readdir(directory)).filter((name) => name.startsWith('owner'))).toEqual([])
  await writeFile(join(directory, 'file'), '')
  expect(() => start({ queue: { directory: join(directory, 'file') } })).toThrow("can't be used: EEXIST")
  expect(() => start({ queue: { directory: '' } })).toThrow('queue.directory is ""; expected the path of a directory')
})
