import type { z } from 'zod'
import { invalid, type Refusal } from './refusal.ts'

type Issue = z.core.$ZodIssue

/**
 * Reads a request's body, or throws what the API answers to the first fault in it.
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

function refusalOf(issue: Issue): Refusal {
  if (issue.code === 'invalid_union') {
    // The fault within the alternative that fits best, if there is one.
    const inner = issue.errors.flat().find((each) => each.path.length > 0 || each.code !== 'invalid_type')
    if (inner) return refusalOf({ ...inner, path: [...issue.path, ...inner.path] })
  }
  const at = issue.path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('')
  return invalid(`Invalid '${at.slice(1)}': ${issue.message}.`, at.slice(1), codeOf(issue))
}

/** The API's name for a fault. */
function codeOf(issue: Issue): string {
  const limits = /^(n|max_.*)$/.test(String(issue.path[0])) ? 'integer' : 'decimal'
  switch (issue.code) {
    case 'invalid_type':
    case 'invalid_union':
      return issue.input === undefined ? 'missing_required_parameter' : 'invalid_type'
    case 'too_small':
      return issue.origin === 'array' ? 'empty_array' : `${limits}_below_min_value`
    case 'too_big':
      return issue.origin === 'array' ? 'array_above_max_length' : `${limits}_above_max_value`
    default:
      return 'invalid_value'
  }
}
