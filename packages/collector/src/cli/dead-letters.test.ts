import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startAzureIngestion } from '../../test/azure-ingestion.ts'
import { OtlpBackend } from '../../test/otlp-backend.ts'
import { makeSpans } from '../../test/spans.ts'
import { createCollector, type Collector, type CollectorOptions } from '../index.ts'
import { runDeadLetters } from './dead-letters.ts'

let backend: OtlpBackend
let directory: string
let collector: Collector

beforeEach(async () => {
  backend = await OtlpBackend.start()
  directory = await mkdtemp(join(tmpdir(), 'spanlit-dead-'))
})

afterEach(async () => {
  await collector?.close({ flushTimeoutMs: 0 })
  await backend.close()
  await rm(directory, { recursive: true })
})

async function send(options: CollectorOptions, ...names: string[]): Promise<void> {
  collector = createCollector({
    queue: { directory },
    retry: { firstDelayMs: 10, maxDelayMs: 20 },
    logger: { info() {}, warn() {}, error() {} },
    ...options,
  })
  const headers = { host: 'localhost', 'content-type': 'application/x-protobuf' }
  for (const name of names) {
    const body = ProtobufTraceSerializer.serializeRequest(makeSpans([name])) as BodyInit
    const request = new Request('http://localhost/v1/traces', { method: 'POST', headers, body })
    expect((await collector.fetch(request)).status).toBe(200)
    await collector.flush()
  }
}

const run = (...parameters: string[]): string => runDeadLetters([...parameters, '--queue-directory', directory], {})

test('an operator lists, reads, sends again and deletes what was refused, while the collector runs', async () => {
  backend.decide = () => ({
    status: 400,
    headers: { 'content-type': 'application/json' },
    body: '{"message":"no such tenant"}',
  })
  await send({ forward: [{ url: backend.url }] }, 'one', 'two', 'three')
  const lines = run('list').trim().split('\n')
  expect(lines).toHaveLength(3)
  expect(lines[0]).toMatch(
    /^\d+ {2}http:.*\/v1\/traces {2}1 spans \(\d+ bytes\) of \d{4}-.*Z, 1 attempt: it answered 400: no such tenant$/,
  )
  const [one, two] = run('list', '--json')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: number; cause: string })
  const shown = JSON.parse(run('show', String(one!.id))) as { resourceSpans: object[] }
  expect(shown.resourceSpans[0]).toMatchObject({ scopeSpans: [{ spans: [{ name: 'one' }] }] })

  backend.decide = undefined
  expect(run('send', String(one!.id))).toBe('Sent again: 1 dead letter\n')
  await expect.poll(() => collector.counts()[0]).toMatchObject({ sent: 1, deadLetters: 2, waiting: 0 })
  expect(run('delete', String(two!.id))).toBe('Deleted: 1 dead letter\n')
  expect(run('delete', '--all')).toBe('Deleted: 1 dead letter\n')
  expect(run('list')).toBe('There are no dead letters\n')
})

test('of a batch that Azure Monitor takes in part, the items that it refused are a dead letter, and no others', async () => {
  const azure = await startAzureIngestion()
  azure.respond((items) => {
    const index = items.findIndex((item) => JSON.stringify(item).includes('"bad"'))
    const errors = [{ index, statusCode: 400, message: 'too long' }]
    return { status: 206, body: { itemsReceived: items.length, itemsAccepted: items.length - 1, errors } }
  })
  await send({ azure: { connectionString: azure.connectionString } }, 'bad')
  expect(collector.counts()[0]).toMatchObject({ dropped: 0, deadLetters: 1, waiting: 0 })
  const [letter] = run('list').split(' ')
  const envelopes = run('show', letter!).trim().split('\n')
  expect(envelopes).toHaveLength(1)
  expect(JSON.parse(envelopes[0]!)).toMatchObject({ data: { baseData: { name: 'bad' } } })
  azure.respond(undefined)
  run('send', '--all')
  const { data } = await azure.waitFor((envelope) => envelope.data.baseData.name === 'bad')
  expect(data.baseType).toBe('RemoteDependencyData')
  await azure.close()
})

test('says what is wrong with the command', async () => {
  await send({ forward: [{ url: backend.url }] })
  expect(() => run('lst')).toThrow('dead-letters has no command "lst"; it has list, show, send and delete')
  expect(() => run('show', 'one')).toThrow('"one" is no number of a dead letter')
  expect(() => run('show', '7')).toThrow('There is no dead letter 7')
  expect(() => run('delete')).toThrow('Give the numbers of dead letters, or --all')
  expect(() => run('list', '--jsn')).toThrow("Unknown option '--jsn'")
  expect(() => runDeadLetters(['list'], {})).toThrow('dead-letters needs --queue-directory')
  expect(() => runDeadLetters(['list', '--queue-directory', '/nowhere'], {})).toThrow('There is no queue in /nowhere')
  expect(runDeadLetters(['--help'], {})).toContain('Usage: spanlit-collector dead-letters')
})
