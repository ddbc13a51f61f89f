import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { decodeTraces } from '../src/otlp/protobuf.ts'
import { readTraces } from '../src/otlp/traces.ts'
import { CollectorProcess } from './collector-process.ts'
import { OtlpBackend } from './otlp-backend.ts'

let backend: OtlpBackend
let directory: string
let running: CollectorProcess[]

beforeEach(async () => {
  running = []
  backend = await OtlpBackend.start()
  directory = await mkdtemp(join(tmpdir(), 'spanlit-crash-'))
})

afterEach(async () => {
  for (const collector of running) await collector.kill()
  await backend.close()
  await rm(directory, { recursive: true })
})

async function start(wrapper: readonly string[] = []): Promise<CollectorProcess> {
  const collector = await CollectorProcess.start(['--forward', backend.url, '--queue-directory', directory], wrapper)
  running.push(collector)
  return collector
}

/** Names of the spans that the backend has answered with 200. */
const delivered = new Set<string>()
let isDown = false
beforeEach(() => {
  delivered.clear()
  isDown = false
  backend.decide = (body) => {
    if (isDown) return { status: 503 }
    for (const { scopeSpans } of readTraces(decodeTraces(body)).traces.resourceSpans) {
      for (const { spans } of scopeSpans) for (const { name } of spans) delivered.add(name)
    }
    return undefined
  }
})

/** Sends spans by three connections to each collector until `isOver`, and notes those that were acknowledged. */
async function sendUntil(
  isOver: () => boolean,
  collectors: readonly CollectorProcess[],
  prefix: string,
  acknowledged: string[],
): Promise<void> {
  let next = 0
  const work = async (collector: CollectorProcess): Promise<void> => {
    while (!isOver()) {
      const name = `${prefix} ${(next += 1)}`
      if (await collector.send(name)) acknowledged.push(name)
    }
  }
  await Promise.all(collectors.flatMap((collector) => [work(collector), work(collector), work(collector)]))
}

/** The long bench asks for fifty. */
const kills = Number(process.env['SPANLIT_KILLS'] ?? 10)

test(
  `${kills} kills in the middle of the work lose nothing that was acknowledged, whether the destination is up or down`,
  async () => {
    const acknowledged: string[] = []
    for (let round = 0; round < kills; round += 1) {
      isDown = round % 2 === 1
      const collector = await start()
      const enough = acknowledged.length + 20 + round
      let isKilled = false
      const sending = sendUntil(() => isKilled, [collector], `round ${round}, span`, acknowledged)
      await expect.poll(() => acknowledged.length, { timeout: 30_000, interval: 5 }).toBeGreaterThan(enough)
      await collector.kill()
      isKilled = true
      await sending
    }
    isDown = false
    const last = await start()
    const missing = (): string[] => acknowledged.filter((name) => !delivered.has(name))
    await expect.poll(missing, { timeout: 30_000 }).toEqual([])
    await last.stop()
  },
  kills * 24_000,
)

test('two collectors that are both process 1, as in two containers, share a queue, and one sends what the other leaves', async () => {
  const unshare = ['unshare', '--user', '--map-root-user', '--pid', '--fork', '--mount-proc', '--kill-child']
  const canUnshare = spawnSync(unshare[0]!, [...unshare.slice(1), 'true']).status === 0
  // Where the kernel does not allow it, the two still share a directory, as two processes with numbers of their own.
  const wrapper = canUnshare ? unshare : []
  const both = [await start(wrapper), await start(wrapper)]
  let isOver = false
  const acknowledged: string[] = []
  const sending = sendUntil(() => isOver, both, 'span', acknowledged)
  await expect.poll(() => delivered.size, { timeout: 30_000 }).toBeGreaterThan(100)
  await both[0]!.kill()
  isOver = true
  await sending
  const missing = (): string[] => acknowledged.filter((name) => !delivered.has(name))
  await expect.poll(missing, { timeout: 40_000 }).toEqual([])
  expect(acknowledged.length).toBeGreaterThan(100)
  await both[1]!.stop()
}, 120_000)
