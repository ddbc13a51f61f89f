import type { CallContent } from '../../messages.ts'
import type { ContentReaders } from '../../recorder.ts'
import * as names from '../../semconv.ts'
import { inItsOrder, list, object, some, type Wire } from '../wire/read.ts'
import { inputMessages, toMessage } from './chat-messages.ts'
import { ChatContentReader } from './chat-stream.ts'
import { toolDefinitions } from './tools.ts'

/** What is said in chat completions. */
export const chatContent: ContentReaders = {
  request: (body) => requestContent(object(body)),
  response: (result) => ({
    [names.ATTR_GEN_AI_OUTPUT_MESSAGES]: inItsOrder(list(object(result).choices)).map((choice) =>
      toMessage(object(object(choice).message), 'assistant'),
    ),
  }),
  stream: () => new ChatContentReader(),
}

function requestContent(request: Wire): CallContent {
  const tools =
    request.tools ?? list(request.functions).map((definition) => ({ type: 'function', function: definition }))
  return {
    [names.ATTR_GEN_AI_INPUT_MESSAGES]: inputMessages(request.messages),
    [names.ATTR_GEN_AI_TOOL_DEFINITIONS]: some(toolDefinitions(tools)),
  }
}
