/**
 * Where a viewer's traces come from. There are two implementations: the page's own memory (`page-memory.ts`), and a receiver's
 * store over HTTP. The viewer merges them: a trace that both know is one trace. Times are milliseconds since the epoch.
 */
export interface TraceSource {
  readonly name: 'page' | 'receiver'
  /** The newest traces first. */
  list(query: ListQuery): Promise<TracePage>
  /**
   * All that is known of a trace, as events of the live feed in OTLP/JSON: an `end` for each ended span, a `start` and an `update` for
   * each open one. Empty where the source does not know the trace.
   */
  trace(traceId: string): Promise<readonly unknown[]>
  /** The traces that share a conversation (`gen_ai.conversation.id`, or a session of another library), the earliest first. */
  conversation(conversationId: string): Promise<readonly TraceListing[]>
  /** Full-text search over messages, names, attributes and errors. */
  search(query: SearchQuery): Promise<SearchPage>
  /** Calls the listener for each event of the live feed from now on. Returns a function that ends the subscription. */
  subscribe(listener: SourceListener): () => void
}

export interface ListQuery {
  /** The text of the filter box (see `readFilter`); empty for all traces. */
  readonly filter?: string
  /** Only traces that began before this time. */
  readonly before?: number
  readonly limit?: number
}

/** What a row of the list says of a trace, without its spans. */
export interface TraceListing {
  readonly traceId: string
  /** The question that was asked; without one, the name of the root span. */
  readonly title: string
  readonly start: number
  readonly end: number
  readonly spans: number
  /** Spans that still run. */
  readonly running: number
  readonly failed: number
  readonly modelCalls: number
  readonly toolCalls: number
  readonly inputTokens: number
  readonly outputTokens: number
  /** In words, e.g. `rate limited`, where something in the trace failed. */
  readonly failure: string | undefined
  readonly services: readonly string[]
  readonly conversationId: string | undefined
}

export interface TracePage {
  readonly traces: readonly TraceListing[]
  /** How many traces match, over all pages. */
  readonly total: number
}

export interface SearchQuery {
  readonly text: string
  readonly limit?: number
}

export interface SearchHit {
  readonly traceId: string
  readonly spanId: string
  readonly spanName: string
  readonly start: number
  /** Where in the span the text stands. */
  readonly place: 'question' | 'answer' | 'message' | 'arguments' | 'result' | 'error' | 'name' | 'attribute'
  /** The words around the match, which stands between the two. */
  readonly before: string
  readonly match: string
  readonly after: string
}

export interface SearchPage {
  readonly hits: readonly SearchHit[]
  readonly total: number
}

export interface SourceListener {
  /** An event of the live feed, as it came. */
  event(event: unknown): void
  /** The state of the connection changed. */
  state?(): void
}
