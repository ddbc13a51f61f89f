import type { RoleIcon, SpanRole, Usage } from '@spanlit/dialects'
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
  role(span: Span): SpanRole
  roleWords(role: SpanRole): string
  roleIcon(role: SpanRole): RoleIcon
  isGenAi(role: SpanRole): boolean
  usage(span: Span): Usage
  /** Why the model stopped, one reason per choice. */
  finishReasons(span: Span): readonly string[]
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
  readerChanged()
}

const listeners = new Set<() => void>()

/** Calls the listener when spans can be read better than before. Returns a function that ends this. */
export function onReaderChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** A dialect was loaded: what was made of spans before is made anew. */
export function readerChanged(): void {
  generation++
  for (const listener of listeners) listener()
}

/** Undefined until it is loaded. */
export function spanReader(): SpanReader | undefined {
  return reader
}

const NO_USAGE: Usage = {
  input: undefined,
  output: undefined,
  total: undefined,
  cached: undefined,
  cacheWritten: undefined,
  reasoning: undefined,
}

/** Tokens of one span as the GenAI conventions count them: input includes the cached ones, output includes reasoning. */
export function usageOfSpan(span: Span): Usage {
  return reader?.usage(span) ?? NO_USAGE
}

export function finishReasonsOf(span: Span): readonly string[] {
  return reader?.finishReasons(span) ?? []
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
