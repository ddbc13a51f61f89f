import type { Attributes } from '@opentelemetry/api'
import * as names from '../../genai/attributes.ts'
import type { CallContent } from '../../genai/messages.ts'
import type { Operation } from '../operation.ts'
import { inputMessages, toMessage } from '../wire/chat-messages.ts'
import { ChatStreamReader } from '../wire/chat-stream.ts'
import { list, object, set, setEach, text, type Names, type Wire } from '../wire/read.ts'
import { toolDefinitions } from '../wire/tools.ts'
import { setUsage } from '../wire/usage.ts'

/** `client.chat.completions.create`, by which `parse`, `stream` and `runTools` go as well (conventions: inference span). */
export const chat: Operation = {
  path: 'chat.completions.create',
  name: 'chat',
  request([body]) {
    const request = object(body)
    return {
      model: text(request.model),
      attributes: requestAttributes(request),
      content: () => requestContent(request),
    }
  },
  response(result) {
    const response = object(result)
    const choices = list(response.choices).map((choice) => object(choice))
    const attributes: Attributes = {}
    set(attributes, names.RESPONSE_ID, response.id)
    set(attributes, names.RESPONSE_MODEL, response.model)
    set(attributes, names.OPENAI_RESPONSE_SERVICE_TIER, response.service_tier)
    set(attributes, names.OPENAI_RESPONSE_SYSTEM_FINGERPRINT, response.system_fingerprint)
    const reasons = choices.map((choice) => text(choice.finish_reason) ?? 'error')
    if (reasons.length > 0) attributes[names.RESPONSE_FINISH_REASONS] = reasons
    setUsage(attributes, response.usage)
    return {
      attributes,
      content: () => ({
        [names.OUTPUT_MESSAGES]: choices.map((choice) => toMessage(object(choice.message), 'assistant')),
      }),
    }
  },
  stream: () => new ChatStreamReader(),
}

const REQUEST: Names = new Map([
  ['frequency_penalty', names.REQUEST_FREQUENCY_PENALTY],
  ['presence_penalty', names.REQUEST_PRESENCE_PENALTY],
  ['temperature', names.REQUEST_TEMPERATURE],
  ['top_p', names.REQUEST_TOP_P],
  ['max_tokens', names.REQUEST_MAX_TOKENS],
  // The newer name of the same.
  ['max_completion_tokens', names.REQUEST_MAX_TOKENS],
  ['seed', names.REQUEST_SEED],
  ['reasoning_effort', names.REQUEST_REASONING_LEVEL],
])

function requestAttributes(request: Wire): Attributes {
  const attributes: Attributes = { [names.OPENAI_API_TYPE]: 'chat_completions' }
  setEach(attributes, REQUEST, request)
  const { n, stop, stream, service_tier: tier } = request
  if (stop) set(attributes, names.REQUEST_STOP_SEQUENCES, typeof stop === 'string' ? [stop] : stop)
  if (stream === true) attributes[names.REQUEST_STREAM] = true
  if (n !== undefined && n !== 1) set(attributes, names.REQUEST_CHOICE_COUNT, n)
  if (tier !== 'auto') set(attributes, names.OPENAI_REQUEST_SERVICE_TIER, tier)
  if (request.response_format || request.modalities) set(attributes, names.OUTPUT_TYPE, outputType(request))
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
  const tools =
    request.tools ?? list(request.functions).map((definition) => ({ type: 'function', function: definition }))
  if (list(tools).length > 0) content[names.TOOL_DEFINITIONS] = toolDefinitions(tools)
  return content
}
