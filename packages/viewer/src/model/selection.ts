import type { SpanStore } from './span-store.ts'
import { mostTelling } from './trace-summary.ts'

/** Which of the stacked columns of a narrow viewer is seen: the spans, until a person goes back to the list or on to a span. */
export type Page = 'traces' | 'tree' | 'detail'

/**
 * What is looked at. Until a person chooses, the viewer does: the newest trace, and in a trace the span that says most. Whoever
 * chose is left alone.
 */
export class Selection {
  following = true
  page: Page = 'tree'
  traceId: string | undefined
  spanId: string | undefined
  #spanChosen = false

  reset(): void {
    this.following = true
    this.page = 'tree'
    this.traceId = undefined
    this.spanId = undefined
    this.#spanChosen = false
  }

  /** @param open the trace is wanted now, rather than passed by in the list */
  chooseTrace(traceId: string, open = false): void {
    this.following = false
    if (traceId !== this.traceId) this.#spanChosen = false
    this.traceId = traceId
    if (open) this.page = 'tree'
  }

  chooseSpan(spanId: string, open = false): void {
    this.following = false
    this.spanId = spanId
    this.#spanChosen = true
    if (open) this.page = 'detail'
  }

  follow(following: boolean): void {
    this.following = following
    if (!following) return
    this.#spanChosen = false
    this.page = 'tree'
  }

  /** Chooses what nobody chose, from what there now is. */
  settle(store: SpanStore): void {
    const newest = store.traces[0]
    if (this.following && newest && newest.traceId !== this.traceId) {
      this.traceId = newest.traceId
      this.#spanChosen = false
    }
    const trace = store.trace(this.traceId)
    store.pinned = this.traceId
    if (trace && !this.#spanChosen) this.spanId = mostTelling(trace)?.spanId
  }
}
