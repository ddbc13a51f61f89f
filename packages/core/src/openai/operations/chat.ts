import type { Attributes } from '@opentelemetry/api'
import * as names from '../../genai/attributes.ts'
import type { CallContent } from '../../genai/messages.ts'
import type { Operation } from '../operation.ts'
import { inputMessages, toMessage } from '../wire/chat-messages.ts'
import { ChatStreamReader } from '../wire/chat-stream.ts'
import { list, number, object, scalar, strings, text, type Wire } from '../wire/read.ts'
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
    const attributes: Attributes = {
      [names.RESPONSE_ID]: scalar(response.id),
      [names.RESPONSE_MODEL]: scalar(response.model),
      [names.OPENAI_RESPONSE_SERVICE_TIER]: scalar(response.service_tier),
      [names.OPENAI_RESPONSE_SYSTEM_FINGERPRINT]: scalar(response.system_fingerprint),
      [names.RESPONSE_FINISH_REASONS]: strings(choices.map((choice) => text(choice.finish_reason) ?? 'error')),
    }
    setUsage(attributes, response.usage)
    return {
      attributes,
      content: () => ({
        [names.OUTPUT_MESSAGES]: choices.map((choice) => toMessage({ role: 'assistant', ...object(choice.message) })),
      }),
    }
  },
  stream: () => new ChatStreamReader(),
}

function requestAttributes(request: Wire): Attributes {
  const { n, stop, service_tier: tier } = request
  return {
    [names.OPENAI_API_TYPE]: 'chat_completions',
    [names.REQUEST_FREQUENCY_PENALTY]: scalar(request.frequency_penalty),
    [names.REQUEST_PRESENCE_PENALTY]: scalar(request.presence_penalty),
    [names.REQUEST_TEMPERATURE]: scalar(request.temperature),
    [names.REQUEST_TOP_P]: scalar(request.top_p),
    [names.REQUEST_MAX_TOKENS]: scalar(request.max_completion_tokens ?? request.max_tokens),
    [names.REQUEST_SEED]: scalar(request.seed),
    [names.REQUEST_STOP_SEQUENCES]: typeof stop === 'string' ? [stop] : strings(stop),
    [names.REQUEST_REASONING_LEVEL]: scalar(request.reasoning_effort),
    [names.REQUEST_STREAM]: request.stream === true || undefined,
    [names.REQUEST_CHOICE_COUNT]: n === 1 ? undefined : number(n),
    [names.OPENAI_REQUEST_SERVICE_TIER]: tier === 'auto' ? undefined : scalar(tier),
    [names.OUTPUT_TYPE]: outputType(request),
  }
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
