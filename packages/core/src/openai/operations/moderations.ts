import type { Message } from '../../messages.ts'
import * as names from '../../semconv.ts'
import { promptMessages } from '../content/prompt.ts'
import type { Operation } from '../operation.ts'
import { setAnswer, setParameters } from '../wire/parameters.ts'
import { list, object } from '../wire/read.ts'

/**
 * `client.moderations.create`. The conventions have no name for it: it generates nothing, so none of theirs applies, and a name of
 * one's own is what they ask for then.
 */
export const moderations: Operation = {
  path: 'moderations.create',
  name: 'moderation',
  url: 'moderations',
  readers: {
    request: (body, sink) => setParameters(sink, object(body)),
    response(result, sink) {
      setAnswer(sink, object(result))
      return undefined
    },
    content: {
      request: (body) => ({ [names.ATTR_GEN_AI_INPUT_MESSAGES]: promptMessages(object(body).input) }),
      response: (result) => ({ [names.ATTR_GEN_AI_OUTPUT_MESSAGES]: list(object(result).results).map(toMessage) }),
    },
  },
}

function toMessage(result: unknown): Message {
  const { flagged, categories } = object(result)
  const reasons = Object.entries(object(categories)).flatMap(([name, applies]) => (applies ? [name] : []))
  return { role: 'assistant', parts: [{ type: 'openai.moderation', flagged, categories: reasons }] }
}
