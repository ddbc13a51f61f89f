import { invalidRequest } from './api-error.ts'
import { isObject, type JsonObject } from './body.ts'

/** The checks every endpoint makes of its parameters, with the API's own words when one fails. */

export function refuseUnknown(body: JsonObject, known: ReadonlySet<string>): void {
  for (const name of Object.keys(body)) {
    if (!known.has(name)) throw invalidRequest(`Unknown parameter: '${name}'.`, name, 'unknown_parameter')
  }
}

export function requireParameter(body: JsonObject, name: string): void {
  if (body[name] === undefined || body[name] === null) {
    throw invalidRequest(`Missing required parameter: '${name}'.`, name, 'missing_required_parameter')
  }
}

export function wrongType(name: string, expected: string, value: unknown): Error {
  return invalidRequest(
    `Invalid type for '${name}': expected ${expected}, but got ${article(value)} instead.`,
    name,
    'invalid_type',
  )
}

/** A number in a range, or undefined when it was not given. */
export function numberIn(
  body: JsonObject,
  name: string,
  least: number,
  most: number,
  kind: 'integer' | 'decimal',
): number | undefined {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'number' || (kind === 'integer' && !Number.isInteger(value))) {
    throw wrongType(name, kind === 'integer' ? 'an integer' : 'a decimal', value)
  }
  if (value < least) {
    throw invalidRequest(
      `Invalid '${name}': ${kind} below minimum value. Expected a value >= ${least}, but got ${value} instead.`,
      name,
      `${kind}_below_min_value`,
    )
  }
  if (value > most) {
    throw invalidRequest(
      `Invalid '${name}': ${kind} above maximum value. Expected a value <= ${most}, but got ${value} instead.`,
      name,
      `${kind}_above_max_value`,
    )
  }
  return value
}

export function booleanOf(body: JsonObject, name: string): boolean | undefined {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'boolean') throw wrongType(name, 'a boolean', value)
  return value
}

export function oneOf<Choice extends string>(value: unknown, name: string, choices: readonly Choice[]): Choice {
  if (choices.includes(value as Choice)) return value as Choice
  const named = choices.map((choice) => `'${choice}'`)
  const list = named.length > 1 ? `${named.slice(0, -1).join(', ')}, and ${named.at(-1)}` : named[0]
  throw invalidRequest(`Invalid value: '${String(value)}'. Supported values are: ${list}.`, name, 'invalid_value')
}

export function objectAt(value: unknown, name: string): JsonObject {
  if (!isObject(value)) throw wrongType(name, 'an object', value)
  return value
}

export function stringAt(value: unknown, name: string): string {
  if (typeof value !== 'string') throw wrongType(name, 'a string', value)
  return value
}

/** Sampling parameters that a reasoning model refuses, in the words of the API. */
export function refuseForReasoning(body: JsonObject, unsupported: readonly string[]): void {
  for (const name of ['temperature', 'top_p'] as const) {
    const value = body[name]
    if (value !== undefined && value !== null && value !== 1) {
      throw invalidRequest(
        `Unsupported value: '${name}' does not support ${JSON.stringify(value)} with this model. Only the default (1) value is supported.`,
        name,
        'unsupported_value',
      )
    }
  }
  for (const name of unsupported) {
    const value = body[name]
    if (value !== undefined && value !== null && value !== 0) {
      const instead = name === 'max_tokens' ? " Use 'max_completion_tokens' instead." : ''
      throw invalidRequest(
        `Unsupported parameter: '${name}' is not supported with this model.${instead}`,
        name,
        'unsupported_parameter',
      )
    }
  }
}

function article(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'object') return 'an object'
  if (typeof value === 'number') return Number.isInteger(value) ? 'an integer' : 'a decimal number'
  return `a ${typeof value}`
}
