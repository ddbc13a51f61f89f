import { readFilter } from '../model/filter.ts'
import { listingOf } from './listing.ts'
import { liveEventsOf } from '../model/otlp.ts'
import { searchTraces } from './search.ts'
import type { Trace } from '../model/span.ts'
import type { SpanStore } from '../model/span-store.ts'
import { liveSlot } from '../feed/live-slot.ts'
import { now } from '../now.ts'
import type {
  ListQuery,
  SearchPage,
  SearchQuery,
  SourceListener,
  TraceListing,
  TracePage,
  TraceSource,
} from './trace-source.ts'

/** The page's own memory: the spans that the viewer holds, and the page's live feed. */
export class PageMemory implements TraceSource {
  readonly name = 'page'
  readonly #store: SpanStore

  constructor(store: SpanStore) {
    this.#store = store
  }

  list({ filter = '', before = Infinity, limit = Infinity }: ListQuery): Promise<TracePage> {
    const wanted = readFilter(filter)
    const time = now()
    const found = this.#store.traces.filter(
      (trace) => trace.start < before && (!wanted || trace.spans.some((span) => wanted.matches(span, time))),
    )
    const traces = found.slice(0, limit).map((trace) => listingOf(trace, time))
    return Promise.resolve({ traces, total: found.length })
  }

  trace(traceId: string): Promise<readonly unknown[]> {
    const trace = this.#store.trace(traceId)
    return Promise.resolve(trace ? liveEventsOf(trace) : [])
  }

  conversation(conversationId: string): Promise<readonly TraceListing[]> {
    const time = now()
    const listings = this.#store.traces.map((trace: Trace) => listingOf(trace, time))
    return Promise.resolve(listings.filter((listing) => listing.conversationId === conversationId).toReversed())
  }

  search({ text, limit = 200 }: SearchQuery): Promise<SearchPage> {
    return searchTraces(this.#store.traces, text, limit)
  }

  subscribe({ event }: SourceListener): () => void {
    return liveSlot().subscribe(event)
  }
}
