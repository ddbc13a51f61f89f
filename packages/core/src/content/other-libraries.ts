import type { AttributeValue } from '@opentelemetry/api'
import { capturesOnSpan, type ContentPolicy } from '../content-policy.ts'
import { ATTR_GEN_AI_OPERATION_NAME, ATTR_GEN_AI_REQUEST_MODEL } from '../semconv.ts'
import { redacted } from './content.ts'
import { serializeWithin } from './limit.ts'
import { losslessJson } from './lossless-json.ts'

/**
 * What the policy lets be exported of a content attribute that another library has set: nothing where content is not captured on spans;
 * else what `redact` leaves of it, within the limit and without keys. `redact` gets JSON as the value that it stands for.
 *
 * @param attributes of the span that holds it
 */
export function recordOfOtherLibrary(
  policy: ContentPolicy,
  name: string,
  value: AttributeValue,
  attributes: Readonly<Record<string, unknown>>,
): AttributeValue | undefined {
  if (!capturesOnSpan(policy)) return undefined
  const { redact, maxBytes } = policy
  if (!redact) return within(value, maxBytes)
  const content = typeof value === 'string' ? (losslessJson(value) ?? value) : value
  const operation = textOf(attributes[ATTR_GEN_AI_OPERATION_NAME]) ?? 'unknown'
  const model = textOf(attributes[ATTR_GEN_AI_REQUEST_MODEL])
  const left = redacted({ [name]: content }, { policy, operation, model })
  const kept = (left as Record<string, unknown>)[name]
  return kept === undefined ? undefined : within(kept, maxBytes)
}

/** The limit holds for each text of a list. */
function within(value: unknown, maxBytes: number): AttributeValue {
  if (typeof value === 'number' || typeof value === 'boolean') return value
  const isListOfTexts = Array.isArray(value) && value.every((item) => typeof item === 'string')
  return isListOfTexts ? value.map((item) => serializeWithin(item, maxBytes)) : serializeWithin(value, maxBytes)
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
