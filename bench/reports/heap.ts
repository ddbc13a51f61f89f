import { inProcess } from '../processes.ts'
import { bare, spanlit } from '../subjects/index.ts'

/** Bytes a call or a stream: runs without a leak came to 6, and a span that is not let go has more than a thousand. */
const TOLERATED = 10

/** Heap that stays after garbage collection: a leak would show as so many bytes for each call or stream. */
export async function reportHeap(): Promise<void> {
  console.log(
    '\nHeap growth over 100,000 calls and over 10,000 abandoned streams, bytes each, after garbage collection',
  )
  const rows: Record<string, string>[] = []
  for (const subject of [bare, spanlit]) {
    const { call, stream } = await inProcess('heap', subject)
    rows.push({ client: subject.name, 'a call': call.toFixed(1), 'an abandoned stream': stream.toFixed(1) })
    if (subject !== spanlit || Math.max(call, stream) <= TOLERATED) continue
    console.error(`The heap grows by more than ${TOLERATED} bytes a call or stream.`)
    process.exitCode = 1
  }
  console.table(rows)
}
