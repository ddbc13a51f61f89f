export interface StoredEvent {
  readonly id: number
  readonly json: string
  readonly bytes: number
  /** The span has ended: the event says all of it, and is the only one that the ring holds of it. */
  readonly ends: boolean
  removed: boolean
}

/**
 * The events of the newest spans in the order in which they came, bounded by spans and by bytes. A viewer reads with a
 * cursor (the id it has seen last) and is never sent to: however slowly it reads, nothing is buffered for it.
 */
export class EventRing {
  readonly #limits: { spans: number; bytes: number }
  /** Sorted by id, since ids only grow; removed ones stay until they are half of it. */
  #log: StoredEvent[] = []
  #removed = 0
  #bytes = 0
  /** The events of each span, the span that changed last at the end. */
  readonly #spans = new Map<string, StoredEvent[]>()
  readonly #waiting = new Set<() => void>()
  /** Ids grow over restarts too, so that a viewer's `Last-Event-ID` of an earlier run never hides a later event. */
  #lastId = Date.now() * 1000

  constructor(limits: { spans: number; bytes: number }) {
    this.#limits = limits
  }

  get lastId(): number {
    return this.#lastId
  }

  /** What is known of a span: its events, oldest first. */
  eventsOf(span: string): readonly StoredEvent[] {
    return this.#spans.get(span) ?? []
  }

  /** Adds an event of a span; one that ends it replaces what the ring held of it. Returns how many spans were dropped for room. */
  append(span: string, json: string, ends: boolean): number {
    const bytes = Buffer.byteLength(json)
    const event: StoredEvent = { id: ++this.#lastId, json, bytes, ends, removed: false }
    if (ends) this.#remove(span)
    const events = this.#spans.get(span) ?? []
    events.push(event)
    this.#spans.delete(span)
    this.#spans.set(span, events)
    this.#log.push(event)
    this.#bytes += bytes
    const dropped = this.#makeRoom()
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const wake of waiting) wake()
    return dropped
  }

  /** The first event after `id`. */
  after(id: number): StoredEvent | undefined {
    let low = 0
    let high = this.#log.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#log[middle]?.id ?? 0) > id) high = middle
      else low = middle + 1
    }
    while (this.#log[low]?.removed) low += 1
    return this.#log[low]
  }

  /** Calls `wake` once, at the next event. Returns how to stop waiting. */
  onNext(wake: () => void): () => void {
    this.#waiting.add(wake)
    return () => void this.#waiting.delete(wake)
  }

  #makeRoom(): number {
    let dropped = 0
    for (const span of this.#spans.keys()) {
      if (this.#spans.size <= this.#limits.spans && this.#bytes <= this.#limits.bytes) break
      this.#remove(span)
      dropped += 1
    }
    return dropped
  }

  #remove(span: string): void {
    const events = this.#spans.get(span)
    if (!events) return
    this.#spans.delete(span)
    for (const event of events) {
      event.removed = true
      this.#bytes -= event.bytes
    }
    this.#removed += events.length
    if (this.#removed * 2 > this.#log.length) {
      this.#log = this.#log.filter((event) => !event.removed)
      this.#removed = 0
    }
  }
}
