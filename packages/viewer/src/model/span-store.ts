import type { Value } from './attributes.ts'
import { readLiveEvent, type SpanReport } from './live-event.ts'
import { isFailed, type Span, type Trace } from './span.ts'
import { StreamedOutput } from './streamed-output.ts'
import { ATTR_GEN_AI_OUTPUT_MESSAGES, ATTR_SERVICE_NAME } from '../semconv.ts'

/** Where a report came from. The page's own feed knows more than what was exported, so it wins. */
export type Source = 'page' | 'receiver' | 'file'

export interface StoreLimits {
  /** Spans kept over all traces. */
  readonly spans: number
  /** Rough bytes kept over all traces. */
  readonly bytes: number
  /** Characters of streamed text kept of one span. */
  readonly streamedText: number
}

/** What the limits made the store forget. */
export interface Dropped {
  traces: number
  spans: number
}

/** How sure a value is: a later report of the same source beats an earlier one, the page beats the receiver. */
interface Rank {
  readonly base: number
  readonly byKey: Map<string, number> | undefined
}

const DEFAULT_LIMITS: StoreLimits = { spans: 120_000, bytes: 192 * 1024 * 1024, streamedText: 4 * 1024 * 1024 }
/** What a span costs beyond its attributes. */
const SPAN_BYTES = 512
const TYPE_RANK = { start: 0, update: 1, end: 2 } as const
const SOURCE_RANK = { receiver: 0, file: 0, page: 3 } as const

/**
 * The spans that the viewer knows, by trace. Reports about one span may come more than once, by two ways and in any order;
 * they are merged: an end is never undone, attributes are united by key, those of the page's own feed win.
 */
export class SpanStore {
  /** Grows with every change. */
  revision = 0
  spanCount = 0
  bytes = 0
  dropped: Dropped = { traces: 0, spans: 0 }
  /** Events that were no spans. */
  unreadable = 0
  /** The trace that limits never take away: the one that is looked at. */
  pinned: string | undefined
  readonly #traces = new Map<string, Trace>()
  readonly #ranks = new WeakMap<Span, Rank>()
  readonly #deltaSource = new WeakMap<Span, Source>()
  readonly #spanBytes = new WeakMap<Span, number>()
  readonly #traceBytes = new WeakMap<Trace, number>()
  readonly #limits: StoreLimits
  #newestFirst: readonly Trace[] | undefined

  constructor(limits: Partial<StoreLimits> = {}) {
    this.#limits = { ...DEFAULT_LIMITS, ...limits }
  }

  /** All traces, the one that began last first. The same array until something in the order changes. */
  get traces(): readonly Trace[] {
    this.#newestFirst ??= [...this.#traces.values()].toSorted((a, b) => b.start - a.start)
    return this.#newestFirst
  }

  trace(traceId: string | undefined): Trace | undefined {
    return traceId === undefined ? undefined : this.#traces.get(traceId)
  }

  /** All ended spans, the one that ended last first. */
  endedSpans(): readonly Span[] {
    return [...this.#traces.values()]
      .flatMap(({ spans }) => spans.filter((span) => span.end !== undefined))
      .toSorted((a, b) => b.end! - a.end!)
  }

  /** Forgets all traces. Returns a function that brings them back, beside what came since. */
  clear(): () => void {
    const before = [...this.#traces]
    this.#traces.clear()
    this.#newestFirst = undefined
    this.spanCount = 0
    this.bytes = 0
    this.dropped = { traces: 0, spans: 0 }
    this.unreadable = 0
    this.revision++
    return () => {
      for (const [traceId, trace] of before) {
        if (this.#traces.has(traceId)) continue
        this.#traces.set(traceId, trace)
        this.spanCount += trace.spans.length
        this.bytes += this.#traceBytes.get(trace) ?? 0
      }
      this.#newestFirst = undefined
      this.revision++
    }
  }

  /** Takes in an event of a feed as it came. Never throws; returns whether it was an event about a span. */
  receive(event: unknown, source: Source, now: number = Date.now()): boolean {
    let report: SpanReport | undefined
    try {
      report = readLiveEvent(event, now)
    } catch {
      report = undefined
    }
    if (report) this.apply(report, source)
    else this.unreadable++
    this.revision++
    return report !== undefined
  }

  apply(report: SpanReport, source: Source): void {
    const trace = this.#traceOf(report)
    const known = trace.byId.get(report.spanId)
    const span = known ?? this.#add(trace, report)
    if (!span) return
    const wasRunning = known !== undefined && known.end === undefined
    const wasFailed = known !== undefined && isFailed(known)
    this.#merge(trace, span, report, source, known === undefined)
    trace.running += (span.end === undefined ? 1 : 0) - (wasRunning ? 1 : 0)
    trace.failed += (isFailed(span) ? 1 : 0) - (wasFailed ? 1 : 0)
    if (span.start < trace.start) {
      trace.start = span.start
      this.#newestFirst = undefined
    }
    trace.end = Math.max(trace.end, span.end ?? span.start)
    span.revision++
    trace.revision++
    this.#weigh(trace, span, report)
    this.#keepWithinLimits(trace)
  }

  #traceOf(report: SpanReport): Trace {
    const known = this.#traces.get(report.traceId)
    if (known) return known
    const trace: Trace = {
      traceId: report.traceId,
      spans: [],
      byId: new Map(),
      start: report.start,
      end: report.start,
      running: 0,
      failed: 0,
      revision: 0,
      structure: 0,
      imported: undefined,
    }
    this.#traces.set(report.traceId, trace)
    this.#newestFirst = undefined
    return trace
  }

  #add(trace: Trace, report: SpanReport): Span | undefined {
    if (this.spanCount >= this.#limits.spans && this.#traces.size === 1) {
      this.dropped.spans++
      return undefined
    }
    const span: Span = {
      traceId: report.traceId,
      spanId: report.spanId,
      index: trace.spans.length,
      parentSpanId: report.parentSpanId,
      name: report.name,
      kind: report.kind,
      service: '',
      scope: report.scope,
      start: report.start,
      end: undefined,
      statusCode: 0,
      statusMessage: '',
      attributes: new Map(),
      resource: report.resource,
      moments: [],
      links: [],
      logs: [],
      streamed: undefined,
      revision: 0,
    }
    trace.spans.push(span)
    trace.byId.set(span.spanId, span)
    trace.structure++
    this.spanCount++
    return span
  }

  #merge(trace: Trace, span: Span, report: SpanReport, source: Source, isNew: boolean): void {
    const rank = SOURCE_RANK[source] + TYPE_RANK[report.type]
    const known = this.#ranks.get(span)?.base ?? -1
    if (report.type === 'start' && span.end === undefined) this.#forgetStreamed(span, source)
    this.#mergeAttributes(span, report.attributes, rank, isNew)
    if (rank >= known) {
      if (report.name !== '') span.name = report.name
      if (report.kind !== 0) span.kind = report.kind
      if (report.scope !== '') span.scope = report.scope
      if (report.resource.size > 0) span.resource = report.resource
      if (report.statusCode !== 0) {
        span.statusCode = report.statusCode
        span.statusMessage = report.statusMessage
      }
      if (span.start !== report.start && !isNew) {
        span.start = report.start
        trace.structure++
      }
    }
    if (span.parentSpanId === undefined && report.parentSpanId !== undefined) {
      span.parentSpanId = report.parentSpanId
      trace.structure++
    }
    if (report.end !== undefined && (span.end === undefined || rank >= known))
      span.end = Math.max(report.end, span.start)
    if (report.moments.length > span.moments.length) span.moments = report.moments
    if (report.links.length > span.links.length) span.links = report.links
    span.service = serviceOf(span.resource)
    this.#mergeStreamed(span, report, source)
  }

  #mergeAttributes(span: Span, attributes: ReadonlyMap<string, Value>, rank: number, isNew: boolean): void {
    const known = this.#ranks.get(span)
    const base = known?.base ?? rank
    let byKey = known?.byKey
    if (!isNew && rank !== base && byKey === undefined) {
      byKey = new Map()
      for (const key of span.attributes.keys()) byKey.set(key, base)
    }
    for (const [key, value] of attributes) {
      if (span.attributes.has(key) && rank < (byKey?.get(key) ?? base)) continue
      span.attributes.set(key, value)
      byKey?.set(key, rank)
    }
    this.#ranks.set(span, { base: Math.max(rank, base), byKey })
  }

  /** A `start` for a span that is known begins a replay: the text so far follows once more. */
  #forgetStreamed(span: Span, source: Source): void {
    if (this.#deltaSource.get(span) === source) span.streamed = undefined
  }

  #mergeStreamed(span: Span, report: SpanReport, source: Source): void {
    if (span.end !== undefined) {
      // The end says the whole output. Where it does not (content was not captured), what was streamed is all there is.
      if (span.attributes.has(ATTR_GEN_AI_OUTPUT_MESSAGES)) span.streamed = undefined
      return
    }
    if (report.deltas.length === 0) return
    const from = this.#deltaSource.get(span)
    if (from !== undefined && from !== source && span.streamed) return
    this.#deltaSource.set(span, source)
    span.streamed ??= new StreamedOutput(this.#limits.streamedText)
    for (const delta of report.deltas) span.streamed.append(delta)
  }

  /** An end replaces what was gathered of a span; other reports add to it. */
  #weigh(trace: Trace, span: Span, report: SpanReport): void {
    const known = this.#spanBytes.get(span) ?? 0
    const now =
      report.type === 'end'
        ? Math.max(report.bytes + SPAN_BYTES, known)
        : known + report.bytes + (known === 0 ? SPAN_BYTES : 0)
    this.#spanBytes.set(span, now)
    this.#traceBytes.set(trace, (this.#traceBytes.get(trace) ?? 0) + now - known)
    this.bytes += now - known
  }

  #keepWithinLimits(latest: Trace): void {
    if (this.spanCount <= this.#limits.spans && this.bytes <= this.#limits.bytes) return
    for (const trace of this.traces.toReversed()) {
      if (this.spanCount <= this.#limits.spans && this.bytes <= this.#limits.bytes) return
      if (trace === latest || trace.traceId === this.pinned) continue
      this.#remove(trace)
    }
  }

  #remove(trace: Trace): void {
    this.#traces.delete(trace.traceId)
    this.#newestFirst = undefined
    this.spanCount -= trace.spans.length
    this.bytes -= this.#traceBytes.get(trace) ?? 0
    this.dropped.traces++
    this.dropped.spans += trace.spans.length
  }
}

function serviceOf(resource: ReadonlyMap<string, Value>): string {
  const name = resource.get(ATTR_SERVICE_NAME)
  return typeof name === 'string' && !name.startsWith('unknown_service') ? name : ''
}
