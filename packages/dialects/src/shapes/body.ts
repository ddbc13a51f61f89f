import { structureOf } from '../json.ts'
import type { Draft, FieldName } from '../model/dialect.ts'
import type { Messages } from '../model/message.ts'
import { firstText, isRecord, listOf, textOf, type UnknownRecord, type Value } from '../value.ts'
import { message, messagesIn, readInstructions } from './message.ts'
import { otherPart, textPart } from './part.ts'
import { langChainFields } from './langchain.ts'
import { isLangChainType } from './role.ts'
import { responseFields } from './usage.ts'
import { settingsIn } from '../model/settings.ts'
import { readTools } from './tools.ts'

/** Fields under which a function takes or gives the one text that matters. */
const QUESTION_KEYS = [
  'question',
  'query',
  'input',
  'prompt',
  'text',
  'user_input',
  'userInput',
  'message',
  'topic',
  'content',
  'task',
]
const ANSWER_KEYS = [
  'answer',
  'output',
  'result',
  'text',
  'response',
  'content',
  'message',
  'completion',
  'value',
  'final_output',
  'returns',
]

/** What `request` and `response` below have in common: where the messages stand, in any API. */
const MESSAGE_KEYS = ['messages', 'contents', 'chat_history', 'new_messages']
const OUTPUT_KEYS = ['choices', 'generations', 'candidates', 'messages', 'message']

/**
 * Reads what a span took: a request of OpenAI (chat or responses), Anthropic, Gemini, Bedrock or Genkit; LangChain's inputs; a list of messages;
 * the arguments of a function; text.
 */
export function readRequest(attribute: unknown): Draft {
  const { value, truncated } = structureOf(attribute)
  if (value === undefined) return {}
  if (!isRecord(value)) return { input: { messages: messagesOr(value, 'user'), truncated } }
  const body = unwrapped(value, ['kwargs', 'inputs', 'input', 'request', 'body'], isRequest)
  const draft = requestFields(body)
  const found = MESSAGE_KEYS.map((key) => body[key]).find((list) => Array.isArray(list) && list.length > 0)
  const responses = isResponsesInput(body) ? body['input'] : undefined
  if (found !== undefined || responses !== undefined)
    return { ...draft, input: { messages: messagesIn(found ?? responses, 'user'), truncated } }
  if (looksLikeMessage(body)) return { ...draft, input: { messages: messagesIn(body, 'user'), truncated } }
  return { ...draft, input: { messages: looseMessages(body, QUESTION_KEYS, 'user'), truncated } }
}

/** Reads what a span gave back: a response of any of these APIs, LangChain's generations, choices, messages, a function's result, text. */
export function readResponse(attribute: unknown): Draft {
  const { value, truncated } = structureOf(attribute)
  if (value === undefined) return {}
  if (!isRecord(value)) return { output: { messages: messagesOr(value, 'assistant'), truncated } }
  const body = unwrapped(value, ['outputs', 'output', 'response', 'result', 'body', 'data', 'kwargs'], isResponse)
  const fields = responseFields(body)
  const output = (messages: Messages['messages']): Draft => ({ fields, output: { messages, truncated } })
  for (const key of OUTPUT_KEYS) {
    const held = body[key]
    if (Array.isArray(held) && held.length > 0)
      return output(key === 'messages' ? sinceQuestion(generated(held)) : generated(held))
    if (isRecord(held) && looksLikeMessage(held)) return output(withFinish(messagesIn(held, 'assistant'), body))
  }
  // One candidate of Gemini.
  const { content } = body
  if (isRecord(content) && Array.isArray(content['parts'])) return output(messagesIn([body], 'assistant'))
  if (Array.isArray(body['output'])) return output(messagesIn(body['output'], 'assistant'))
  if (looksLikeMessage(body)) return output(messagesIn(body, 'assistant'))
  if (Array.isArray(body['blocks'])) return output(messagesIn(body['blocks'], 'assistant'))
  return output(looseMessages(body, ANSWER_KEYS, 'assistant'))
}

/** Whether an object reads as a message: it has a role with content, or is one of LangChain's. */
function looksLikeMessage(value: UnknownRecord): boolean {
  if (typeof value['role'] === 'string')
    return ['content', 'parts', 'tool_calls', 'blocks', 'refusal', 'reasoning_content'].some(
      (key) => value[key] !== undefined,
    )
  if (value['lc'] !== undefined) return langChainFields(value) !== undefined
  const type = textOf(value['type'])
  return (
    (type !== undefined && isLangChainType(type) && (isRecord(value['data']) || value['content'] !== undefined)) ||
    (value['kind'] !== undefined && Array.isArray(value['parts']))
  )
}

function messagesOr(value: Value, role: string): Messages['messages'] {
  if (typeof value === 'string') return messagesIn(value, role)
  // A list of numbers or of documents is no conversation: it is shown as it is.
  const list = listOf(value)
  const readable = list.some((item) => typeof item === 'string' || isRecord(item) || Array.isArray(item))
  if (!readable) return Array.isArray(value) && value.length === 0 ? [] : [message(role, [otherPart(value, 'data')])]
  const isConversation = list.some(
    (item) =>
      Array.isArray(item) ||
      (isRecord(item) && (looksLikeMessage(item) || textOf(item['type']) !== undefined || isRecord(item['message']))),
  )
  return isConversation || list.every((item) => typeof item === 'string' || hasPartKey(item))
    ? messagesIn(value, role)
    : [message(role, [otherPart(value, 'data')])]
}

/** Bedrock's and Gemini's parts have no type. */
function hasPartKey(item: unknown): boolean {
  return (
    isRecord(item) &&
    [
      'text',
      'toolUse',
      'toolResult',
      'functionCall',
      'functionResponse',
      'reasoningContent',
      'inlineData',
      'content',
    ].some((key) => item[key] !== undefined)
  )
}

function isRequest(body: UnknownRecord): boolean {
  return MESSAGE_KEYS.some((key) => Array.isArray(body[key])) || isResponsesInput(body)
}

function isResponsesInput(body: UnknownRecord): boolean {
  const { input } = body
  if (Array.isArray(input))
    return (
      input.length > 0 &&
      input.every((item) => isRecord(item) && (item['role'] !== undefined || item['type'] !== undefined))
    )
  return typeof input === 'string' && (typeof body['model'] === 'string' || body['instructions'] !== undefined)
}

function isResponse(body: UnknownRecord): boolean {
  const { content } = body
  if (isRecord(content) && Array.isArray(content['parts'])) return true
  return OUTPUT_KEYS.some((key) => Array.isArray(body[key]) || isRecord(body[key])) || looksLikeMessage(body)
}

/** Looks through wrappers such as `{ inputs: { messages } }`, as long as the object itself is no body. */
function unwrapped(
  value: UnknownRecord,
  keys: readonly string[],
  isBody: (body: UnknownRecord) => boolean,
): UnknownRecord {
  let body = value
  for (let layer = 0; layer < 3 && !isBody(body); layer++) {
    const inner = keys
      .map((key) => body[key])
      .find((held) => isRecord(held) && (isBody(held) || keys.some((key) => isRecord(held[key]))))
    if (!isRecord(inner)) break
    body = inner
  }
  return body
}

/** A list of generations: LangChain has a list a prompt, of candidates with `message` or `text`. */
function generated(list: readonly unknown[]): Messages['messages'] {
  const flat = list.flatMap((item) => (Array.isArray(item) ? (item as readonly unknown[]) : [item])).slice(0, 10_000)
  return flat.flatMap((item) => {
    if (!isRecord(item)) return messagesIn(item, 'assistant')
    if (isRecord(item['message']) || isRecord(item['delta']) || isRecord(item['content']) || looksLikeMessage(item))
      return messagesIn(item, 'assistant')
    const text = firstText(item['text'], item['content'])
    const finish = firstText(item['finish_reason'], item['finishReason'])
    return text === undefined
      ? messagesIn(item, 'assistant')
      : [message('assistant', [textPart(text)], undefined, finish)]
  })
}

/** The state of a graph holds the whole history: its answer is what came after the last question. */
function sinceQuestion(messages: Messages['messages']): Messages['messages'] {
  const answer = messages.slice(messages.findLastIndex(({ role }) => role === 'user') + 1)
  return answer.length > 0 ? answer : messages
}

function withFinish(messages: readonly Messages['messages'][number][], body: UnknownRecord): Messages['messages'] {
  const finishReason = firstText(body['finishReason'], body['finish_reason'], body['stop_reason'], body['stopReason'])
  return finishReason === undefined ? messages : messages.map((made) => ({ finishReason, ...made }))
}

/** The one text of an object stands for itself; an object of several fields is shown whole, its question as its text. */
function looseMessages(body: UnknownRecord, keys: readonly string[], role: string): Messages['messages'] {
  const names = Object.keys(body)
  if (names.length === 0) return []
  if (names.length === 1 && keys.includes(names[0]!)) {
    const only = body[names[0]!]
    if (typeof only === 'string') return only === '' ? [] : [message(role, [textPart(only)])]
    if (isRecord(only) && looksLikeMessage(only)) return messagesIn(only, role)
    if (Array.isArray(only) && only.some((item) => isRecord(item) && looksLikeMessage(item)))
      return messagesIn(only, role)
  }
  return [message(role, [otherPart(body, 'data')])]
}

function requestFields(body: UnknownRecord): Draft {
  const config = ['config', 'generation_config', 'options'].map((key) => body[key]).find(isRecord) ?? {}
  const instructions =
    body['system'] ??
    body['instructions'] ??
    body['systemInstruction'] ??
    body['system_instruction'] ??
    config['system_instruction'] ??
    config['systemInstruction']
  const tools = body['tools'] ?? body['functions'] ?? config['tools']
  const fields: Partial<Record<FieldName, unknown>> = {}
  const model = firstText(body['model'], body['model_name'], body['modelId'])
  if (model !== undefined) fields.model = model
  const previous = firstText(body['previous_response_id'])
  if (previous !== undefined) fields.previousResponseId = previous
  return {
    fields,
    settings: settingsIn(body),
    ...(instructions === undefined || instructions === null ? {} : { instructions: readInstructions(instructions) }),
    ...(Array.isArray(tools) ? { tools: readTools(tools) } : {}),
  }
}
