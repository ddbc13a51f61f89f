import { ATTR_GEN_AI_RESPONSE_FINISH_REASONS } from '../semconv.ts'
import type { Attributes, Value } from './attributes.ts'

/** Why the model stopped, one reason per choice. */
export function finishReasons(attributes: Attributes): readonly string[] {
  const reasons = attributes.get(ATTR_GEN_AI_RESPONSE_FINISH_REASONS)
  if (typeof reasons === 'string') return [reasons]
  return Array.isArray(reasons) ? reasons.filter((reason: Value): reason is string => typeof reason === 'string') : []
}

/** A reason after which the answer is not whole. */
export function isCutShort(reason: string): boolean {
  return reason === 'length' || reason === 'content_filter' || reason === 'error'
}
