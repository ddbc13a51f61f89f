import { STREAM_REQUEST, streamClient, type ChatClient } from '../openai.ts'
import type { Tracer } from '../subjects/subject.ts'
import { alternate, type Paired } from './pairs.ts'
import { expectSpans } from './spans.ts'

const CHUNKS = 2000

/** Microseconds that tracing adds to each chunk of a stream that is read to its end, what is done at the end included. */
export async function measureChunk({ trace, spans }: Tracer): Promise<Paired> {
  let streams = 0
  const bare = streamClient(CHUNKS)
  const traced = trace(streamClient(CHUNKS))
  const figures = await alternate(
    () => timed(bare),
    () => {
      streams += 1
      return timed(traced)
    },
    { warmUp: 20, segments: 20, pairs: 10 },
  )
  if (traced.chat.completions.create !== bare.chat.completions.create) await expectSpans(spans, streams)
  return figures
}

async function timed(client: ChatClient): Promise<number> {
  const stream = (await client.chat.completions.create(STREAM_REQUEST)) as AsyncIterable<unknown>
  let chunks = 0
  const start = performance.now()
  for await (const chunk of stream) if (chunk) chunks += 1
  const time = performance.now() - start
  if (chunks !== CHUNKS) throw new Error(`The stream had ${chunks} chunks instead of ${CHUNKS}.`)
  return (time * 1000) / CHUNKS
}
