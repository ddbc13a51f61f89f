/** Checks of a request's fields, with the API's own words when one fails. */
import { invalid, type Refusal } from './refusal.ts'

export type Fields = Record<string, unknown>

/** Throws a {@link Refusal} when the API does not accept a value. `at` names the value: `messages[0].role`. */
export type Check = (value: unknown, at: string) => void

/** Every known field. A field without a check is accepted as it is. */
export type Rules = Record<string, Check | undefined>

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Fields that are known, and not checked. */
export function unchecked(names: string): Rules {
  return Object.fromEntries(names.split(/\s+/).map((name) => [name, undefined]))
}

export function checkBody(body: Fields, rules: Rules): void {
  for (const [name, value] of Object.entries(body)) {
    if (!Object.hasOwn(rules, name)) throw invalid(`Unknown parameter: '${name}'.`, name, 'unknown_parameter')
    if (value !== null) rules[name]?.(value, name)
  }
}

export function required(body: Fields, name: string): void {
  if (body[name] == null) throw invalid(`Missing required parameter: '${name}'.`, name, 'missing_required_parameter')
}

export function wrongType(at: string, expected: string, value: unknown): Refusal {
  const got = value === null ? 'null' : Array.isArray(value) ? 'an array' : isObject(value) ? 'an object' : typeof value
  return invalid(`Invalid type for '${at}': expected ${expected}, but got ${got} instead.`, at, 'invalid_type')
}

export const text: Check = (value, at) => {
  if (typeof value !== 'string') throw wrongType(at, 'a string', value)
}

export const flag: Check = (value, at) => {
  if (typeof value !== 'boolean') throw wrongType(at, 'a boolean', value)
}

export function numberIn(kind: 'integer' | 'decimal', least: number, most: number): Check {
  return (value, at) => {
    if (typeof value !== 'number' || (kind === 'integer' && !Number.isInteger(value))) {
      throw wrongType(at, kind === 'integer' ? 'an integer' : 'a decimal', value)
    }
    const [side, sign, limit] = value < least ? ['below_min', '>=', least] : ['above_max', '<=', most]
    if (value >= least && value <= most) return
    const words = side === 'below_min' ? 'below minimum' : 'above maximum'
    throw invalid(
      `Invalid '${at}': ${kind} ${words} value. Expected a value ${sign} ${limit}, but got ${value} instead.`,
      at,
      `${kind}_${side}_value`,
    )
  }
}

export function oneOf(...choices: string[]): Check {
  return (value, at) => {
    if (choices.includes(value as string)) return
    const list = choices.map((choice) => `'${choice}'`)
    const named = list.length > 1 ? `${list.slice(0, -1).join(', ')}, and ${list.at(-1)}` : list[0]
    throw invalid(`Invalid value: '${String(value)}'. Supported values are: ${named}.`, at, 'invalid_value')
  }
}

/** An object. Each of `fields` that is there, or must be, is checked; others are accepted. */
export function objectOf(fields: Rules = {}): Check {
  return (value, at) => {
    if (!isObject(value)) throw wrongType(at, 'an object', value)
    for (const [name, check] of Object.entries(fields)) check?.(value[name], `${at}.${name}`)
  }
}

export function optional(check: Check): Check {
  return (value, at) => {
    if (value != null) check(value, at)
  }
}

export function listOf(check: Check, { least = 0, most = Infinity, of = 'objects' } = {}): Check {
  return (value, at) => {
    if (!Array.isArray(value)) throw wrongType(at, `an array of ${of}`, value)
    if (value.length < least) {
      throw invalid(
        `Invalid '${at}': empty array. Expected an array with minimum length ${least}, but got an empty array instead.`,
        at,
        'empty_array',
      )
    }
    if (value.length > most) {
      throw invalid(
        `Invalid '${at}': array too long. Expected an array with maximum length ${most}, but got an array with length ${value.length} instead.`,
        at,
        'array_above_max_length',
      )
    }
    for (const [index, item] of value.entries()) check(item, `${at}[${index}]`)
  }
}

/** Either a text or a list. */
export function textOr(list: Check, expected: string): Check {
  return (value, at) => {
    if (typeof value === 'string') return
    if (!Array.isArray(value)) throw wrongType(at, expected, value)
    list(value, at)
  }
}
