import type { Lost } from '../measures/lost.ts'
import { inProcess } from '../processes.ts'
import { tracers } from '../subjects/index.ts'

/** Which tracers lose the span of a stream that is not read to its end, and which read on without being asked. */
export async function reportLost(): Promise<void> {
  console.log('\nStreams of 500 chunks that are not read to the end')
  const rows: Record<string, string>[] = []
  for (const subject of tracers) {
    const { brokenOff, unread } = await inProcess('lost', subject)
    rows.push({
      tracer: subject.name,
      '`break` after the first chunk': said(brokenOff),
      'chunks read of it': String(brokenOff.read),
      'never read': said(unread),
      'chunks read of that': String(unread.read),
    })
  }
  console.table(rows)
}

function said({ ended }: Lost['unread']): string {
  return ended ? 'span ends' : 'span lost'
}
