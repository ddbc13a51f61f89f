import { createRecorder } from '../../content/recorder.ts'
import type { Recorder } from '../../recorder.ts'
import * as names from '../../semconv.ts'
import { object } from '../wire/read.ts'
import { chatContent } from './chat.ts'
import { promptMessages } from './prompt.ts'
import { fetchedContent, responsesContent } from './responses.ts'

/** The recorder, with the readers of the operations whose own files are always loaded; the others bring theirs. */
export const recorder: Recorder = createRecorder({
  chat: chatContent,
  responses: responsesContent,
  fetched: fetchedContent,
  embeddings: { request: (body) => ({ [names.ATTR_GEN_AI_INPUT_MESSAGES]: promptMessages(object(body).input) }) },
})
