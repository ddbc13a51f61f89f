import * as names from '../../semconv.ts'
import type { CallContent } from '../../content/messages.ts'
import type { AttributeSink, Operation, ResponseDescription } from '../operation.ts'
import { contentParts } from '../wire/content.ts'
import { describeRequest, setAnswer } from '../wire/parameters.ts'
import { errorOf, list, object, some, text, type Wire } from '../wire/read.ts'
import { callsTool, inputItems, outputMessages } from '../wire/response-items.ts'
import { ResponseStreamReader } from '../wire/response-stream.ts'
import { toolDefinitions } from '../wire/tools.ts'
import { setUsage } from '../wire/usage.ts'

/** `client.responses.create`, by which `parse` and `stream` go as well (conventions: inference span). */
export const responses: Operation = {
  path: 'responses.create',
  name: 'chat',
  request([body]) {
    const request = object(body)
    return describeRequest(request, requestAttributes(request), () => requestContent(request))
  },
  response: describeResponse,
  stream: (keepsContent) => new ResponseStreamReader(keepsContent),
}

/**
 * `client.responses.compact`: the model makes a long conversation short. The conventions have no operation for it; the model works
 * and is paid as for an answer.
 */
export const compact: Operation = {
  path: 'responses.compact',
  name: 'chat',
  request: responses.request,
  response(result, sink) {
    const description = describeResponse(result, sink)
    sink.set(names.ATTR_GEN_AI_RESPONSE_FINISH_REASONS, ['compaction'])
    sink.set(names.ATTR_GEN_AI_CONVERSATION_COMPACTED, true)
    return description
  },
}

function requestAttributes(request: Wire): Record<string, unknown> {
  const format = text(object(object(request.text).format).type)
  const prompt = object(request.prompt)
  return {
    [names.ATTR_OPENAI_API_TYPE]: 'responses',
    [names.ATTR_GEN_AI_OUTPUT_TYPE]: format && (format === 'text' ? 'text' : 'json'),
    [names.ATTR_GEN_AI_PROMPT_NAME]: text(prompt.id),
    [names.ATTR_GEN_AI_PROMPT_VERSION]: text(prompt.version),
    [names.ATTR_GEN_AI_CONVERSATION_ID]: conversationId(request.conversation),
  }
}

function conversationId(conversation: unknown): string | undefined {
  return text(conversation) ?? text(object(conversation).id)
}

/** Also of a response, which repeats most of its request. */
export function requestContent(request: Wire): CallContent {
  // Those of a stored prompt come as messages in its response; by the conventions they are texts.
  const instructions = inputItems(request.instructions || []).flatMap(({ parts }) => parts)
  return {
    [names.ATTR_GEN_AI_INPUT_MESSAGES]: some(inputItems(request.input)),
    [names.ATTR_GEN_AI_SYSTEM_INSTRUCTIONS]: some(instructions.filter((part) => part.type === 'text')),
    [names.ATTR_GEN_AI_TOOL_DEFINITIONS]: some(toolDefinitions(request.tools)),
    ...promptVariables(request),
  }
}

/** What a stored prompt was given: texts, images and files. */
function promptVariables(request: Wire): Record<string, unknown> {
  const variables = Object.entries(object(object(request.prompt).variables))
  return Object.fromEntries(
    variables.map(([key, value]) => [
      names.ATTR_GEN_AI_PROMPT_VARIABLE + key,
      text(value) ?? text(object(value).text) ?? contentParts([value])[0],
    ]),
  )
}

/** A response object, as `create` returns it and as the last event of a stream carries it. */
export function describeResponse(result: unknown, sink: AttributeSink): ResponseDescription {
  const response = object(result)
  setAnswer(sink, response)
  sink.set(names.ATTR_GEN_AI_CONVERSATION_ID, conversationId(response.conversation))
  const output = list(response.output)
  sink.set(names.ATTR_GEN_AI_RESPONSE_FINISH_REASONS, finishReasons(response, output))
  if (output.some((item) => object(item).type === 'compaction'))
    sink.set(names.ATTR_GEN_AI_CONVERSATION_COMPACTED, true)
  setUsage(sink, response.usage)
  const { status, error } = response
  // A stream may fail in the middle, and its response never say so; nor has an answer of a gateway that holds an error alone a status.
  const failed = status === 'failed' || (error && (response.cutOff || !status))
  return {
    content: () => ({ [names.ATTR_GEN_AI_OUTPUT_MESSAGES]: outputMessages(output) }),
    failure: failed ? errorOf(error, 'failed') : undefined,
  }
}

/** The API has no finish reasons; the conventions say how its states map to them. */
function finishReasons(response: Wire, output: readonly unknown[]): string[] | undefined {
  switch (response.status) {
    case 'completed':
      return [callsTool(output) ? 'tool_call' : 'stop']
    case 'incomplete': {
      const reason = text(object(response.incomplete_details).reason)
      return [reason === 'max_output_tokens' ? 'length' : (reason ?? 'error')]
    }
    case 'failed':
    case 'cancelled':
      return ['error']
    // Not yet, where a response is made in the background; never, where a stream was cut off.
    default:
      return response.cutOff ? ['error'] : undefined
  }
}
