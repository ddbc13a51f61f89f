import * as check from './check.ts'
import type { Check, Fields } from './check.ts'
import { reasons } from './models.ts'
import type { Turn } from './prompt.ts'
import { invalid } from './refusal.ts'

const { flag, listOf, numberIn, objectOf, oneOf, optional, text, textOr } = check

/** A request for a chat completion that the API accepts. */
export interface ChatRequest {
  model: string
  messages: Message[]
  tools?: { function: { name: string } }[] | null
  tool_choice?: unknown
  max_completion_tokens?: number | null
  max_tokens?: number | null
  n?: number | null
  reasoning_effort?: string | null
  stop?: string | string[] | null
  stream?: boolean | null
  stream_options?: { include_usage?: boolean } | null
}

interface Message {
  role: Turn['role'] | 'developer'
  content?: string | { text?: string }[] | null
  tool_calls?: { id: string; function: { name: string; arguments: string } }[]
  tool_call_id?: string
}

const content = textOr(
  listOf(objectOf({ type: oneOf('text', 'image_url', 'input_audio', 'refusal', 'file') })),
  'one of a string or array of objects',
)
const toolCall = objectOf({ id: text, type: oneOf('function'), function: objectOf({ name: text, arguments: text }) })

const message: Check = (value, at) => {
  objectOf({
    role: oneOf('system', 'assistant', 'user', 'tool', 'developer'),
    content: optional(content),
    tool_calls: optional(listOf(toolCall)),
  })(value, at)
  const { role, content: said, tool_calls: calls, tool_call_id: callId } = value as Message
  if (said == null && !calls?.length) {
    throw invalid(`Invalid value for 'content': expected a string, got null.`, `${at}.content`)
  }
  if (role === 'tool' && callId === undefined) {
    throw invalid(
      `Missing parameter '${at}.tool_call_id': messages with role 'tool' must have a 'tool_call_id'.`,
      `${at}.tool_call_id`,
      'missing_required_parameter',
    )
  }
}

const functionName: Check = (value, at) => {
  text(value, at)
  if (/^[\w-]{1,64}$/.test(value as string)) return
  throw invalid(
    `Invalid '${at}': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.`,
    at,
    'invalid_value',
  )
}
const parameters: Check = objectOf({ type: optional(oneOf('object')) })
const tool = objectOf({
  type: oneOf('function'),
  function: objectOf({ name: functionName, description: optional(text), parameters: optional(parameters) }),
})

const SAMPLING: check.Rules = { temperature: numberIn('decimal', 0, 2), top_p: numberIn('decimal', 0, 1) }
const RULES: check.Rules = {
  ...check.unchecked(
    `model audio function_call functions logit_bias metadata modalities moderation prediction prompt_cache_key
    prompt_cache_options prompt_cache_retention safety_identifier seed service_tier tool_choice top_logprobs user verbosity
    web_search_options`,
  ),
  ...SAMPLING,
  messages: listOf(message, { least: 1 }),
  frequency_penalty: numberIn('decimal', -2, 2),
  presence_penalty: numberIn('decimal', -2, 2),
  logprobs: flag,
  max_completion_tokens: numberIn('integer', 1, 128_000),
  max_tokens: numberIn('integer', 1, 128_000),
  n: numberIn('integer', 1, 128),
  parallel_tool_calls: flag,
  reasoning_effort: oneOf('none', 'minimal', 'low', 'medium', 'high', 'xhigh'),
  response_format: objectOf({ type: oneOf('json_object', 'json_schema', 'text') }),
  stop: textOr(listOf(text, { most: 4 }), 'a string or an array of strings'),
  store: flag,
  stream: flag,
  stream_options: objectOf({ include_usage: optional(flag) }),
  tools: listOf(tool, { least: 1 }),
}

/** Checks a request for a chat completion. Throws the API's refusal. */
export function chatRequest(body: Fields, model: string): ChatRequest {
  check.required(body, 'messages')
  check.checkBody(body, RULES)
  if (reasons(model)) checkReasoning(body)
  if (body.stream_options != null && body.stream !== true) {
    throw invalid("The 'stream_options' parameter is only allowed when 'stream' is enabled.", 'stream_options')
  }
  const request = body as unknown as ChatRequest
  checkToolChoice(
    body,
    request.tools?.map((each) => each.function.name),
  )
  checkToolOrder(turnsOf(request))
  return request
}

export function turnsOf({ messages }: ChatRequest): Turn[] {
  return messages.map(({ role, content: said, tool_calls: calls = [], tool_call_id: callId }) => ({
    role: role === 'developer' ? 'system' : role,
    text: typeof said === 'string' ? said : (said ?? []).map((part) => part.text ?? '').join('\n'),
    calls: calls.map((call) => ({ id: call.id, ...call.function })),
    ...(callId !== undefined && { callId }),
  }))
}

/** Reasoning models accept only the default sampling. */
function checkReasoning(body: Fields): void {
  for (const name of Object.keys(SAMPLING)) {
    if (body[name] == null || body[name] === 1) continue
    throw invalid(
      `Unsupported value: '${name}' does not support ${JSON.stringify(body[name])} with this model. Only the default (1) value is supported.`,
      name,
      'unsupported_value',
    )
  }
  for (const name of ['max_tokens', 'frequency_penalty', 'presence_penalty', 'logit_bias', 'stop']) {
    if (body[name] == null || body[name] === 0) continue
    const instead = name === 'max_tokens' ? " Use 'max_completion_tokens' instead." : ''
    throw invalid(
      `Unsupported parameter: '${name}' is not supported with this model.${instead}`,
      name,
      'unsupported_parameter',
    )
  }
}

function checkToolChoice(body: Fields, tools: string[] | undefined): void {
  for (const name of ['tool_choice', 'parallel_tool_calls']) {
    if (tools || body[name] == null) continue
    throw invalid(`Invalid value for '${name}': '${name}' is only allowed when 'tools' are specified.`, name)
  }
  const choice = body.tool_choice
  if (choice == null) return
  if (typeof choice === 'string') return oneOf('none', 'auto', 'required')(choice, 'tool_choice')
  objectOf({ type: oneOf('function'), function: objectOf({ name: text }) })(choice, 'tool_choice')
  const { name } = (choice as { function: { name: string } }).function
  if (tools?.includes(name)) return
  const reason = `no function named '${name}' was specified in the 'tools' parameter.`
  throw invalid(`Invalid value for 'tool_choice': ${reason}`, 'tool_choice')
}

/** Every tool call must be answered at once, and every answer must belong to a call. */
function checkToolOrder(turns: Turn[]): void {
  let open = new Set<string>()
  for (const [index, turn] of [...turns, undefined].entries()) {
    if (turn?.role === 'tool') {
      if (open.delete(turn.callId ?? '')) continue
      throw invalid(
        "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
        `messages.[${index}].role`,
      )
    }
    if (open.size > 0) {
      throw invalid(
        `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${[...open].join(', ')}`,
        `messages.[${index}].role`,
      )
    }
    open = new Set(turn?.calls.map((call) => call.id))
  }
}
