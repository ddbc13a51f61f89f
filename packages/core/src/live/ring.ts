import type { LiveDelta, LiveEvent } from './event.ts'
import type { KeyValue } from './otlp.ts'

/** The last spans, for viewers that come later: bounded by number and by size. */
export const MAX_SPANS = 2000
/** Characters, about. */
const MAX_SIZE = 16_000_000

interface Kept {
  event: LiveEvent
  deltas: Map<string, LiveDelta>
  size: number
}

function sizeOf(attributes: readonly KeyValue[]): number {
  let size = 200
  for (const { key, value } of attributes) {
    size += key.length + 16
    if ('stringValue' in value) size += value.stringValue.length
  }
  return size
}

/** The state of the last spans, from which the fewest events are made that tell it. */
export class LiveRing {
  private readonly spans = new Map<string, Kept>()
  private size = 0

  add(event: LiveEvent): void {
    const key = `${event.span.traceId}${event.span.spanId}`
    const known = this.spans.get(key)
    if (event.type === 'update') {
      if (known && known.event.type !== 'end') this.update(known, event)
      return
    }
    if (known) this.size -= known.size
    const kept: Kept = { event, deltas: new Map(), size: sizeOf(event.span.attributes) }
    this.spans.set(key, kept)
    this.size += kept.size
    while (this.spans.size > MAX_SPANS || (this.size > MAX_SIZE && this.spans.size > 1)) this.dropOldest()
  }

  private update(known: Kept, { span, deltas }: LiveEvent): void {
    const { event } = known
    if (span.attributes.length > 0) {
      const merged = new Map([...event.span.attributes, ...span.attributes].map((item) => [item.key, item]))
      known.event = { ...event, span: { ...event.span, attributes: [...merged.values()] } }
    }
    let grown = sizeOf(span.attributes)
    for (const delta of deltas ?? []) {
      const key = `${delta.kind} ${delta.choice} ${delta.callIndex ?? ''}`
      const so = known.deltas.get(key)
      known.deltas.set(key, so ? { ...so, text: so.text + delta.text } : delta)
      grown += delta.text.length
    }
    known.size += grown
    this.size += grown
  }

  private dropOldest(): void {
    for (const [key, kept] of this.spans) {
      this.spans.delete(key)
      this.size -= kept.size
      return
    }
  }

  snapshot(): LiveEvent[] {
    const events: LiveEvent[] = []
    for (const { event, deltas } of this.spans.values()) {
      events.push(event)
      if (event.type !== 'end' && deltas.size > 0) {
        events.push({ ...event, type: 'update', span: { ...event.span, attributes: [] }, deltas: [...deltas.values()] })
      }
    }
    return events
  }
}
