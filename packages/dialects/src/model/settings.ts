import { structureOf } from '../json.ts'
import type { AttributeReader } from '../span/attribute-reader.ts'
import { isRecord, type UnknownRecord, type Value } from '../value.ts'

/** What the caller asked a model for, in the order in which people look for it. */
export const SETTING_NAMES = [
  'temperature',
  'top p',
  'top k',
  'max tokens',
  'reasoning',
  'output',
  'seed',
  'frequency penalty',
  'presence penalty',
  'stop',
  'choices',
  'tier',
  'tool choice',
  'dimensions',
  'stream',
] as const

export type SettingName = (typeof SETTING_NAMES)[number]
export type Settings = Readonly<Partial<Record<SettingName, Value>>>

/** The names that the APIs and libraries use, without case and separators. */
const NAMES: Readonly<Record<string, SettingName>> = {
  temperature: 'temperature',
  topp: 'top p',
  topk: 'top k',
  maxtokens: 'max tokens',
  maxcompletiontokens: 'max tokens',
  maxoutputtokens: 'max tokens',
  maxtokenstosample: 'max tokens',
  reasoningeffort: 'reasoning',
  reasoninglevel: 'reasoning',
  'reasoning.effort': 'reasoning',
  outputtype: 'output',
  seed: 'seed',
  frequencypenalty: 'frequency penalty',
  presencepenalty: 'presence penalty',
  stop: 'stop',
  stopsequences: 'stop',
  n: 'choices',
  choicecount: 'choices',
  'choice.count': 'choices',
  candidatecount: 'choices',
  servicetier: 'tier',
  toolchoice: 'tool choice',
  dimensions: 'dimensions',
  'dimension.count': 'dimensions',
  stream: 'stream',
  streaming: 'stream',
}

/** Attributes whose last segments name a setting. */
const PREFIXES = [
  'gen_ai.request.',
  'gen_ai.output.',
  'gen_ai.embeddings.',
  'openai.request.',
  'gen_ai.openai.request.',
  'ai.settings.',
  'llm.request.',
]

export function settingsOf(attributes: AttributeReader): Settings {
  const settings: Partial<Record<SettingName, Value>> = {}
  for (const name of attributes.names) {
    const prefix = PREFIXES.find((start) => name.startsWith(start))
    if (prefix === undefined) continue
    const rest = prefix === 'gen_ai.output.' ? `output${name.slice(prefix.length)}` : name.slice(prefix.length)
    add(settings, rest, attributes.get(name))
  }
  return settings
}

/** Settings in an object of parameters, whichever API they are for. */
export function settingsIn(parameters: unknown): Settings {
  const { value } = structureOf(parameters)
  const settings: Partial<Record<SettingName, Value>> = {}
  if (!isRecord(value)) return settings
  const nested = ['config', 'generationConfig', 'generation_config', 'inferenceConfig', 'reasoning']
    .map((key) => value[key])
    .filter(isRecord)
  for (const fields of [value, ...nested] as UnknownRecord[])
    for (const [name, held] of Object.entries(fields).slice(0, 200))
      add(settings, fields === value['reasoning'] ? `reasoning${name}` : name, held)
  return settings
}

function add(settings: Partial<Record<SettingName, Value>>, name: string, value: unknown): void {
  if (value === undefined || value === null || value === '' || name.length > 40) return
  const plain = name.toLowerCase().replace(/[_-]/g, '')
  const setting = Object.hasOwn(NAMES, plain) ? NAMES[plain] : undefined
  if (setting !== undefined) settings[setting] ??= value as Value
}

/** In the order in which people look for them. */
export function ordered(settings: Settings): Settings {
  return Object.fromEntries(
    SETTING_NAMES.flatMap((name) => (settings[name] === undefined ? [] : [[name, settings[name]]])),
  )
}
