import type { Attributes } from '@opentelemetry/api'
import * as names from '../../genai/attributes.ts'
import type { CallContent } from '../../genai/messages.ts'
import type { RequestDescription } from '../operation.ts'
import { chat } from './chat.ts'

/** A request of any API: parameters that are not its own have the same names as those of chat completions. */
export function describeRequest(body: unknown, more: Attributes, content: () => CallContent): RequestDescription {
  const { model, attributes } = chat.request([body])
  return { model, attributes: { ...attributes, [names.OPENAI_API_TYPE]: undefined, ...more }, content }
}
