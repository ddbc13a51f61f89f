import type { Span } from './span.ts'

/** How a row is named, and the words beside it by which a person recognises it. */
export interface RowText {
  /** The name, what a model said, or what it called. */
  readonly title: string
  /** The title is what somebody said, in quotation marks. */
  readonly quoted: boolean
  /** Words before the title that are no part of it, e.g. `calls`. */
  readonly verb: string
  readonly subtitle: string
  /** Why it failed or how it was broken off, in words; empty where all went well. */
  readonly outcome: string
}

/** What was asked in a trace, and what was answered, each in one line. */
export interface Exchange {
  readonly question: string
  readonly answer: string
}

/**
 * Reads what spans say: the conventions and dialects of messages. It is loaded right after the first picture; until then rows have the
 * names of their spans.
 */
export interface SpanReader {
  rowText(span: Span, neighbour: Span | undefined): RowText
  /** @param spans calls of models and of agents, in the order in which they began */
  exchange(spans: readonly Span[]): Exchange
}

let reader: SpanReader | undefined
let generation = 0

/** Which reader made something, for those who keep what it made. */
export function readerGeneration(): number {
  return generation
}

export function useReader(used: SpanReader): void {
  if (reader === used) return
  reader = used
  generation++
}

/**
 * @param neighbour a call of a model beside this one: prompts are often made from one template, and where both begin alike the
 *   subtitle shows where they part
 */
export function rowTextOf(span: Span, neighbour?: Span): RowText {
  return reader?.rowText(span, neighbour) ?? { title: span.name, quoted: false, verb: '', subtitle: '', outcome: '' }
}

export function exchangeOf(spans: readonly Span[]): Exchange {
  return reader?.exchange(spans) ?? { question: '', answer: '' }
}
