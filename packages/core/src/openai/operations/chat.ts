import * as names from '../../semconv.ts'
import type { CallContent } from '../../content/messages.ts'
import type { Operation } from '../operation.ts'
import { inputMessages, toMessage } from '../wire/chat-messages.ts'
import { ChatStreamReader } from '../wire/chat-stream.ts'
import { describeRequest, setAnswer } from '../wire/parameters.ts'
import { errorOf, list, object, some, text, type Wire } from '../wire/read.ts'
import { toolDefinitions } from '../wire/tools.ts'
import { setUsage } from '../wire/usage.ts'

const ABOUT = { [names.ATTR_OPENAI_API_TYPE]: 'chat_completions' }

/** `client.chat.completions.create`, by which `parse`, `stream` and `runTools` go as well (conventions: inference span). */
export const chat: Operation = {
  path: 'chat.completions.create',
  name: 'chat',
  request(args) {
    const request = object(args[0])
    return describeRequest(request, ABOUT, () => requestContent(request))
  },
  response(result, sink) {
    const response = object(result)
    setAnswer(sink, response)
    let choices = list(response.choices) as readonly Wire[]
    // By their indexes, as a stream has them; those that have none stay as they are.
    if (choices.length > 1)
      choices = choices.map(object).toSorted((one, other) => Number(one.index) - Number(other.index))
    const reasons = choices.map((choice) => text(object(choice).finish_reason) ?? 'error')
    sink.set(names.ATTR_GEN_AI_RESPONSE_FINISH_REASONS, reasons.length > 0 ? reasons : ['error'])
    setUsage(sink, response.usage)
    // Gateways answer with success, and say in the body, or in one choice, that the model failed.
    const error =
      response.object === 'error'
        ? response
        : (response.error ?? choices.map(object).find((choice) => choice.error)?.error)
    return {
      failure: error ? errorOf(error, 'error') : undefined,
      content: () => ({
        [names.ATTR_GEN_AI_OUTPUT_MESSAGES]: choices.map((choice) =>
          toMessage(object(object(choice).message), 'assistant'),
        ),
      }),
    }
  },
  stream: (keepsContent) => new ChatStreamReader(keepsContent),
}

function requestContent(request: Wire): CallContent {
  const tools =
    request.tools ?? list(request.functions).map((definition) => ({ type: 'function', function: definition }))
  return {
    [names.ATTR_GEN_AI_INPUT_MESSAGES]: inputMessages(request.messages),
    [names.ATTR_GEN_AI_TOOL_DEFINITIONS]: some(toolDefinitions(tools)),
  }
}
