import type { Attributes, Value } from '../attributes.ts'
import { formatCount } from '../format.ts'
import {
  ATTR_GEN_AI_EMBEDDINGS_DIMENSION_COUNT,
  ATTR_GEN_AI_OUTPUT_TYPE,
  ATTR_GEN_AI_REQUEST_CHOICE_COUNT,
  ATTR_GEN_AI_REQUEST_FREQUENCY_PENALTY,
  ATTR_GEN_AI_REQUEST_MAX_TOKENS,
  ATTR_GEN_AI_REQUEST_PRESENCE_PENALTY,
  ATTR_GEN_AI_REQUEST_REASONING_LEVEL,
  ATTR_GEN_AI_REQUEST_SEED,
  ATTR_GEN_AI_REQUEST_STOP_SEQUENCES,
  ATTR_GEN_AI_REQUEST_TEMPERATURE,
  ATTR_GEN_AI_REQUEST_TOP_K,
  ATTR_GEN_AI_REQUEST_TOP_P,
  ATTR_OPENAI_REQUEST_SERVICE_TIER,
} from '../../semconv.ts'

export interface Setting {
  readonly label: string
  readonly value: string
}

const SETTINGS: readonly (readonly [string, string])[] = [
  [ATTR_GEN_AI_REQUEST_TEMPERATURE, 'temperature'],
  [ATTR_GEN_AI_REQUEST_TOP_P, 'top p'],
  [ATTR_GEN_AI_REQUEST_TOP_K, 'top k'],
  [ATTR_GEN_AI_REQUEST_MAX_TOKENS, 'max tokens'],
  [ATTR_GEN_AI_REQUEST_REASONING_LEVEL, 'reasoning'],
  [ATTR_GEN_AI_OUTPUT_TYPE, 'output'],
  [ATTR_GEN_AI_REQUEST_SEED, 'seed'],
  [ATTR_GEN_AI_REQUEST_FREQUENCY_PENALTY, 'frequency penalty'],
  [ATTR_GEN_AI_REQUEST_PRESENCE_PENALTY, 'presence penalty'],
  [ATTR_GEN_AI_REQUEST_STOP_SEQUENCES, 'stop'],
  [ATTR_GEN_AI_REQUEST_CHOICE_COUNT, 'choices'],
  [ATTR_OPENAI_REQUEST_SERVICE_TIER, 'tier'],
  [ATTR_GEN_AI_EMBEDDINGS_DIMENSION_COUNT, 'dimensions'],
]

/** What the caller asked for, in the order in which people look for it. */
export function requestSettings(attributes: Attributes): readonly Setting[] {
  return SETTINGS.flatMap(([key, label]) => {
    const value = attributes.get(key)
    return value === undefined ? [] : [{ label, value: settingText(value) }]
  })
}

function settingText(value: Value): string {
  if (typeof value === 'number') return Number.isInteger(value) ? formatCount(value) : String(value)
  if (Array.isArray(value)) return value.map((item: Value) => JSON.stringify(item)).join(' ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}
