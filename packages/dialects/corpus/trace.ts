import type { DialectName, GenAiSpan } from '../src/index.ts'

/** A trace as one library writes it, in our own words. */
export interface CorpusTrace {
  readonly name: string
  readonly dialect: DialectName
  readonly spans: readonly CorpusSpan[]
}

export interface CorpusSpan extends GenAiSpan {
  readonly spanId: string
  readonly parentSpanId?: string
  /** Milliseconds from the start of the trace. */
  readonly start: number
  readonly end: number
}

/** JSON in a text, as most libraries write structures. */
export function json(value: unknown): string {
  return JSON.stringify(value)
}

/** A span with the id of its place; times follow from the order. */
export function spans(...list: readonly (GenAiSpan & { readonly parent?: number })[]): readonly CorpusSpan[] {
  return list.map(({ parent, ...span }, index) => ({
    ...span,
    spanId: idOf(index),
    ...(parent === undefined ? {} : { parentSpanId: idOf(parent) }),
    start: index * 10,
    end: 1000 - index,
  }))
}

function idOf(index: number): string {
  return (index + 1).toString(16).padStart(16, '0')
}
