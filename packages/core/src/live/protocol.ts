/**
 * The wire shapes of the live feed. The page's slot, a Node backend's requests to a receiver and a receiver's event stream all carry
 * these. Types only: the collector reads them strictly, the viewer leniently.
 */

import type { LiveDelta } from '../recorder.ts'

export type { LiveDelta }

/** A value of OTLP/JSON (opentelemetry-proto, JSON mapping): one of these, or none. */
export interface AnyValue {
  stringValue?: string
  boolValue?: boolean
  /** Decimal. */
  intValue?: string
  doubleValue?: number | 'NaN' | 'Infinity' | '-Infinity'
  arrayValue?: { values: AnyValue[] }
  kvlistValue?: { values: KeyValue[] }
  /** Base64. */
  bytesValue?: string
}

export interface KeyValue {
  key: string
  value: AnyValue
}

/** A span of OTLP/JSON: ids in hex, times as decimal strings of nanoseconds. */
export interface OtlpSpan {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  kind: number
  startTimeUnixNano: string
  /** Missing while the span is open. */
  endTimeUnixNano?: string
  attributes: KeyValue[]
  events?: { name: string; timeUnixNano: string; attributes: KeyValue[] }[]
  links?: { traceId: string; spanId: string; attributes: KeyValue[] }[]
  status?: { code: number; message?: string }
}

/** One event of the live feed. ARCHITECTURE.md ("A live event") follows one from the span to the viewer. */
export interface LiveEvent {
  /** An `update` has the span's current name and only those attributes that are new or changed; an `end` has the whole span. */
  type: 'start' | 'update' | 'end'
  resource: { attributes: KeyValue[] }
  scope: { name: string; version?: string }
  span: OtlpSpan
  /** Only in an `update`: streamed output, in the order in which it arrived. */
  deltas?: LiveDelta[]
}

/**
 * What `globalThis[Symbol.for('spanlit.live')]` holds. Whichever of viewer and core comes first puts it down with an empty `snapshot`. Core
 * then replaces `snapshot`, because core alone remembers events.
 */
export interface LiveSlot {
  readonly version: 1
  subscribe(listener: (event: LiveEvent) => void): () => void
  /** The fewest events that describe all spans so far. Empty until core is there. */
  snapshot(): LiveEvent[]
  publish(event: LiveEvent): void
}
