import type { CallReaders } from '../../genai/call-kind.ts'
import * as names from '../../semconv.ts'
import type { Operation } from '../operation.ts'
import { ChatHeadReader } from '../wire/chat-head.ts'
import { setAnswer, setParameters } from '../wire/parameters.ts'
import { errorOf, inItsOrder, list, object, text } from '../wire/read.ts'
import { setUsage } from '../wire/usage.ts'

export const chatReaders: CallReaders = {
  request(body, sink) {
    setParameters(sink, object(body))
    sink.set(names.ATTR_OPENAI_API_TYPE, 'chat_completions')
  },
  response(result, sink) {
    const response = object(result)
    setAnswer(sink, response)
    const choices = inItsOrder(list(response.choices))
    const reasons = choices.map((choice) => text(object(choice).finish_reason) ?? 'error')
    sink.set(names.ATTR_GEN_AI_RESPONSE_FINISH_REASONS, reasons.length > 0 ? reasons : ['error'])
    setUsage(sink, response.usage)
    // Gateways answer with success, and say in the body, or in one choice, that the model failed.
    const error =
      response.object === 'error'
        ? response
        : (response.error ?? choices.map(object).find((choice) => choice.error)?.error)
    return error ? errorOf(error, 'error') : undefined
  },
  stream: () => new ChatHeadReader(),
  content: 'chat',
}

/** `client.chat.completions.create`, by which `parse`, `stream` and `runTools` go as well (conventions: inference span). */
export const chat: Operation = {
  path: 'chat.completions.create',
  name: 'chat',
  url: 'chat/completions',
  deployed: true,
  readers: chatReaders,
}
