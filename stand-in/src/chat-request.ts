import { z } from 'zod'
import { accept } from './accept.ts'
import { reasons } from './models.ts'
import type { Turn } from './prompt.ts'
import { invalid } from './refusal.ts'

const content = z.union([
  z.string(),
  z.array(
    z.object({
      type: z.enum(['text', 'image_url', 'input_audio', 'refusal', 'file']),
      text: z.string().optional(),
    }),
  ),
])
const message = z.object({
  role: z.enum(['system', 'assistant', 'user', 'tool', 'developer']),
  content: content.nullish(),
  tool_calls: z
    .array(
      z.object({
        id: z.string(),
        type: z.literal('function'),
        function: z.object({ name: z.string(), arguments: z.string() }),
      }),
    )
    .nullish(),
  tool_call_id: z.string().optional(),
})
const tool = z.object({
  type: z.literal('function'),
  function: z.object({
    name: z.string().regex(/^[\w-]{1,64}$/),
    description: z.string().nullish(),
    parameters: z.looseObject({ type: z.literal('object').optional() }).nullish(),
  }),
})
const flag = z.boolean().nullish()
const tokens = z.int().min(1).max(128_000).nullish()

const SCHEMA = z.object({
  model: z.string(),
  messages: z.array(message).min(1),
  frequency_penalty: z.number().min(-2).max(2).nullish(),
  max_completion_tokens: tokens,
  max_tokens: tokens,
  n: z.int().min(1).max(128).nullish(),
  parallel_tool_calls: flag,
  presence_penalty: z.number().min(-2).max(2).nullish(),
  reasoning_effort: z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh']).nullish(),
  response_format: z.object({ type: z.enum(['json_object', 'json_schema', 'text']) }).nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(4)]).nullish(),
  store: flag,
  stream: flag,
  stream_options: z.object({ include_usage: flag }).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  tool_choice: z
    .union([
      z.enum(['none', 'auto', 'required']),
      z.object({ type: z.literal('function'), function: z.object({ name: z.string() }) }),
    ])
    .nullish(),
  tools: z.array(tool).min(1).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
})
const OTHERS = `audio function_call functions logit_bias logprobs metadata modalities moderation prediction prompt_cache_key
  prompt_cache_options prompt_cache_retention safety_identifier seed service_tier top_logprobs user verbosity
  web_search_options`

/** A request for a chat completion that the API accepts. */
export type ChatRequest = z.output<typeof SCHEMA>

/** Checks a request for a chat completion. Throws the API's refusal. */
export function chatRequest(body: Record<string, unknown>): ChatRequest {
  const request = accept(SCHEMA, body, OTHERS)
  if (reasons(request.model)) checkReasoning(body)
  if (request.stream_options && request.stream !== true) {
    throw invalid("The 'stream_options' parameter is only allowed when 'stream' is enabled.", 'stream_options')
  }
  for (const name of ['tool_choice', 'parallel_tool_calls'] as const) {
    if (request.tools || request[name] == null) continue
    throw invalid(`Invalid value for '${name}': '${name}' is only allowed when 'tools' are specified.`, name)
  }
  checkMessages(request.messages)
  return request
}

export function turnsOf({ messages }: ChatRequest): Turn[] {
  return messages.map(({ role, content: said, tool_calls: calls, tool_call_id: callId }) => ({
    role: role === 'developer' ? 'system' : role,
    text: typeof said === 'string' ? said : (said ?? []).map((part) => part.text ?? '').join('\n'),
    calls: (calls ?? []).map((call) => ({ id: call.id, ...call.function })),
    ...(callId !== undefined && { callId }),
  }))
}

/** Reasoning models accept only the default sampling. */
function checkReasoning(body: Record<string, unknown>): void {
  for (const name of ['temperature', 'top_p', 'max_tokens', 'frequency_penalty', 'presence_penalty', 'stop']) {
    const value = body[name]
    if (value == null) continue
    if (name !== 'temperature' && name !== 'top_p') {
      const instead = name === 'max_tokens' ? " Use 'max_completion_tokens' instead." : ''
      const reason = `'${name}' is not supported with this model.${instead}`
      throw invalid(`Unsupported parameter: ${reason}`, name, 'unsupported_parameter')
    }
    if (value === 1) continue
    const reason = `'${name}' does not support ${JSON.stringify(value)} with this model. Only the default (1) value is supported.`
    throw invalid(`Unsupported value: ${reason}`, name, 'unsupported_value')
  }
}

/** Every tool call must be answered at once, and every answer must belong to a call. */
function checkMessages(messages: ChatRequest['messages']): void {
  let open = new Set<string>()
  for (const [index, each] of [...messages, undefined].entries()) {
    if (each && each.content == null && !each.tool_calls?.length) {
      throw invalid("Invalid value for 'content': expected a string, got null.", `messages[${index}].content`)
    }
    if (each?.role === 'tool') {
      if (open.delete(each.tool_call_id ?? '')) continue
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
    open = new Set(each?.tool_calls?.map((call) => call.id))
  }
}
