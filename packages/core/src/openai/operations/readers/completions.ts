import * as names from '../../../semconv.ts'
import { ChatContentReader } from '../../content/chat-stream.ts'
import { chatContent } from '../../content/chat.ts'
import { promptMessages } from '../../content/prompt.ts'
import type { CallReaders } from '../../../genai/call-kind.ts'
import { ChatHeadReader } from '../../wire/chat-head.ts'
import { setParameters } from '../../wire/parameters.ts'
import { list, object } from '../../wire/read.ts'
import { chatReaders } from '../chat.ts'

export const completions: CallReaders = {
  request: (body, sink) => setParameters(sink, object(body)),
  response: (result, sink) => chatReaders.response(result, sink),
  stream: () => new ChatHeadReader(),
  content: {
    request: (body) => ({ [names.ATTR_GEN_AI_INPUT_MESSAGES]: promptMessages(object(body).prompt) }),
    response: (result) => chatContent.response?.(asChat(result)) ?? {},
    stream() {
      const reader = new ChatContentReader()
      return {
        read: (chunk) => reader.read(asChat(chunk)),
        deltas: (chunk) => reader.deltas(asChat(chunk)),
        result: () => reader.result(),
      }
    },
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
