import type { Attributes } from '@opentelemetry/api'
import * as names from '../../genai/attributes.ts'
import type { CallContent } from '../../genai/messages.ts'
import type { Operation } from '../operation.ts'
import { inputMessages, toMessage } from '../wire/chat-messages.ts'
import { ChatStreamReader } from '../wire/chat-stream.ts'
import { list, number, object, set, text, type Wire } from '../wire/read.ts'
import { toolDefinitions } from '../wire/tools.ts'
import { setUsage } from '../wire/usage.ts'

/** `client.chat.completions.create`, by which `parse`, `stream` and `runTools` go as well (conventions: inference span). */
export const chat: Operation = {
  path: 'chat.completions.create',
  name: 'chat',
  request([body]) {
    const request = object(body)
    return { model: text(request.model), attributes: requestAttributes(request), content: () => requestContent(request) }
  },
  response(result) {
    const response = object(result)
    const choices = list(response.choices).map((choice) => object(choice))
    const attributes: Attributes = {}
    set(attributes, names.RESPONSE_ID, response.id)
    set(attributes, names.RESPONSE_MODEL, response.model)
    set(attributes, names.OPENAI_RESPONSE_SERVICE_TIER, response.service_tier)
    set(attributes, names.OPENAI_RESPONSE_SYSTEM_FINGERPRINT, response.system_fingerprint)
    set(
      attributes,
      names.RESPONSE_FINISH_REASONS,
      choices.map((choice) => text(choice.finish_reason) ?? 'error'),
    )
    setUsage(attributes, response.usage)
    return {
      attributes,
      content: () => ({ [names.OUTPUT_MESSAGES]: choices.map((choice) => toMessage({ role: 'assistant', ...object(choice.message) })) }),
    }
  },
  stream: () => new ChatStreamReader(),
}

function requestAttributes(request: Wire): Attributes {
  const attributes: Attributes = {}
  set(attributes, names.REQUEST_MODEL, request.model)
  set(attributes, names.OPENAI_API_TYPE, 'chat_completions')
  set(attributes, names.REQUEST_FREQUENCY_PENALTY, request.frequency_penalty)
  set(attributes, names.REQUEST_PRESENCE_PENALTY, request.presence_penalty)
  set(attributes, names.REQUEST_TEMPERATURE, request.temperature)
  set(attributes, names.REQUEST_TOP_P, request.top_p)
  set(attributes, names.REQUEST_MAX_TOKENS, request.max_completion_tokens ?? request.max_tokens)
  set(attributes, names.REQUEST_SEED, request.seed)
  set(attributes, names.REQUEST_STOP_SEQUENCES, typeof request.stop === 'string' ? [request.stop] : request.stop)
  set(attributes, names.REQUEST_REASONING_LEVEL, request.reasoning_effort)
  if (request.stream === true) attributes[names.REQUEST_STREAM] = true
  const choiceCount = number(request.n)
  if (choiceCount !== undefined && choiceCount !== 1) attributes[names.REQUEST_CHOICE_COUNT] = choiceCount
  if (request.service_tier !== 'auto') set(attributes, names.OPENAI_REQUEST_SERVICE_TIER, request.service_tier)
  set(attributes, names.OUTPUT_TYPE, outputType(request))
  return attributes
}

function outputType(request: Wire): string | undefined {
  const format = text(object(request.response_format).type)
  if (format === 'json_object' || format === 'json_schema') return 'json'
  if (list(request.modalities).includes('audio')) return 'speech'
  return format === 'text' ? 'text' : undefined
}

function requestContent(request: Wire): CallContent {
  const content: CallContent = { [names.INPUT_MESSAGES]: inputMessages(request.messages) }
  const tools = request.tools ?? list(request.functions).map((definition) => ({ type: 'function', function: definition }))
  if (list(tools).length > 0) content[names.TOOL_DEFINITIONS] = toolDefinitions(tools)
  return content
}
