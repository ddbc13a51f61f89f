import { jsonBreak, readJson } from '../json.ts'
import type { Part } from '../model/message.ts'
import { isRecord, type Value } from '../value.ts'

type ToolCall = Extract<Part, { type: 'tool_call' }>
type ToolResult = Extract<Part, { type: 'tool_result' }>

/** Arguments and results are often JSON in a string inside JSON. Text that is not JSON stays text. */
export function asValue(value: unknown): Value {
  if (typeof value !== 'string') return value === undefined ? null : (value as Value)
  const json = readJson(value)
  if (!json || json.truncated) return value
  // One layer more: the AI SDK 4 wrote arguments as JSON text in JSON in an attribute.
  if (typeof json.value === 'string' && /^\s*[[{]/.test(json.value.slice(0, 100))) return asValue(json.value)
  return json.value
}

/** @param args a structure, JSON text, or nothing: a tool without parameters is called with an empty text */
export function toolCall(id: string | undefined, name: string | undefined, args: unknown, server = false): ToolCall {
  const value = args === '' || args === undefined || args === null ? {} : asValue(args)
  const broken = typeof args === 'string' && typeof value === 'string' ? brokenAt(value) : undefined
  return {
    type: 'tool_call',
    id,
    name: name === undefined || name === '' ? 'tool' : name,
    arguments: value,
    ...(broken ? { broken } : {}),
    ...(server ? { server } : {}),
  }
}

/** Where arguments that begin as an object or an array stop being JSON. */
function brokenAt(text: string): ReturnType<typeof jsonBreak> {
  return /^\s*[[{]/.test(text.slice(0, 200)) ? jsonBreak(text) : undefined
}

export function toolResult(
  id: string | undefined,
  name: string | undefined,
  response: unknown,
  { isError = false, server = false }: { isError?: boolean; server?: boolean } = {},
): ToolResult {
  return {
    type: 'tool_result',
    id,
    name,
    response: asValue(response),
    ...(isError ? { isError } : {}),
    ...(server ? { server } : {}),
  }
}

/** A result whose content is one block of text is that text; several blocks are lines. Anything else stays a structure. */
export function plainResult(content: unknown): unknown {
  if (!Array.isArray(content) || content.length === 0) return content
  const texts: string[] = []
  for (const block of content as readonly unknown[]) {
    if (!isRecord(block)) return content
    const { type, text, json } = block
    if (
      typeof text === 'string' &&
      (type === undefined || type === 'text' || type === 'output_text' || type === 'input_text')
    )
      texts.push(text)
    else if (content.length === 1 && json !== undefined && type === undefined) return json
    else return content
  }
  return texts.join('\n')
}
