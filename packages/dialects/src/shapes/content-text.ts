import { structureOf } from '../json.ts'
import { isRecord, textOf, type Value } from '../value.ts'
import { PARTS_BY_KEY } from './keyed-parts.ts'
import { isMediaType } from './media.ts'
import { PARTS_BY_TYPE } from './typed-parts.ts'

/**
 * The content of a message where parts travel as JSON in a text. Other JSON is what somebody said: a model that answers in JSON has its text
 * shown as it is.
 */
export function contentOf(content: unknown): { readonly value: Value | undefined; readonly truncated: boolean } {
  if (typeof content !== 'string') return { value: content as Value | undefined, truncated: false }
  const structure = structureOf(content)
  const { value } = structure
  const list = Array.isArray(value) ? (value as readonly unknown[]) : [value]
  const isParts = list.length > 0 && list.every((part) => isKnownPart(part))
  return isParts ? structure : { value: content === '' ? undefined : content, truncated: false }
}

function isKnownPart(part: unknown): boolean {
  if (!isRecord(part)) return false
  const type = textOf(part['type'])
  if (type !== undefined) return Object.hasOwn(PARTS_BY_TYPE, type) || isMediaType(type)
  return PARTS_BY_KEY.some(([key]) => part[key] !== undefined)
}
