import type { Delta } from './live-event.ts'

/** A run of streamed text of one kind. It grows in place: views keep what they made of it and look at the rest. */
export interface Segment {
  readonly kind: Delta['kind']
  readonly choice: number
  readonly callIndex: number | undefined
  callId: string | undefined
  name: string | undefined
  text: string
}

/** What a span has streamed so far, in the order in which it began to arrive. */
export class StreamedOutput {
  readonly segments: Segment[] = []
  /** Characters kept, and characters that came after the limit. */
  length = 0
  dropped = 0
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  append(delta: Delta): void {
    const room = this.#limit - this.length
    const text = delta.text.length > room ? delta.text.slice(0, Math.max(room, 0)) : delta.text
    this.dropped += delta.text.length - text.length
    this.length += text.length
    const segment = this.#segmentFor(delta)
    segment.text += text
    segment.callId ??= delta.callId
    segment.name ??= delta.name
  }

  #segmentFor(delta: Delta): Segment {
    for (let i = this.segments.length - 1; i >= 0; i--) {
      const segment = this.segments[i]!
      if (segment.choice !== delta.choice) continue
      if (segment.kind === delta.kind && segment.callIndex === delta.callIndex) return segment
      // Calls of tools interleave; text after something else is a new paragraph of its own.
      if (delta.kind !== 'tool_call') break
    }
    const segment: Segment = {
      kind: delta.kind,
      choice: delta.choice,
      callIndex: delta.callIndex,
      callId: delta.callId,
      name: delta.name,
      text: '',
    }
    this.segments.push(segment)
    return segment
  }
}
