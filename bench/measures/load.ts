import { setImmediate as turn } from 'node:timers/promises'
import { REQUEST, STREAM_REQUEST, completionClient, streamClient, type ChatClient } from '../openai.ts'
import { median } from '../statistics.ts'
import type { Tracer } from '../subjects/subject.ts'
import { expectSpans } from './spans.ts'

/** Microseconds of the processor for each call, exports included. */
export interface Load {
  bare: number
  traced: number
  /** The median of the ratios of neighbouring rounds. */
  ratio: number
}

const AT_ONCE = 100
const CALLS = 1000
const ROUNDS = 12
const WARM_UP = 4
const CHUNKS = 50

/** A server under load: 100 calls at once, half of them streams, of which two in five are left early; spans are exported. */
export async function measureLoad({ trace, spans }: Tracer): Promise<Load> {
  const bare = [completionClient(), streamClient(CHUNKS)] as const
  const traced = [trace(completionClient()), trace(streamClient(CHUNKS))] as const
  const [bareTimes, tracedTimes]: [number[], number[]] = [[], []]
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const withBare = await processorTime(bare)
    const withTraced = await processorTime(traced, spans.flush)
    if (round < WARM_UP) continue
    bareTimes.push(withBare)
    tracedTimes.push(withTraced)
  }
  if (traced[0].chat.completions.create !== bare[0].chat.completions.create) {
    await expectSpans(spans, CALLS * (WARM_UP + ROUNDS))
  }
  return {
    bare: median(bareTimes),
    traced: median(tracedTimes),
    ratio: median(tracedTimes.map((time, round) => time / (bareTimes[round] ?? NaN))),
  }
}

async function processorTime(
  [completions, streams]: readonly [ChatClient, ChatClient],
  flush?: () => Promise<void>,
): Promise<number> {
  globalThis.gc?.()
  const start = process.cpuUsage()
  let next = 0
  const work = async (): Promise<void> => {
    while (next < CALLS) {
      const index = next++
      if (index % 2 === 0) await completions.chat.completions.create(REQUEST)
      else await read(streams, index % 10 < 4)
      await turn()
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  await flush?.()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / CALLS
}

async function read(client: ChatClient, isLeftEarly: boolean): Promise<void> {
  const stream = (await client.chat.completions.create(STREAM_REQUEST)) as AsyncIterable<unknown>
  let chunks = 0
  for await (const chunk of stream) if (chunk && ++chunks === 10 && isLeftEarly) break
}
