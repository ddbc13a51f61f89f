import type { Value } from '../attributes.ts'
import { readJson } from '../json/partial-json.ts'
import { isRecord, listOf, textOf, type UnknownRecord } from '../unknown.ts'
import { countOf, type LeftOut, readLeftOut } from './left-out.ts'

/** A part of a message, whatever wrote it. */
export type Part =
  | { readonly type: 'text' | 'reasoning' | 'refusal' | 'compaction'; readonly text: string }
  | { readonly type: 'tool_call'; readonly id: string | undefined; readonly name: string; readonly arguments: Value }
  | {
      readonly type: 'tool_result'
      readonly id: string | undefined
      readonly name: string | undefined
      readonly response: Value
    }
  | {
      readonly type: 'media'
      readonly modality: string
      readonly mimeType: string
      readonly source: MediaSource
      readonly transcript: string
    }
  | { readonly type: 'left_out'; readonly leftOut: LeftOut }
  | { readonly type: 'other'; readonly name: string; readonly value: Value }

export type MediaSource =
  | { readonly kind: 'data'; readonly base64: string }
  | { readonly kind: 'uri'; readonly uri: string }
  | { readonly kind: 'file'; readonly id: string }
  /** It was too large to be recorded. */
  | { readonly kind: 'left_out'; readonly bytes: number }

export interface Message {
  readonly role: string
  readonly name: string | undefined
  readonly parts: readonly Part[]
}

export interface Messages {
  readonly messages: readonly Message[]
  /** The attribute was cut before its JSON was complete. */
  readonly truncated: boolean
}

const NONE: Messages = { messages: [], truncated: false }

/**
 * Reads `gen_ai.input.messages` or `gen_ai.output.messages`: a JSON string on spans, a structure on events. Follows the
 * conventions' schemas, and takes the shapes that senders really write as well: `content` in place of `parts`, `result` for
 * `response`, cut-off JSON. What has no known shape is kept as JSON.
 */
export function readMessages(attribute: Value | undefined, fallbackRole: string): Messages {
  const { value, truncated } = structureOf(attribute)
  if (value === undefined) return NONE
  if (typeof value === 'string')
    return { messages: [message(fallbackRole, [{ type: 'text', text: value }])], truncated }
  const list = Array.isArray(value) ? listOf(value) : [value]
  return { messages: list.map((item) => readMessage(item, fallbackRole)), truncated }
}

/** Reads `gen_ai.system_instructions`: a list of parts rather than of messages. */
export function readInstructions(attribute: Value | undefined): Messages {
  const { value, truncated } = structureOf(attribute)
  if (value === undefined) return NONE
  if (typeof value === 'string') return { messages: [message('system', [{ type: 'text', text: value }])], truncated }
  const parts = (Array.isArray(value) ? listOf(value) : [value]).flatMap(readPart)
  return { messages: parts.length > 0 ? [message('system', parts)] : [], truncated }
}

export interface ToolDefinition {
  readonly name: string
  readonly type: string
  readonly description: string
  readonly definition: Value
}

export interface ToolDefinitions {
  readonly tools: readonly ToolDefinition[]
  readonly leftOut: LeftOut | undefined
}

export function readToolDefinitions(attribute: Value | undefined): ToolDefinitions {
  const { value } = structureOf(attribute)
  let leftOut: LeftOut | undefined
  const tools = listOf(value).flatMap((tool) => {
    const mark = readLeftOut(tool, 'tool')
    leftOut ??= mark
    if (mark || !isRecord(tool)) return []
    const inner = isRecord(tool['function']) ? tool['function'] : tool
    return [
      {
        name: textOf(inner['name']) ?? textOf(tool['type']) ?? 'tool',
        type: textOf(tool['type']) ?? 'function',
        description: textOf(inner['description']) ?? '',
        definition: tool as Value,
      },
    ]
  })
  return { tools, leftOut }
}

/** The value of an attribute that holds JSON in a string, or holds the structure itself, or plain text. */
export function structureOf(attribute: Value | undefined): {
  readonly value: Value | undefined
  readonly truncated: boolean
} {
  if (attribute === undefined || attribute === null || attribute === '') return { value: undefined, truncated: false }
  if (typeof attribute !== 'string') return { value: attribute, truncated: false }
  const json = readJson(attribute)
  // A text may begin with a quotation mark and go on after the next.
  const isText = !json || (typeof json.value === 'string' && json.truncated && !json.endsEarly)
  return isText ? { value: attribute, truncated: false } : json
}

function message(role: string, parts: readonly Part[], name?: string): Message {
  return { role, name, parts }
}

function readMessage(item: unknown, fallbackRole: string): Message {
  if (typeof item === 'string') return message(fallbackRole, [{ type: 'text', text: item }])
  if (!isRecord(item)) return message(fallbackRole, [other(item)])
  const role = textOf(item['role']) ?? fallbackRole
  const leftOut = readLeftOut(item, 'message')
  if (leftOut) return message(role, [{ type: 'left_out', leftOut }])
  const content = item['parts'] ?? item['content']
  const parts = typeof content === 'string' ? [text(content)] : listOf(content).flatMap(readPart)
  // The raw shape of chat completions, which some instrumentations copy as it is.
  for (const call of listOf(item['tool_calls'])) parts.push(...readPart(call))
  const callId = textOf(item['tool_call_id'])
  if (role === 'tool' && callId !== undefined)
    return message(role, [{ type: 'tool_result', id: callId, name: textOf(item['name']), response: asValue(content) }])
  if (parts.length === 0 && item['parts'] === undefined && content === undefined) parts.push(...readPart(item))
  return message(role, parts, textOf(item['name']))
}

function readPart(part: unknown): Part[] {
  if (typeof part === 'string') return [text(part)]
  if (!isRecord(part)) return [other(part)]
  const leftOut = readLeftOut(part, 'part')
  if (leftOut) return [{ type: 'left_out', leftOut }]
  const id = textOf(part['id']) ?? textOf(part['call_id'])
  switch (part['type']) {
    case 'text':
    case 'input_text':
    case 'output_text':
      return [text(textOf(part['content']) ?? textOf(part['text']) ?? '')]
    case 'reasoning':
    case 'thinking':
      return [{ type: 'reasoning', text: textOf(part['content']) ?? textOf(part['text']) ?? '' }]
    case 'refusal':
    case 'openai.refusal':
      return [{ type: 'refusal', text: textOf(part['content']) ?? textOf(part['refusal']) ?? '' }]
    case 'compaction':
      return [{ type: 'compaction', text: textOf(part['content']) ?? '' }]
    case 'tool_call':
      return [{ type: 'tool_call', id, name: textOf(part['name']) ?? 'tool', arguments: asValue(part['arguments']) }]
    case 'function': {
      const call = isRecord(part['function']) ? part['function'] : part
      return [{ type: 'tool_call', id, name: textOf(call['name']) ?? 'tool', arguments: asValue(call['arguments']) }]
    }
    case 'tool_call_response':
      return [
        { type: 'tool_result', id, name: textOf(part['name']), response: asValue(part['response'] ?? part['result']) },
      ]
    case 'server_tool_call':
      return [
        { type: 'tool_call', id, name: textOf(part['name']) ?? 'tool', arguments: asValue(part['server_tool_call']) },
      ]
    case 'server_tool_call_response':
      return [
        { type: 'tool_result', id, name: textOf(part['name']), response: asValue(part['server_tool_call_response']) },
      ]
    case 'blob':
      return [media(part, { kind: 'data', base64: textOf(part['content']) ?? '' })]
    case 'uri':
      return [media(part, { kind: 'uri', uri: textOf(part['uri']) ?? '' })]
    case 'file':
      return [media(part, { kind: 'file', id: textOf(part['file_id']) ?? '' })]
    case 'spanlit.media':
      return [media(part, { kind: 'left_out', bytes: countOf(part['bytes']) })]
    default:
      return [other(part)]
  }
}

function text(content: string): Part {
  return { type: 'text', text: content }
}

function other(value: unknown): Part {
  return { type: 'other', name: (isRecord(value) ? textOf(value['type']) : undefined) ?? 'part', value: asValue(value) }
}

function media(part: UnknownRecord, source: MediaSource): Part {
  const mimeType = textOf(part['mime_type']) ?? ''
  const modality = textOf(part['modality']) ?? (mimeType.split('/')[0] || 'file')
  return { type: 'media', modality, mimeType, source, transcript: textOf(part['transcript']) ?? '' }
}

/** Arguments and results are often JSON in a string inside JSON. */
function asValue(value: unknown): Value {
  if (typeof value === 'string') {
    const structure = readJson(value)
    return structure && !structure.truncated ? structure.value : value
  }
  return value === undefined ? null : (value as Value)
}
