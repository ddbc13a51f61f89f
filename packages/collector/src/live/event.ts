import type { KeyValue, Resource, Scope, Span } from '../otlp/model.ts'
import {
  Malformed,
  readArray,
  readObject,
  readOptionalCount,
  readOptionalString,
  readString,
  wrong,
} from '../otlp/read.ts'
import { readResource, readScope, readSpan } from '../otlp/span.ts'

/** A piece of streamed text of an open span. */
export interface LiveDelta {
  /** What `text` is appended to; for `tool_call` it is the arguments' JSON. */
  kind: 'text' | 'reasoning' | 'refusal' | 'tool_call'
  /** Index of the choice (chat) or of the output item (responses). */
  choice: number
  text: string
  /** Which tool call of the choice. */
  callIndex?: number
  /** With the first delta of a tool call. */
  callId?: string
  /** With the first delta of a tool call. */
  name?: string
}

/** What viewers get: a span as it starts, as it goes on, and whole as it ends. */
export interface LiveEvent {
  type: 'start' | 'update' | 'end'
  resource: Resource
  scope: Scope
  span: Span
  deltas?: LiveDelta[]
}

/** Reads a live event from the wire. Throws `Malformed`. */
export function readLiveEvent(value: unknown, at: string): LiveEvent {
  const fields = readObject(value, at)
  const type = fields['type']
  if (type !== 'start' && type !== 'update' && type !== 'end') {
    throw wrong(`${at}.type`, '"start", "update" or "end"', type)
  }
  const span = readSpan(fields['span'], `${at}.span`)
  if (type === 'end' && !span.endTimeUnixNano)
    throw new Malformed(`${at}.span.endTimeUnixNano is missing in an "end" event`)
  if (type !== 'end') delete span.endTimeUnixNano
  const deltas = type === 'update' ? readArray(fields['deltas'], `${at}.deltas`) : []
  return {
    type,
    resource: readResource(fields['resource'], `${at}.resource`),
    scope: readScope(fields['scope'], `${at}.scope`),
    span,
    ...(deltas.length > 0 && { deltas: deltas.map((delta, index) => readDelta(delta, `${at}.deltas[${index}]`)) }),
  }
}

function readDelta(value: unknown, at: string): LiveDelta {
  const fields = readObject(value, at)
  const kind = fields['kind']
  if (kind !== 'text' && kind !== 'reasoning' && kind !== 'refusal' && kind !== 'tool_call') {
    throw wrong(`${at}.kind`, '"text", "reasoning", "refusal" or "tool_call"', kind)
  }
  const callId = readOptionalString(fields['callId'], `${at}.callId`)
  const name = readOptionalString(fields['name'], `${at}.name`)
  return {
    kind,
    choice: readOptionalCount(fields['choice'], `${at}.choice`) ?? 0,
    text: readString(fields['text'], `${at}.text`),
    ...(kind === 'tool_call' && { callIndex: readOptionalCount(fields['callIndex'], `${at}.callIndex`) ?? 0 }),
    ...(callId && { callId }),
    ...(name && { name }),
  }
}

/** Merges attributes by key; where both have a key, `winner` has it. */
export function mergeAttributes(loser: KeyValue[] | undefined, winner: KeyValue[] | undefined): KeyValue[] {
  const merged = new Map<string, KeyValue>()
  for (const attribute of loser ?? []) merged.set(attribute.key, attribute)
  for (const attribute of winner ?? []) merged.set(attribute.key, attribute)
  return [...merged.values()]
}
