import type { AttributeSink } from '../genai/call-kind.ts'
import type { CallContent } from '../messages.ts'
import { responsesContent } from '../openai/content/responses.ts'
import { inputItems } from '../openai/content/response-items.ts'
import type { ModelCall } from '../openai/operation.ts'
import { describeResponse, responsesReaders } from '../openai/operations/responses.ts'
import { list, number, object, some, text, type Wire } from '../openai/wire/read.ts'
import { ResponseHeadReader } from '../openai/wire/response-head.ts'
import { setUsage } from '../openai/wire/usage.ts'
import * as names from '../semconv.ts'

/** `openai.api.type` of a socket, by the last step of its path: `realtime`, `responses` or `live`. */
export type SocketKind = string

/** Speech is named in two ways. */
function setOutputType(sink: AttributeSink, body: Wire): void {
  if (list(body.output_modalities ?? body.modalities).includes('audio'))
    sink.set(names.ATTR_GEN_AI_OUTPUT_TYPE, 'speech')
}

/**
 * The session on a socket, from its start to its end. The conventions' work on realtime sessions names only the responses in it so
 * far; the name of the API stands for the operation.
 */
export const session = (
  kind: SocketKind,
  { model, usage, content }: { model: () => unknown; usage: () => unknown; content: () => CallContent },
): ModelCall => ({
  path: `${kind} session`,
  name: 'realtime',
  readers: {
    request: (_body, sink) => sink.set(names.ATTR_OPENAI_API_TYPE, kind),
    response(_nothing, sink) {
      sink.set(names.ATTR_GEN_AI_RESPONSE_MODEL, model())
      setUsage(sink, usage())
      return undefined
    },
    content: { response: content },
  },
})

/**
 * One response in a session: an answer in a chat, whichever way it is asked for. `input` holds the items that it answers; their
 * transcripts may come while it is under way. `model` serves it, where it does not say so itself. The application's own `conversation`
 * counts before that which the API begins for each realtime session; one that stands in the request before either.
 */
export const socketResponse = (
  kind: SocketKind,
  { input, conversation, model }: { input: () => readonly unknown[]; conversation: unknown; model: () => unknown },
): ModelCall => ({
  path: `${kind} response`,
  name: 'chat',
  readers: {
    request(body, sink, args) {
      const given = object(body)
      // A realtime response's `conversation` says only whether the response joins it; a limit may be 'inf'.
      const request = { ...given, conversation: undefined, max_output_tokens: number(given.max_output_tokens) }
      responsesReaders.request?.(request, sink, args)
      sink.set(names.ATTR_OPENAI_API_TYPE, kind)
      sink.set(names.ATTR_GEN_AI_REQUEST_STREAM, true)
      setOutputType(sink, given)
    },
    response(result, sink) {
      const response = object(result)
      const details = object(response.status_details)
      const failure = describeResponse(
        {
          incomplete_details: details,
          error: details.error,
          model: model(),
          ...response,
          conversation: response.conversation ?? conversation ?? response.conversation_id,
        },
        sink,
      )
      setOutputType(sink, response)
      if (response.status === 'cancelled' && text(details.reason)) {
        sink.set(names.ATTR_GEN_AI_RESPONSE_FINISH_REASONS, [details.reason])
      }
      return failure
    },
    stream: () => new ResponseHeadReader(),
    content: {
      ...responsesContent,
      response: (result) => ({
        [names.ATTR_GEN_AI_INPUT_MESSAGES]: some(inputItems(input())),
        ...responsesContent.response?.(result),
      }),
    },
  },
})
