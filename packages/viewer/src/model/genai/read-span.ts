import type { Value } from '../attributes.ts'
import type { Span } from '../span.ts'
import { type Messages, readInstructions, readMessages, readToolDefinitions, type ToolDefinitions } from './messages.ts'
import {
  ATTR_GEN_AI_INPUT_MESSAGES,
  ATTR_GEN_AI_OUTPUT_MESSAGES,
  ATTR_GEN_AI_SYSTEM_INSTRUCTIONS,
  ATTR_GEN_AI_TOOL_DEFINITIONS,
} from '../../semconv.ts'

/** What a GenAI span says in its attributes, read once per state of each attribute. */
export interface SpanContent {
  readonly instructions: Messages
  readonly input: Messages
  readonly output: Messages
  readonly tools: ToolDefinitions
}

interface Reading<T> {
  readonly attribute: Value | undefined
  readonly result: T
}

type Readings = { -readonly [Name in keyof SpanContent]?: Reading<SpanContent[Name]> }

const readings = new WeakMap<Span, Readings>()

const READERS: {
  readonly [Name in keyof SpanContent]: readonly [string, (attribute: Value | undefined) => SpanContent[Name]]
} = {
  instructions: [ATTR_GEN_AI_SYSTEM_INSTRUCTIONS, readInstructions],
  input: [ATTR_GEN_AI_INPUT_MESSAGES, (attribute) => readMessages(attribute, 'user')],
  output: [ATTR_GEN_AI_OUTPUT_MESSAGES, (attribute) => readMessages(attribute, 'assistant')],
  tools: [ATTR_GEN_AI_TOOL_DEFINITIONS, readToolDefinitions],
}

/**
 * Reads one side of a span's content. The same result, down to its parts, comes back until the attribute changes: views
 * rely on that to leave alone what has not changed while a completion streams.
 */
export function contentOf<Name extends keyof SpanContent>(span: Span, name: Name): SpanContent[Name] {
  const [key, read] = READERS[name]
  const attribute = span.attributes.get(key)
  const known: Readings = readings.get(span) ?? {}
  const reading: Reading<SpanContent[Name]> | undefined = known[name]
  if (reading && reading.attribute === attribute) return reading.result
  const result = read(attribute)
  Object.assign(known, { [name]: { attribute, result } })
  readings.set(span, known)
  return result
}
