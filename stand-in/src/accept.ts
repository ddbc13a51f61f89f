import type { z } from 'zod'
import { invalid, type Refusal } from './refusal.ts'

type Issue = z.core.$ZodIssue

/**
 * Reads a request's body, or throws what the API says to the first fault in it.
 *
 * @param others - Names of further parameters that the API knows.
 */
export function accept<Shape extends z.core.$ZodShape>(
  schema: z.ZodObject<Shape>,
  body: object,
  others = '',
): z.output<z.ZodObject<Shape>> {
  const known = [...Object.keys(schema.shape), ...others.split(/\s+/)]
  const unknown = Object.keys(body).find((name) => !known.includes(name))
  if (unknown !== undefined) throw invalid(`Unknown parameter: '${unknown}'.`, unknown, 'unknown_parameter')
  const parsed = schema.safeParse(body, { reportInput: true })
  if (parsed.success) return parsed.data
  throw refusalOf(parsed.error.issues[0] as Issue)
}

/** A fault in the API's words. */
function refusalOf(issue: Issue): Refusal {
  const at = issue.path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .slice(1)
  switch (issue.code) {
    case 'invalid_union': {
      // The fault within the alternative that fits best, if there is one.
      const inner = issue.errors.flat().find((each) => each.path.length > 0 || each.code !== 'invalid_type')
      if (inner) return refusalOf({ ...inner, path: [...issue.path, ...inner.path] })
      return wrongType(at, 'one of a string or an array', issue.input)
    }
    case 'invalid_type':
      if (issue.input !== undefined) return wrongType(at, `a value of type ${issue.expected}`, issue.input)
      return invalid(`Missing required parameter: '${at}'.`, at, 'missing_required_parameter')
    case 'invalid_value': {
      const values = issue.values.map((value) => `'${String(value)}'`).join(', ')
      return invalid(`Invalid value: '${String(issue.input)}'. Supported values are: ${values}.`, at, 'invalid_value')
    }
    case 'too_small':
      if (issue.origin === 'array') {
        return invalid(
          `Invalid '${at}': empty array. Expected an array with minimum length 1, but got an empty array instead.`,
          at,
          'empty_array',
        )
      }
      return outOfRange(at, 'below minimum', `>= ${issue.minimum}`, issue.input)
    case 'too_big':
      if (issue.origin === 'array') {
        const message = `Invalid '${at}': array too long. Expected an array with maximum length ${issue.maximum}.`
        return invalid(message, at, 'array_above_max_length')
      }
      return outOfRange(at, 'above maximum', `<= ${issue.maximum}`, issue.input)
    default:
      return invalid(`Invalid '${at}': string does not match pattern.`, at, 'invalid_value')
  }
}

function wrongType(at: string, expected: string, value: unknown): Refusal {
  const got = value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value
  return invalid(`Invalid type for '${at}': expected ${expected}, but got ${got} instead.`, at, 'invalid_type')
}

function outOfRange(at: string, side: 'below minimum' | 'above maximum', limit: string, value: unknown): Refusal {
  const kind = /^(n|.*tokens)$/.test(at) ? 'integer' : 'decimal'
  const message = `Invalid '${at}': ${kind} ${side} value. Expected a value ${limit}, but got ${String(value)} instead.`
  return invalid(message, at, `${kind}_${side === 'below minimum' ? 'below_min' : 'above_max'}_value`)
}
