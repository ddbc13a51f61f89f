import type { AnsweredFailure, AttributeSink, CallReaders } from '../../genai/call-kind.ts'
import * as names from '../../semconv.ts'
import type { Operation } from '../operation.ts'
import { setAll, setAnswer, setParameters } from '../wire/parameters.ts'
import { errorOf, list, object, text, type Wire } from '../wire/read.ts'
import { ResponseHeadReader, callsTool } from '../wire/response-head.ts'
import { setUsage } from '../wire/usage.ts'

export const responsesReaders: CallReaders = {
  request(body, sink) {
    const request = object(body)
    setParameters(sink, request)
    setAll(sink, requestAttributes(request))
  },
  response: describeResponse,
  stream: () => new ResponseHeadReader(),
  content: 'responses',
}

/** `client.responses.create`, by which `parse` and `stream` go as well (conventions: inference span). */
export const responses: Operation = {
  path: 'responses.create',
  name: 'chat',
  url: 'responses',
  readers: responsesReaders,
}

/**
 * `client.responses.compact`: the model makes a long conversation short. The conventions have no operation for it; the model works
 * and is paid as for an answer.
 */
export const compact: Operation = {
  path: 'responses.compact',
  name: 'chat',
  url: 'responses/compact',
  readers: {
    ...responsesReaders,
    response(result, sink) {
      const failure = describeResponse(result, sink)
      sink.set(names.ATTR_GEN_AI_RESPONSE_FINISH_REASONS, ['compaction'])
      sink.set(names.ATTR_GEN_AI_CONVERSATION_COMPACTED, true)
      return failure
    },
    content: 'responses',
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

/** A response object, as `create` returns it and as the last event of a stream carries it. */
export function describeResponse(result: unknown, sink: AttributeSink): AnsweredFailure | undefined {
  const response = object(result)
  setAnswer(sink, response)
  sink.set(names.ATTR_GEN_AI_CONVERSATION_ID, conversationId(response.conversation))
  const output = list(response.output)
  sink.set(names.ATTR_GEN_AI_RESPONSE_FINISH_REASONS, finishReasons(response, output))
  if (output.some((item) => object(item).type === 'compaction')) {
    sink.set(names.ATTR_GEN_AI_CONVERSATION_COMPACTED, true)
  }
  setUsage(sink, response.usage)
  const { status, error } = response
  // A stream may fail in the middle, and its response never say so; nor has an answer of a gateway that holds an error alone a status.
  const failed = status === 'failed' || (error && (response.cutOff || !status))
  return failed ? errorOf(error, 'failed') : undefined
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
