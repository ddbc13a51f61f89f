import * as names from '../../semconv.ts'
import type { Operation } from '../operation.ts'
import { ChatStreamReader } from '../wire/chat-stream.ts'
import { describeRequest } from '../wire/parameters.ts'
import { promptMessages } from '../wire/prompt.ts'
import { list, object } from '../wire/read.ts'
import { chat } from './chat.ts'

/** `client.completions.create`, the legacy API (conventions: inference span). */
export const completions: Operation = {
  path: 'completions.create',
  name: 'text_completion',
  request([body]) {
    const request = object(body)
    return describeRequest(request, {}, () => ({ [names.ATTR_GEN_AI_INPUT_MESSAGES]: promptMessages(request.prompt) }))
  },
  response: (result, sink) => chat.response(asChat(result), sink),
  stream(keepsContent) {
    const reader = new ChatStreamReader(keepsContent)
    return {
      read: (chunk) => reader.read(asChat(chunk)),
      deltas: (chunk) => reader.deltas(asChat(chunk)),
      result: () => reader.result(),
    }
  },
}

/** A completion, or a chunk of one, in the shape of a chat completion: its choices have `text` where those have messages. */
function asChat(completion: unknown): unknown {
  const wire = object(completion)
  return {
    ...wire,
    choices: list(wire.choices).map((item) => {
      const choice = object(item)
      const message = choice.message ?? { content: choice.text }
      return { ...choice, message, delta: message }
    }),
  }
}
