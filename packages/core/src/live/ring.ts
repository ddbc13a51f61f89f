import type { KeyValue, LiveDelta, LiveEvent } from './protocol.ts'

/** The last spans, for viewers that come later: bounded by number and by size. */
export const MAX_SPANS = 2000
/** Characters, roughly. */
const MAX_SIZE = 16_000_000

interface SpanState {
  event: LiveEvent
  /** Streamed output in its order; neighbours of one kind are one. */
  deltas: LiveDelta[]
  /** The last delta of each choice: choices of one answer arrive interleaved. */
  lastOf: Map<number, number>
  size: number
}

function sizeOf(attributes: readonly KeyValue[]): number {
  let size = 200
  for (const { key, value } of attributes) {
    size += key.length + 16
    if (typeof value.stringValue === 'string') size += value.stringValue.length
  }
  return size
}

/** The state of the last spans, and the fewest events that describe it. */
export class LiveRing {
  readonly #spans = new Map<string, SpanState>()
  #size = 0

  add(event: LiveEvent): void {
    const key = `${event.span.traceId}${event.span.spanId}`
    const known = this.#spans.get(key)
    if (event.type === 'update') {
      if (known && known.event.type !== 'end') this.#update(known, event)
    } else {
      if (known) this.#size -= known.size
      const state: SpanState = { event, deltas: [], lastOf: new Map(), size: sizeOf(event.span.attributes) }
      this.#spans.set(key, state)
      this.#size += state.size
    }
    while (this.#spans.size > MAX_SPANS || (this.#size > MAX_SIZE && this.#spans.size > 1)) this.#dropOldest()
  }

  #update(known: SpanState, { span, deltas = [] }: LiveEvent): void {
    const { event } = known
    const merged = new Map([...event.span.attributes, ...span.attributes].map((item) => [item.key, item]))
    known.event = { ...event, span: { ...event.span, ...span, attributes: [...merged.values()] } }
    let grown = sizeOf(span.attributes)
    for (const delta of deltas) {
      append(known, delta)
      grown += delta.text.length
    }
    known.size += grown
    this.#size += grown
  }

  #dropOldest(): void {
    const [oldest] = this.#spans
    if (!oldest) return
    const [key, { size }] = oldest
    this.#spans.delete(key)
    this.#size -= size
  }

  snapshot(): LiveEvent[] {
    const events: LiveEvent[] = []
    for (const { event, deltas } of this.#spans.values()) {
      events.push(event)
      if (event.type === 'end' || deltas.length === 0) continue
      events.push({ ...event, type: 'update', span: { ...event.span, attributes: [] }, deltas: [...deltas] })
    }
    return events
  }
}

function append({ deltas, lastOf }: SpanState, delta: LiveDelta): void {
  const at = lastOf.get(delta.choice)
  const last = at === undefined ? undefined : deltas[at]
  if (at !== undefined && last?.kind === delta.kind && last.callIndex === delta.callIndex) {
    deltas[at] = { ...delta, ...last, text: last.text + delta.text }
    return
  }
  lastOf.set(delta.choice, deltas.push(delta) - 1)
}
