import type { TracesData } from '../otlp/model.ts'
import { mergeAttributes, type LiveEvent } from './event.ts'
import { EventRing } from './ring.ts'

export interface LiveLimits {
  /** How many spans the ring keeps for viewers that come later. */
  spans: number
  /** How many bytes of events the ring keeps. */
  bytes: number
}

/**
 * What viewers see: every span once, whether it came as live events, by OTLP, or both ways in any order. Live events
 * may hold content that the export policy keeps off exported spans, so their attributes win.
 */
export class LiveFeed {
  readonly ring: EventRing
  #dropped = 0
  readonly #onFirstDrop: () => void

  constructor(limits: LiveLimits, onFirstDrop: () => void) {
    this.ring = new EventRing(limits)
    this.#onFirstDrop = onFirstDrop
  }

  /** How many spans were dropped from the ring to keep within its bounds. */
  get dropped(): number {
    return this.#dropped
  }

  addLive(event: LiveEvent): void {
    const ended = this.ring.eventsOf(keyOf(event.span)).at(-1)?.ends
    const known = ended ? this.#known(event) : undefined
    this.#publish(known ? merge(known, event, 'live') : event)
  }

  addTraces(traces: TracesData): void {
    for (const { resource, scopeSpans } of traces.resourceSpans) {
      for (const { scope, spans } of scopeSpans) {
        for (const span of spans) this.#addExported({ type: 'end', resource, scope, span })
      }
    }
  }

  #addExported(event: LiveEvent): void {
    const known = this.#known(event)
    this.#publish(known ? merge(known, event, 'known') : event)
  }

  /** What earlier events say of the span, folded into one; its deltas are not part of it. */
  #known({ span }: LiveEvent): LiveEvent | undefined {
    const [first, ...later] = this.ring.eventsOf(keyOf(span)).map(({ json }) => JSON.parse(json) as LiveEvent)
    if (!first) return undefined
    return later.reduce((known, event) => ({ ...event, type: known.type, span: keepAttributes(known, event) }), first)
  }

  #publish(event: LiveEvent): void {
    const key = keyOf(event.span)
    const json = JSON.stringify(event)
    const ended = event.type === 'end'
    // A copy that says nothing new (a batch sent again, a span by both ways) is no news for viewers.
    if (ended && this.ring.eventsOf(key).at(-1)?.json === json) return
    const dropped = this.ring.append(key, json, ended)
    if (dropped > 0 && this.#dropped === 0) this.#onFirstDrop()
    this.#dropped += dropped
  }
}

function keyOf(span: { traceId: string; spanId: string }): string {
  return `${span.traceId}:${span.spanId}`
}

/** The later event's span with the attributes of both; the later one's win. */
function keepAttributes(known: LiveEvent, later: LiveEvent): LiveEvent['span'] {
  return { ...later.span, attributes: mergeAttributes(known.span.attributes, later.span.attributes) }
}

/**
 * Merges an event into an ended span, or an exported copy into a known one; the result is ended. The attributes of the
 * live side win: those of `event` for a live one, those already known for an exported copy.
 */
function merge(known: LiveEvent, event: LiveEvent, winner: 'live' | 'known'): LiveEvent {
  const attributes =
    winner === 'live'
      ? mergeAttributes(known.span.attributes, event.span.attributes)
      : mergeAttributes(event.span.attributes, known.span.attributes)
  const base = event.type === 'end' && (winner === 'live' || known.type !== 'end') ? event : known
  return {
    type: 'end',
    resource: base.resource,
    scope: base.scope,
    span: { ...base.span, ...(attributes.length > 0 && { attributes }) },
  }
}
