import type { Messages, ToolDefinitions } from '@spanlit/dialects'
import { readingOf } from '../readings.ts'
import type { Span } from '../span.ts'

/** What a GenAI span says in messages. */
export interface SpanContent {
  readonly instructions: Messages
  readonly input: Messages
  readonly output: Messages
  readonly tools: ToolDefinitions
}

/** Reads one side of a span's content. */
export function contentOf<Name extends keyof SpanContent>(span: Span, name: Name): SpanContent[Name] {
  return readingOf(span)[name]
}
