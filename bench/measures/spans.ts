import { setTimeout as wait } from 'node:timers/promises'
import type { EndedSpans } from '../tracing.ts'

/** A tracer that makes no spans would look fast. Waits for `count` spans, and throws where they do not end. */
export async function expectSpans(spans: EndedSpans, count: number): Promise<void> {
  await endOf(spans, count)
  if (spans.ended !== count) throw new Error(`${count} calls were traced, and ${spans.ended} spans have ended.`)
}

/** Gives spans that end by garbage collection or by a timer the time to do so. */
export async function endOf(spans: EndedSpans, count: number): Promise<void> {
  for (let turn = 0; turn < 20 && spans.ended < count; turn++) {
    globalThis.gc?.()
    await wait(50)
  }
}
