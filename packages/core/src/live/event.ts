import type { KeyValue, OtlpSpan } from './otlp.ts'

/**
 * One event of the live feed. The shape is the same in the page, from a Node backend to a receiver, and from there to
 * viewers; ARCHITECTURE.md ("A live event") is its description.
 */
export interface LiveEvent {
  type: 'start' | 'update' | 'end'
  resource: { attributes: KeyValue[] }
  scope: { name: string; version?: string }
  span: OtlpSpan
  deltas?: LiveDelta[]
}

/** A piece of streamed output. */
export interface LiveDelta {
  kind: 'text' | 'reasoning' | 'refusal' | 'tool_call'
  /** Index of the choice (chat) or of the output item (responses). */
  choice: number
  text: string
  callIndex?: number
  callId?: string
  name?: string
}
