import type { Message } from '../../../messages.ts'
import * as names from '../../../semconv.ts'
import { promptMessages } from '../../content/prompt.ts'
import type { CallReaders } from '../../../genai/call-kind.ts'
import { setAnswer, setParameters } from '../../wire/parameters.ts'
import { list, object } from '../../wire/read.ts'

export const moderations: CallReaders = {
  request: (body, sink) => setParameters(sink, object(body)),
  response(result, sink) {
    setAnswer(sink, object(result))
    return undefined
  },
  content: {
    request: (body) => ({ [names.ATTR_GEN_AI_INPUT_MESSAGES]: promptMessages(object(body).input) }),
    response: (result) => ({ [names.ATTR_GEN_AI_OUTPUT_MESSAGES]: list(object(result).results).map(toMessage) }),
  },
}

function toMessage(result: unknown): Message {
  const { flagged, categories } = object(result)
  const reasons = Object.entries(object(categories)).flatMap(([name, applies]) => (applies ? [name] : []))
  return { role: 'assistant', parts: [{ type: 'openai.moderation', flagged, categories: reasons }] }
}
