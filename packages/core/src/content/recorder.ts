import type { ContentReaders, Recorder } from '../recorder.ts'
import { RecordedContent } from './call-recording.ts'
import { redacted, toAttributes } from './content.ts'
import { recordableText } from './error-text.ts'
import { recordOfOtherLibrary } from './other-libraries.ts'
import { recordableStack } from './stack.ts'

/** The recorder. `named` are the readers of content that calls know by a name. */
export function createRecorder(named: Readonly<Record<string, ContentReaders>>): Recorder {
  return {
    begin(call) {
      const { readers = {} } = call
      return new RecordedContent(call, typeof readers === 'string' ? (named[readers] ?? {}) : readers)
    },
    attributes: (content, about) => toAttributes(redacted(content, about), about.policy),
    text: recordableText,
    ofOtherLibrary: recordOfOtherLibrary,
    stack: recordableStack,
  }
}
