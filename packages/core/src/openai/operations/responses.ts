import type { Attributes } from '@opentelemetry/api'
import * as names from '../../genai/attributes.ts'
import type { CallContent } from '../../genai/messages.ts'
import type { Operation, ResponseDescription } from '../operation.ts'
import { list, object, set, text, type Wire } from '../wire/read.ts'
import { inputItems, outputMessages } from '../wire/response-items.ts'
import { ResponseStreamReader } from '../wire/response-stream.ts'
import { toolDefinitions } from '../wire/tools.ts'
import { setUsage } from '../wire/usage.ts'

/** `client.responses.create`, by which `parse` and `stream` go as well (conventions: inference span). */
export const responses: Operation = {
  path: 'responses.create',
  name: 'chat',
  request([body]) {
    const request = object(body)
    return {
      model: text(request.model),
      attributes: requestAttributes(request),
      content: () => requestContent(request),
    }
  },
  response: describeResponse,
  stream: () => new ResponseStreamReader(),
}

/**
 * `client.responses.compact`: the model makes a long conversation short. The conventions have no operation for it; the model works
 * and is paid as for an answer.
 */
export const compact: Operation = {
  path: 'responses.compact',
  name: 'chat',
  request: responses.request,
  response(result) {
    const { attributes, content } = describeResponse(result)
    return {
      attributes: {
        ...attributes,
        [names.RESPONSE_FINISH_REASONS]: ['compaction'],
        [names.CONVERSATION_COMPACTED]: true,
      },
      content,
    }
  },
}

function requestAttributes(request: Wire): Attributes {
  const attributes: Attributes = {}
  set(attributes, names.REQUEST_MODEL, request.model)
  set(attributes, names.OPENAI_API_TYPE, 'responses')
  set(attributes, names.REQUEST_TEMPERATURE, request.temperature)
  set(attributes, names.REQUEST_TOP_P, request.top_p)
  set(attributes, names.REQUEST_MAX_TOKENS, request.max_output_tokens)
  set(attributes, names.REQUEST_REASONING_LEVEL, object(request.reasoning).effort)
  set(attributes, names.REQUEST_PREVIOUS_RESPONSE_ID, request.previous_response_id)
  if (request.stream === true) attributes[names.REQUEST_STREAM] = true
  if (request.service_tier !== 'auto') set(attributes, names.OPENAI_REQUEST_SERVICE_TIER, request.service_tier)
  const format = text(object(object(request.text).format).type)
  if (format) attributes[names.OUTPUT_TYPE] = format === 'text' ? 'text' : 'json'
  const prompt = object(request.prompt)
  set(attributes, names.PROMPT_NAME, prompt.id)
  set(attributes, names.PROMPT_VERSION, prompt.version)
  set(attributes, names.CONVERSATION_ID, conversationId(request.conversation))
  return attributes
}

function conversationId(conversation: unknown): string | undefined {
  return text(conversation) ?? text(object(conversation).id)
}

function requestContent(request: Wire): CallContent {
  const content: CallContent = {}
  const messages = inputItems(request.input)
  if (messages.length > 0) content[names.INPUT_MESSAGES] = messages
  const instructions = text(request.instructions)
  if (instructions) content[names.SYSTEM_INSTRUCTIONS] = [{ type: 'text', content: instructions }]
  if (list(request.tools).length > 0) content[names.TOOL_DEFINITIONS] = toolDefinitions(request.tools)
  return content
}

/** A response object, as `create` returns it and as the last event of a stream carries it. */
export function describeResponse(result: unknown): ResponseDescription {
  const response = object(result)
  const attributes: Attributes = {}
  set(attributes, names.RESPONSE_ID, response.id)
  set(attributes, names.RESPONSE_MODEL, response.model)
  set(attributes, names.RESPONSE_STATUS, response.status)
  set(attributes, names.OPENAI_RESPONSE_SERVICE_TIER, response.service_tier)
  set(attributes, names.CONVERSATION_ID, conversationId(response.conversation))
  const output = list(response.output)
  set(attributes, names.RESPONSE_FINISH_REASONS, finishReasons(response, output))
  if (output.some((item) => object(item).type === 'compaction')) attributes[names.CONVERSATION_COMPACTED] = true
  setUsage(attributes, response.usage)
  const error = object(response.error)
  const failed = response.status === 'failed'
  return {
    attributes,
    content: () => ({ [names.OUTPUT_MESSAGES]: outputMessages(output) }),
    failure: failed ? { type: text(error.code) ?? 'failed', message: text(error.message) } : undefined,
  }
}

/** The API has no finish reasons; the conventions say how its states map to them. */
function finishReasons(response: Wire, output: readonly unknown[]): string[] | undefined {
  switch (response.status) {
    case 'completed':
      return [output.some((item) => object(item).type === 'function_call') ? 'tool_call' : 'stop']
    case 'incomplete': {
      const reason = text(object(response.incomplete_details).reason)
      return [reason === 'max_output_tokens' ? 'length' : (reason ?? 'error')]
    }
    case 'queued':
      return undefined
    // Failed, cancelled, or cut off while in progress.
    default:
      return ['error']
  }
}
