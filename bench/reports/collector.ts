import { fork, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findOtelcol } from '../../scripts/otelcol.ts'
import type { LoadResult } from '../collector/load.ts'
import { startOtelcol, startSpanlit, type Behind, type Subject } from '../collector/subjects.ts'
import { median } from '../statistics.ts'

const folder = join(import.meta.dirname, '../collector')
const options = { execArgv: ['--conditions=@spanlit/source'] }
const rounds = Number(process.env['ROUNDS'] ?? 3)
const seconds = Number(process.env['SECONDS'] ?? 6)

interface Sink {
  child: ChildProcess
  url: string
  bytes: number
}

async function startSink(latency = 0, status = 200, kind = 'otlp'): Promise<Sink> {
  const child = fork(join(folder, 'sink.ts'), [String(latency), String(status), kind], options)
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  const sink: Sink = { child, url: `http://127.0.0.1:${port}`, bytes: 0 }
  child.on('message', (message: { bytes: number }) => (sink.bytes = message.bytes))
  return sink
}

async function load(url: string, connections: number, spansPerSecond = 0): Promise<LoadResult> {
  const child = fork(join(folder, 'load.ts'), [url, connections, seconds, spansPerSecond].map(String), options)
  const [result] = (await once(child, 'message')) as [LoadResult]
  return result
}

/** Waits until nothing has arrived for a second. */
async function drained(sink: Sink): Promise<void> {
  for (let before = -1; before !== sink.bytes;) {
    before = sink.bytes
    await sleep(1200)
  }
}

interface Run extends LoadResult {
  name: string
  /** Microseconds of processor time a span, from its arrival to its delivery. */
  cost: number
  /** Accepted spans a second. */
  rate: number
  /** Spans a second from the first that came to the last that was delivered. */
  throughput: number
  memory: number
}

async function run(start: (behind: Behind) => Promise<Subject>, sink: Sink, behind: Behind, rate = 0): Promise<Run> {
  const subject = await start(behind)
  try {
    await sleep(300)
    const [cpu, begun] = [subject.cpu(), performance.now()]
    const result = await load(subject.url, 16, rate)
    await drained(sink)
    const took = (performance.now() - begun) / 1000 - 1.2
    return {
      ...result,
      name: subject.name,
      cost: ((subject.cpu() - cpu) / result.accepted) * 1e6,
      rate: result.accepted / result.seconds,
      throughput: result.accepted / took,
      memory: subject.memory().most,
    }
  } finally {
    await subject.stop()
  }
}

function show(runs: readonly Run[]): void {
  for (const name of new Set(runs.map((each) => each.name))) {
    const own = runs.filter((each) => each.name === name)
    const of = (pick: (each: Run) => number, digits = 0): string => median(own.map(pick)).toFixed(digits)
    console.log(
      `  ${name.padEnd(24)} ${of((each) => each.cost, 1)} us a span, ${of((each) => each.rate)} spans/s accepted, ` +
        `${of((each) => each.throughput)} delivered, median ${of((each) => each.median, 1)} ms, p99 ${of((each) => each.p99, 1)} ms, ` +
        `${of((each) => each.memory)} MB, ${of((each) => each.refused)} refused`,
    )
  }
}

/** The forward path of the collector beside the OpenTelemetry Collector: 100 spans of 2 kB a request, 16 connections. */
export async function reportCollector(): Promise<void> {
  if (!existsSync(join(import.meta.dirname, '../../packages/collector/dist/cli.js'))) {
    console.log('Collector: run `pnpm build` first; what is measured is what is published.')
    return
  }
  const binary = findOtelcol()
  if (!binary) console.log('There is no OpenTelemetry Collector to compare with; `node scripts/otelcol.ts` builds one.')
  const starts = [startSpanlit, ...(binary ? [(behind: Behind) => startOtelcol(binary, behind)] : [])]

  const sink = await startSink()
  for (const isDurable of [true, false]) {
    const runs: Run[] = []
    for (let round = 0; round < rounds; round += 1) {
      for (const start of starts) runs.push(await run(start, sink, { target: sink.url, isDurable }))
    }
    console.log(`Collector, as fast as it goes, queue ${isDurable ? 'on disk, with fsync' : 'in memory'}`)
    show(runs)
  }
  const paced: Run[] = []
  for (const start of starts) paced.push(await run(start, sink, { target: sink.url, isDurable: true }, 2500))
  console.log('Collector, at 2,500 spans/s, queue on disk')
  show(paced)

  const slow = await startSink(50)
  const behindSlow: Run[] = []
  for (const start of starts) behindSlow.push(await run(start, slow, { target: slow.url, isDurable: true }))
  console.log('Collector, 50 ms behind it, queue on disk')
  show(behindSlow)

  const azure = await startSink(50, 200, 'azure')
  const target = `InstrumentationKey=${randomUUID()};IngestionEndpoint=${azure.url}`
  console.log('Collector, to Azure Monitor with 50 ms behind it, queue on disk')
  show([await run(startSpanlit, azure, { target, isDurable: true })])

  const down = await startSink(0, 503)
  console.log('Collector, its queue full')
  for (const start of starts) {
    const subject = await start({ target: down.url, isDurable: true, maxBatches: 2 })
    await load(subject.url, 2)
    const cpu = subject.cpu()
    const { refused } = await load(subject.url, 4)
    console.log(
      `  ${subject.name.padEnd(24)} ${(((subject.cpu() - cpu) / refused) * 1000).toFixed(3)} ms of processor time a refused batch`,
    )
    await subject.stop()
  }
  for (const { child } of [sink, slow, azure, down]) child.kill()
}
