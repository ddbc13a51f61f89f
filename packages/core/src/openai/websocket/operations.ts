import type { Attributes } from '@opentelemetry/api'
import * as names from '../../genai/attributes.ts'
import type { CallContent } from '../../genai/messages.ts'
import type { Operation } from '../operation.ts'
import { describeResponse, responses } from '../operations/responses.ts'
import { number, object, list, scalar, text, type Wire } from '../wire/read.ts'
import { inputItems } from '../wire/response-items.ts'
import { ResponseStreamReader } from '../wire/response-stream.ts'

/** `openai.api.type` of a socket, by the last step of its path: `realtime`, `responses` or `live`. */
export type SocketKind = string

/** What a session knows of itself: its model, instructions and tools, as the API last told them. */
function sessionRequest(kind: SocketKind, body: Wire): ReturnType<Operation['request']> {
  // Of a realtime response this says only whether it becomes part of the conversation.
  const { model, attributes, content } = responses.request([{ ...body, conversation: undefined }])
  return {
    model,
    attributes: {
      ...attributes,
      [names.OPENAI_API_TYPE]: kind,
      [names.REQUEST_MAX_TOKENS]: number(body.max_output_tokens),
      ...outputType(body),
    },
    content,
  }
}

function outputType(body: Wire): Attributes {
  return list(body.output_modalities ?? body.modalities).includes('audio') ? { [names.OUTPUT_TYPE]: 'speech' } : {}
}

/**
 * The session on a socket, from its start to its end. The conventions' work on realtime sessions names only the responses in it so
 * far; the name of the API stands for the operation.
 */
export const session = (kind: SocketKind, model: () => unknown, content: () => CallContent): Operation => ({
  path: `${kind} session`,
  name: 'realtime',
  request: ([given]) => ({ model: text(given), attributes: { [names.OPENAI_API_TYPE]: kind }, content: () => ({}) }),
  response: () => ({ attributes: { [names.RESPONSE_MODEL]: scalar(model()) }, content }),
})

/**
 * One response in a session: an answer in a chat, whichever way it is asked for. `input` holds the items that it answers; their
 * transcripts may come while it is under way.
 */
export const socketResponse = (kind: SocketKind, input: () => readonly unknown[]): Operation => ({
  path: `${kind} response`,
  name: 'chat',
  request([body]) {
    const request = sessionRequest(kind, object(body))
    return { ...request, attributes: { ...request.attributes, [names.REQUEST_STREAM]: true } }
  },
  response(result) {
    const response = object(result)
    const details = object(response.status_details)
    const description = describeResponse({ incomplete_details: details, error: details.error, ...response })
    const { content } = description
    const attributes = { ...description.attributes, ...outputType(response) }
    const reason = text(details.reason)
    if (response.status === 'cancelled' && reason) attributes[names.RESPONSE_FINISH_REASONS] = [reason]
    attributes[names.CONVERSATION_ID] ??= scalar(response.conversation_id)
    return {
      ...description,
      attributes,
      content() {
        const messages = inputItems(input())
        return messages.length > 0 ? { [names.INPUT_MESSAGES]: messages, ...content() } : content()
      },
    }
  },
  stream: () => new ResponseStreamReader(),
})
