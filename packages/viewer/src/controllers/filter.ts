import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { type Filter, FilterResults, readFilter } from '../model/filter.ts'
import { matchPlace, nextMatch } from '../model/matches.ts'
import type { Selection } from '../model/selection.ts'
import type { Trace } from '../model/span.ts'
import type { SpanStore } from '../model/span-store.ts'
import { rowTextOf } from '../model/reading.ts'
import { summaryOf, treeOf } from '../model/trace-summary.ts'
import { now } from '../now.ts'

/** The filter of a viewer: its text, what it finds, and the way from one match to the next. */
export class FilterController implements ReactiveController {
  text = ''
  /** Undefined while nothing is asked for. */
  results: FilterResults | undefined
  readonly #host: ReactiveControllerHost
  readonly #store: SpanStore
  readonly #selection: Selection

  constructor(host: ReactiveControllerHost, store: SpanStore, selection: Selection) {
    this.#host = host
    this.#store = store
    this.#selection = selection
    host.addController(this)
  }

  hostUpdate(): void {}

  /** The traces that the filter lets through; all of them without one. */
  get traces(): readonly Trace[] {
    if (!this.results) return this.#store.traces
    const time = now()
    return this.#store.traces.filter((trace) => this.matches(trace, time))
  }

  matches(trace: Trace, time: number): boolean {
    return trace.spans.some((span) => this.results?.matches(span, time) ?? true)
  }

  set(text: string): void {
    this.text = text
    const filter: Filter | undefined = readFilter(text)
    this.results = filter && new FilterResults(filter)
    const time = now()
    const first = this.results && this.#store.traces.find((trace) => this.matches(trace, time))
    const chosen = this.#store.trace(this.#selection.traceId)
    // The chosen trace stays where it matches; else the newest that does is shown.
    if (first && chosen && !this.matches(chosen, time)) this.#selection.chooseTrace(first.traceId)
    this.#host.requestUpdate()
  }

  /**
   * Chooses the next match, or the previous one.
   *
   * @returns what a screen reader is told of it, or `undefined` where nothing matches
   */
  choose(direction: 1 | -1): string | undefined {
    const { results } = this
    if (!results) return undefined
    const { traceId, spanId } = this.#selection
    const time = now()
    const match = nextMatch(this.#store.traces, { traceId, spanId }, results, time, direction)
    if (!match) return undefined
    const trace = this.#store.trace(match.traceId)!
    const { place, count } = matchPlace(treeOf(trace), match.spanId, results, time)
    const { title, subtitle } = rowTextOf(match)
    const where = match.traceId === traceId ? '' : `${summaryOf(trace, time).name}, `
    this.#selection.chooseTrace(match.traceId, true)
    this.#selection.chooseSpan(match.spanId)
    this.#host.requestUpdate()
    return `${where}${place} of ${count}: ${title} ${subtitle}`
  }
}
