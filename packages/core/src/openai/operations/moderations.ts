import * as names from '../../semconv.ts'
import type { Message } from '../../content/messages.ts'
import type { Operation } from '../operation.ts'
import { describeRequest, setAnswer } from '../wire/parameters.ts'
import { promptMessages } from '../wire/prompt.ts'
import { list, object } from '../wire/read.ts'

/**
 * `client.moderations.create`. The conventions have no name for it: it generates nothing, so none of theirs applies, and a name of
 * one's own is what they ask for then.
 */
export const moderations: Operation = {
  path: 'moderations.create',
  name: 'moderation',
  request([body]) {
    const request = object(body)
    return describeRequest(request, {}, () => ({ [names.ATTR_GEN_AI_INPUT_MESSAGES]: promptMessages(request.input) }))
  },
  response(result, sink) {
    const response = object(result)
    setAnswer(sink, response)
    return { content: () => ({ [names.ATTR_GEN_AI_OUTPUT_MESSAGES]: list(response.results).map(toMessage) }) }
  },
}

function toMessage(result: unknown): Message {
  const { flagged, categories } = object(result)
  const reasons = Object.entries(object(categories)).flatMap(([name, applies]) => (applies ? [name] : []))
  return { role: 'assistant', parts: [{ type: 'openai.moderation', flagged, categories: reasons }] }
}
