import { setImmediate as turn } from 'node:timers/promises'
import { completionClient, pulledClient, REQUEST, STREAM_REQUEST, type ChatClient } from '../openai.ts'
import type { Tracer } from '../subjects/subject.ts'
import { slope } from '../statistics.ts'
import { expectSpans } from './spans.ts'

/** Bytes of heap that stay, after garbage collection, for each call and for each abandoned stream. */
export interface Heap {
  call: number
  stream: number
}

const CALLS = 100_000
const STREAMS = 10_000
const WARM_UP = 2000
const SAMPLES = 20

/** Needs `--expose-gc`. */
export async function measureHeap({ trace, spans }: Tracer): Promise<Heap> {
  const caller = trace(completionClient())
  const call = await growth(CALLS, () => caller.chat.completions.create(REQUEST))
  const streamer = trace(pulledClient(3).client)
  const stream = await growth(STREAMS, (index) => abandon(streamer, index))
  if (spans.ended > 0) await expectSpans(spans, CALLS + STREAMS + WARM_UP * 2)
  return { call, stream }
}

/** Every other stream is left at its first chunk, the rest is never read. */
async function abandon(client: ChatClient, index: number): Promise<void> {
  const stream = (await client.chat.completions.create(STREAM_REQUEST)) as AsyncIterable<unknown>
  if (index % 2 === 0) for await (const chunk of stream) if (chunk) break
}

async function growth(count: number, run: (index: number) => PromiseLike<unknown>): Promise<number> {
  const runs = count / SAMPLES
  const sizes: number[] = []
  for (let index = 0; index < WARM_UP; index++) await run(index)
  for (let sample = 0; sample < SAMPLES; sample++) {
    for (let index = 0; index < runs; index++) await run(index)
    sizes.push(await heapSize())
  }
  return slope(sizes) / runs
}

/** What is held only until finalizers have run is no growth, so they run first. */
async function heapSize(): Promise<number> {
  for (let round = 0; round < 4; round++) {
    globalThis.gc?.()
    await turn()
  }
  return process.memoryUsage().heapUsed
}
