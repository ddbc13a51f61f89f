import { structureOf } from '../json.ts'
import { type Message, type Messages, NO_MESSAGES, type Part } from '../model/message.ts'
import { firstText, isRecord, listOf, textOf, type UnknownRecord } from '../value.ts'
import { langChainFields } from './langchain.ts'
import { readLeftOut } from './left-out.ts'
import { otherPart, readPart, textPart } from './part.ts'
import { messagesOfPydantic } from './pydantic.ts'
import { roleNamed } from './role.ts'
import { plainResult, toolResult } from './tool-parts.ts'

/** Beyond this, nobody reads a conversation, and a hostile list costs no more than a long one. */
const MAX_MESSAGES = 10_000
const MAX_PARTS = 10_000

/**
 * Reads a list of messages, or one message, or parts, or text: a JSON string on spans, a structure on events and log records.
 *
 * @param fallbackRole of what names no role
 */
export function readMessages(attribute: unknown, fallbackRole: string): Messages {
  const { value, truncated } = structureOf(attribute)
  if (value === undefined) return NO_MESSAGES
  return { messages: messagesIn(value, fallbackRole), truncated }
}

/** Reads instructions for the model: a list of parts, or messages, or text. */
export function readInstructions(attribute: unknown): Messages {
  const { messages, truncated } = readMessages(attribute, 'system')
  const parts = messages.flatMap((message) => message.parts)
  return { messages: parts.length > 0 ? [message('system', parts)] : [], truncated }
}

/** As `readMessages`, of a structure. */
export function messagesIn(value: unknown, fallbackRole: string): Message[] {
  if (typeof value === 'string') return value === '' ? [] : [message(fallbackRole, [textPart(value)])]
  const list = Array.isArray(value) ? (value as readonly unknown[]) : [value]
  // LangChain takes a batch: a list of lists of messages.
  const items = list.some((item) => Array.isArray(item))
    ? list.flatMap((item) => (Array.isArray(item) ? (item as unknown[]) : [item]))
    : list
  const messages: Message[] = []
  let loose: Part[] = []
  const endLoose = (): void => {
    if (loose.length > 0) messages.push(...bySpeaker(message(fallbackRole, loose)))
    loose = []
  }
  for (const item of items.slice(0, MAX_MESSAGES)) {
    if (isPart(item)) {
      loose.push(...readPart(item))
      continue
    }
    endLoose()
    for (const made of readMessage(item, fallbackRole)) messages.push(made)
  }
  endLoose()
  const beyond = items.length - MAX_MESSAGES
  if (beyond > 0)
    messages.push(message(fallbackRole, [{ type: 'left_out', leftOut: { of: 'message', items: beyond, bytes: 0 } }]))
  return messages
}

export function message(role: string, parts: readonly Part[], name?: string, finishReason?: string): Message {
  return { role, name, parts, ...(finishReason === undefined ? {} : { finishReason }) }
}

/** Something that stands in a list of messages and is a part: a text, a content block, or an item of the Responses API. */
function isPart(item: unknown): boolean {
  if (typeof item === 'string') return true
  if (!isRecord(item) || item['role'] !== undefined || readLeftOut(item, 'message')) return false
  const type = textOf(item['type'])
  if (item['kind'] !== undefined && Array.isArray(item['parts'])) return false
  if (isEnvelope(item)) return false
  return type !== undefined
    ? type !== 'message' && !langChainFields(item)
    : !langChainFields(item) && item['content'] === undefined
}

/** A choice, a generation or a candidate: the message stands inside. */
function isEnvelope(item: UnknownRecord): boolean {
  return (
    isRecord(item['message']) ||
    isRecord(item['delta']) ||
    (isRecord(item['content']) && Array.isArray(item['content']['parts']))
  )
}

function readMessage(item: unknown, fallbackRole: string): readonly Message[] {
  if (!isRecord(item)) return [message(fallbackRole, [otherPart(item)])]
  const leftOut = readLeftOut(item, 'message')
  if (leftOut) return [message(roleIn(item, fallbackRole), [{ type: 'left_out', leftOut }])]
  if (isEnvelope(item)) return ofEnvelope(item, fallbackRole)
  const pydantic = messagesOfPydantic(item)
  if (pydantic) return pydantic
  const fields = langChainFields(item) ?? item
  const role = roleIn(fields, fallbackRole)
  const content = fields['parts'] ?? fields['content'] ?? fields['contents'] ?? fields['blocks']
  const finishReason = firstText(fields['finish_reason'], fields['finishReason'], fields['stop_reason'])
  const name = firstText(fields['name'])
  const toolMessage = role === 'tool' ? readToolMessage(fields, content, name) : undefined
  if (toolMessage) return [toolMessage]
  const parts: Part[] = [...reasoningIn(fields), ...contentParts(content), ...extraParts(fields)]
  if (parts.length === 0 && content === undefined) {
    // No message at all, or one without anything in it.
    if (Object.keys(item).some((key) => !/^(?:role|name|index|finish_reason|type)$/.test(key)))
      parts.push(...readPart(item))
  }
  return bySpeaker(message(role, parts, name, finishReason))
}

function roleIn(fields: UnknownRecord, fallbackRole: string): string {
  const role = textOf(fields['role'])
  return role === undefined || role === '' ? fallbackRole : roleNamed(role)
}

function contentParts(content: unknown): Part[] {
  if (typeof content === 'string') return content === '' ? [] : [textPart(content)]
  if (isRecord(content)) return [...readPart(content)]
  const list = listOf(content)
  const parts = list.slice(0, MAX_PARTS).flatMap((part) => readPart(part))
  const beyond = list.length - MAX_PARTS
  if (beyond > 0) parts.push({ type: 'left_out', leftOut: { of: 'part', items: beyond, bytes: 0 } })
  return parts
}

/** What stands beside the content: tool calls of chat completions, refusals, spoken answers, the reasoning of other vendors. */
function extraParts(fields: UnknownRecord): Part[] {
  const parts: Part[] = []
  if (typeof fields['refusal'] === 'string' && fields['refusal'] !== '')
    parts.push({ type: 'refusal', text: fields['refusal'] })
  if (isRecord(fields['audio'])) parts.push(...readPart({ ...fields['audio'], type: 'audio' }))
  const calls = listOf(fields['tool_calls'] ?? fields['toolCalls']).slice(0, MAX_PARTS)
  for (const call of calls) parts.push(...readPart(isRecord(call) ? { ...call, type: 'tool_call' } : call))
  if (isRecord(fields['function_call'])) parts.push(...readPart({ ...fields['function_call'], type: 'function_call' }))
  return parts
}

function reasoningIn(fields: UnknownRecord): readonly Part[] {
  const text = firstText(fields['reasoning_content'], fields['reasoning'], fields['thinking'])
  return text === undefined ? [] : [{ type: 'reasoning', text }]
}

/** `{ role: 'tool', tool_call_id, content }` of chat completions; generation B of the conventions calls it `id`. */
function readToolMessage(fields: UnknownRecord, content: unknown, name: string | undefined): Message | undefined {
  const parts = listOf(content)
  const holdsResults = parts.some((part) => isRecord(part) && /result|response|return|output$/i.test(keysAndType(part)))
  if (holdsResults) return undefined
  const id = firstText(fields['tool_call_id'], fields['toolCallId'], fields['id'])
  const additional = fields['additional_kwargs']
  const inside = isRecord(additional) ? firstText(additional['tool_call_id']) : undefined
  const isError = fields['status'] === 'error' || fields['is_error'] === true
  const response = plainResult(content ?? fields['result'] ?? fields['output'])
  return message('tool', [toolResult(inside ?? id, name, response, { isError })])
}

function keysAndType(part: UnknownRecord): string {
  const type = textOf(part['type']) ?? textOf(part['part_kind'])
  return (
    type ??
    Object.keys(part)
      .slice(0, 8)
      .find((key) => /result|response/i.test(key)) ??
    ''
  )
}

function ofEnvelope(item: UnknownRecord, fallbackRole: string): readonly Message[] {
  const inner = isRecord(item['message'])
    ? item['message']
    : isRecord(item['delta'])
      ? item['delta']
      : (item['content'] as UnknownRecord)
  const finishReason = firstText(item['finish_reason'], item['finishReason'], item['stop_reason'])
  // Some instrumentations write the calls beside the message.
  const calls = item['tool_calls']
  const fields = calls !== undefined && inner['tool_calls'] === undefined ? { ...inner, tool_calls: calls } : inner
  const messages = readMessage(fields, fallbackRole)
  return finishReason === undefined
    ? messages
    : messages.map((made, index) => (index === messages.length - 1 ? { ...made, finishReason } : made))
}

/** Results of tools stand in user messages at Anthropic and Bedrock: they are messages of the tool. */
function bySpeaker(whole: Message): readonly Message[] {
  const isResult = (part: Part): boolean => part.type === 'tool_result' && part.server !== true
  if (whole.role === 'tool' || !whole.parts.some(isResult)) return [whole]
  const messages: Message[] = []
  for (const part of whole.parts) {
    const role = isResult(part) ? 'tool' : whole.role
    const last = messages.at(-1)
    if (last?.role === role) (last.parts as Part[]).push(part)
    else messages.push({ ...whole, role, parts: [part] })
  }
  return messages
}
