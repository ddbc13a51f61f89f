import type { Attributes } from '@opentelemetry/api'
import type { ContentSource } from '../recorder.ts'
import * as names from '../semconv.ts'
import { redacted } from './content.ts'
import { cutText } from './limit.ts'
import { withoutSecrets } from './secrets.ts'

/** Bytes of UTF-8 that a text which explains something may have: enough for any sentence, too little for a prompt of any size. */
const MAX_BYTES = 4096

/**
 * The message of an error as it may be recorded: an API's errors quote what was sent, so `redact` sees it first. Then keys are
 * removed from it, and it is cut.
 *
 * @returns `undefined` where `redact` drops it.
 */
export function errorText(message: string, about: ContentSource): string | undefined {
  return recordableText(names.ATTR_ERROR_MESSAGE, message, about)
}

/** The same for any short text that is content, under the attribute by which `redact` knows it. */
export function recordableText(attribute: string, text: string, about: ContentSource): string | undefined {
  // A text is no part of a call's content, but goes the same way.
  const left = (redacted({ [attribute]: text }, about) as Attributes)[attribute]
  return typeof left === 'string' ? cutText(withoutSecrets(left), MAX_BYTES) : undefined
}
