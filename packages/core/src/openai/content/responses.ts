import type { CallContent } from '../../messages.ts'
import type { ContentReaders } from '../../recorder.ts'
import * as names from '../../semconv.ts'
import { list, object, some, text, type Wire } from '../wire/read.ts'
import { contentParts } from './parts.ts'
import { inputItems, outputMessages } from './response-items.ts'
import { ResponseContentReader } from './response-stream.ts'
import { toolDefinitions } from './tools.ts'

/** What is said in responses. */
export const responsesContent: ContentReaders = {
  request: (body) => requestContent(object(body)),
  response: (result) => ({ [names.ATTR_GEN_AI_OUTPUT_MESSAGES]: outputMessages(list(object(result).output)) }),
  stream: () => new ResponseContentReader(),
}

/** What is said in a response that is fetched: it repeats most of its request. */
export const fetchedContent: ContentReaders = {
  response: (result) => ({
    ...requestContent({ ...object(result), input: undefined }),
    ...responsesContent.response?.(result),
  }),
  stream: () => new ResponseContentReader(),
}

/** Also of a response, which repeats most of its request. */
export function requestContent(request: Wire): CallContent {
  // A stored prompt's instructions come as messages in its response; the conventions want texts.
  const instructions = inputItems(request.instructions || []).flatMap(({ parts }) => parts)
  return {
    [names.ATTR_GEN_AI_INPUT_MESSAGES]: some(inputItems(request.input)),
    [names.ATTR_GEN_AI_SYSTEM_INSTRUCTIONS]: some(instructions.filter((part) => part.type === 'text')),
    [names.ATTR_GEN_AI_TOOL_DEFINITIONS]: some(toolDefinitions(request.tools)),
    ...promptVariables(request),
  }
}

/** What a stored prompt was given: texts, images and files. */
function promptVariables(request: Wire): Record<string, unknown> {
  const variables = Object.entries(object(object(request.prompt).variables))
  return Object.fromEntries(
    variables.map(([key, value]) => [
      names.ATTR_GEN_AI_PROMPT_VARIABLE + key,
      text(value) ?? text(object(value).text) ?? contentParts([value])[0],
    ]),
  )
}
