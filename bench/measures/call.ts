import { REQUEST, completionClient, type ChatClient } from '../openai.ts'
import type { Tracer } from '../subjects/subject.ts'
import { alternate, type Paired } from './pairs.ts'
import { expectSpans } from './spans.ts'

/** Microseconds that tracing adds to a call that is not streamed, from the method's call to its result. */
export async function measureCall({ trace, spans }: Tracer): Promise<Paired> {
  let calls = 0
  const bare = completionClient()
  const traced = trace(completionClient())
  const figures = await alternate(
    () => timed(bare),
    () => {
      calls += 1
      return timed(traced)
    },
    // After 3,000 pairs V8 still compiles: what is added is half as much again, with each tracer and with the span made by hand.
    { warmUp: 15_000, segments: 40, pairs: 100 },
  )
  if (traced.chat.completions.create !== bare.chat.completions.create) await expectSpans(spans, calls)
  return figures
}

async function timed(client: ChatClient): Promise<number> {
  const start = performance.now()
  await client.chat.completions.create(REQUEST)
  return (performance.now() - start) * 1000
}
