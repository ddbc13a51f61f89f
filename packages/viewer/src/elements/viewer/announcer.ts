import type { SpanStore } from '../../model/span-store.ts'
import { summaryOf } from '../../model/trace-summary.ts'

const EVERY = 3000

/** What a screen reader is told of a list that changes by itself: the newest news, and not more often than every few seconds. */
export class Announcer {
  #known = new Map<string, 'running' | 'done'>()
  #last = 0

  /** @returns the sentence to say, or `undefined` when there is no news or it is too soon */
  news(store: SpanStore, now: number): string | undefined {
    if (now - this.#last < EVERY) return undefined
    const sentences: string[] = []
    for (const trace of store.traces.slice(0, 20)) {
      const state = trace.running > 0 ? 'running' : 'done'
      if (this.#known.get(trace.traceId) === state) continue
      this.#known.set(trace.traceId, state)
      const { name, failure, brokenOff } = summaryOf(trace, now)
      const how = failure?.words ?? brokenOff
      if (state === 'running') sentences.push(`${name} began`)
      else sentences.push(how === undefined ? `${name} ended` : `${name} ended: ${how}`)
    }
    if (sentences.length === 0) return undefined
    this.#last = now
    return sentences.length > 3 ? `${sentences.length} traces changed` : sentences.join('. ')
  }

  reset(): void {
    this.#known = new Map()
  }
}
