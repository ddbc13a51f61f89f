import type { Attributes, Value } from '../attributes.ts'
import { formatCount } from '../format.ts'

export interface Setting {
  readonly label: string
  readonly value: string
}

const SETTINGS: readonly (readonly [string, string])[] = [
  ['gen_ai.request.temperature', 'temperature'],
  ['gen_ai.request.top_p', 'top p'],
  ['gen_ai.request.top_k', 'top k'],
  ['gen_ai.request.max_tokens', 'max tokens'],
  ['gen_ai.request.reasoning.level', 'reasoning'],
  ['gen_ai.output.type', 'output'],
  ['gen_ai.request.seed', 'seed'],
  ['gen_ai.request.frequency_penalty', 'frequency penalty'],
  ['gen_ai.request.presence_penalty', 'presence penalty'],
  ['gen_ai.request.stop_sequences', 'stop'],
  ['gen_ai.request.choice.count', 'choices'],
  ['openai.request.service_tier', 'tier'],
  ['gen_ai.embeddings.dimension.count', 'dimensions'],
]

/** What the caller asked for, in the order in which people look for it. */
export function requestSettings(attributes: Attributes): readonly Setting[] {
  return SETTINGS.flatMap(([key, label]) => {
    const value = attributes.get(key)
    return value === undefined ? [] : [{ label, value: settingText(value) }]
  })
}

/** Why the model stopped, one reason per choice. */
export function finishReasons(attributes: Attributes): readonly string[] {
  const reasons = attributes.get('gen_ai.response.finish_reasons')
  if (typeof reasons === 'string') return [reasons]
  return Array.isArray(reasons) ? reasons.filter((reason: Value): reason is string => typeof reason === 'string') : []
}

/** A reason after which the answer is not whole. */
export function isCutShort(reason: string): boolean {
  return reason === 'length' || reason === 'content_filter' || reason === 'error'
}

function settingText(value: Value): string {
  if (typeof value === 'number') return Number.isInteger(value) ? formatCount(value) : String(value)
  if (Array.isArray(value)) return value.map((item: Value) => JSON.stringify(item)).join(' ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}
