import type { Message, Part, Value } from '@spanlit/dialects'
import { numberAttribute, stringAttribute } from '../attributes.ts'
import { readingOf } from '../readings.ts'
import type { Span } from '../span.ts'
import {
  ATTR_GEN_AI_REQUEST_MAX_TOKENS,
  ATTR_GEN_AI_REQUEST_REASONING_LEVEL,
  ATTR_GEN_AI_REQUEST_SEED,
  ATTR_GEN_AI_REQUEST_STREAM,
  ATTR_GEN_AI_REQUEST_TEMPERATURE,
  ATTR_GEN_AI_REQUEST_TOP_P,
  ATTR_OPENAI_API_TYPE,
} from '../../semconv.ts'

type Json = { readonly [key: string]: Value }

/** A call of the OpenAI API, made again from what a span recorded. No key is in it: none is ever recorded. */
export interface RequestBody {
  readonly api: 'chat' | 'responses'
  readonly body: Json
}

/** The body of a call, from its messages, tools and settings. What was not recorded (media, parts that were left out) is named in its place. */
export function requestBodyOf(span: Span): RequestBody {
  const reading = readingOf(span)
  const api = stringAttribute(span.attributes, ATTR_OPENAI_API_TYPE) === 'responses' ? 'responses' : 'chat'
  const messages = [...reading.instructions.messages, ...reading.input.messages]
  const tools = reading.tools.tools.map(({ definition }) => definition)
  const isStream = span.attributes.get(ATTR_GEN_AI_REQUEST_STREAM) === true
  return {
    api,
    body: {
      model: reading.model ?? 'gpt-5-mini',
      ...(isStream && { stream: true }),
      ...settingsOf(span, api),
      ...(api === 'responses' ? { input: messages.flatMap(inputItems) } : { messages: messages.flatMap(chatMessages) }),
      ...(tools.length > 0 && { tools: tools.map((tool) => (api === 'chat' ? nestedTool(tool) : tool)) }),
    },
  }
}

function settingsOf({ attributes }: Span, api: RequestBody['api']): Json {
  const settings: Record<string, Value> = {}
  const set = (name: string, value: Value | undefined): void => {
    if (value !== undefined) settings[name] = value
  }
  set('temperature', numberAttribute(attributes, ATTR_GEN_AI_REQUEST_TEMPERATURE))
  set('top_p', numberAttribute(attributes, ATTR_GEN_AI_REQUEST_TOP_P))
  set('seed', numberAttribute(attributes, ATTR_GEN_AI_REQUEST_SEED))
  const most = numberAttribute(attributes, ATTR_GEN_AI_REQUEST_MAX_TOKENS)
  set(api === 'chat' ? 'max_completion_tokens' : 'max_output_tokens', most)
  const effort = stringAttribute(attributes, ATTR_GEN_AI_REQUEST_REASONING_LEVEL)
  if (effort !== undefined) set(api === 'chat' ? 'reasoning_effort' : 'reasoning', api === 'chat' ? effort : { effort })
  return settings
}

/** Chat completions nest what the conventions record flat. */
function nestedTool(tool: Value): Value {
  if (typeof tool !== 'object' || tool === null || Array.isArray(tool)) return tool
  const { type = 'function', ...rest } = tool as Json
  return 'function' in tool || type !== 'function' ? tool : { type, function: rest }
}

function chatMessages(message: Message): Value[] {
  const results = message.parts.filter((part) => part.type === 'tool_result')
  if (results.length > 0)
    return results.map((part) => ({ role: 'tool', tool_call_id: part.id ?? '', content: asText(part.response) }))
  const calls = message.parts.filter((part) => part.type === 'tool_call')
  const text = textOf(message.parts)
  return [
    {
      role: message.role,
      ...((text !== '' || calls.length === 0) && { content: text }),
      ...(calls.length > 0 && {
        tool_calls: calls.map((part) => ({
          id: part.id ?? '',
          type: 'function',
          function: { name: part.name, arguments: asText(part.arguments) },
        })),
      }),
    },
  ]
}

function inputItems(message: Message): Value[] {
  const text = textOf(message.parts)
  const items = message.parts.flatMap((part): Value[] => {
    if (part.type === 'tool_call')
      return [{ type: 'function_call', call_id: part.id ?? '', name: part.name, arguments: asText(part.arguments) }]
    if (part.type === 'tool_result')
      return [{ type: 'function_call_output', call_id: part.id ?? '', output: asText(part.response) }]
    return []
  })
  return text === '' ? items : [{ role: message.role, content: text }, ...items]
}

function textOf(parts: readonly Part[]): string {
  return parts
    .flatMap((part) => {
      if (part.type === 'text' || part.type === 'refusal') return [part.text]
      if (part.type === 'media') return [`[${part.modality} ${part.mimeType}: not in this copy]`]
      return part.type === 'left_out' ? ['[left out: too large to be recorded]'] : []
    })
    .join('\n')
}

function asText(value: Value): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
