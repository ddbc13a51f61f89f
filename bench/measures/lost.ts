import { pulledClient, STREAM_REQUEST } from '../openai.ts'
import type { Tracer } from '../subjects/subject.ts'
import { endOf } from './spans.ts'

/** What is left of a stream that is not read to its end. */
export interface Lost {
  /** `break` after the first chunk: has its span ended, and how many chunks were read of the API's answer? */
  brokenOff: { ended: boolean; read: number; cancelled: boolean }
  /** The same of a stream that nobody reads. */
  unread: { ended: boolean; read: number; cancelled: boolean }
}

const CHUNKS = 500

/** Needs `--expose-gc`: a stream that nobody reads can only end as garbage. */
export async function measureLost(tracer: Tracer): Promise<Lost> {
  const { client, upstream } = pulledClient(CHUNKS)
  const { spans } = tracer
  const traced = tracer.trace(client)

  async function start(): Promise<AsyncIterable<unknown>> {
    return (await traced.chat.completions.create(STREAM_REQUEST)) as AsyncIterable<unknown>
  }
  async function outcome(use: () => Promise<void>): Promise<Lost['unread']> {
    const before = spans.ended
    await use()
    await endOf(spans, before + 1)
    return { ended: spans.ended > before, ...upstream }
  }
  return {
    brokenOff: await outcome(async () => {
      for await (const chunk of await start()) if (chunk) break
    }),
    unread: await outcome(async () => {
      await start()
    }),
  }
}
