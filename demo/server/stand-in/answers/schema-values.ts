import { isObject, type JsonObject } from '../body.ts'

/** Words that begin a sentence and are no names. */
const OPENERS =
  /^(?:(?:an?|the|this|that|these|those|i|we|you|he|she|it|they|my|our|what|which|who|when|where|why|how|is|are|was|do|does|did|can|could|will|would|should|please|give|tell|show|write|list|find|get|check|extract|return|summarise|summarize|convert|translate|explain|compare|and|or|but|if|in|on|at|for|from|with|to|of|there|here|hi|hello|json)\b.*)$/i
const DAY = /^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$/

/** Names, dates and the like that stand in a text, each to be used once. */
class Found {
  readonly names: string[]
  readonly numbers: number[]
  readonly dates: string[]
  readonly text: string

  constructor(text: string) {
    this.text = text
    // A capital may only open a sentence, and days are no names.
    this.names = (text.match(/\p{Lu}[\p{L}'’-]*(?:\s+\p{Lu}[\p{L}'’-]*)*/gu) ?? []).filter(
      (name) => !OPENERS.test(name) && !DAY.test(name),
    )
    this.numbers = (text.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number)
    this.dates =
      text.match(
        /\d{4}-\d\d-\d\d|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)\b/g,
      ) ?? []
  }
}

/** A value that fits a JSON Schema, made of what the text says. */
export function exampleOf(schema: JsonObject, text: string, root: JsonObject): unknown {
  return valueOf(schema, new Found(text), root, '', 0)
}

/** Proper names in a text, in order. */
export function namesIn(text: string): string[] {
  return new Found(text).names
}

function valueOf(schema: JsonObject, found: Found, root: JsonObject, key: string, depth: number): unknown {
  if (typeof schema['$ref'] === 'string') {
    const target = resolve(schema['$ref'], root)
    return target && depth < 8 ? valueOf(target, found, root, key, depth + 1) : null
  }
  if ('const' in schema) return schema['const']
  if (Array.isArray(schema['enum'])) {
    const values: unknown[] = schema['enum']
    return values.find((value) => found.text.toLowerCase().includes(String(value).toLowerCase())) ?? values[0]
  }
  const any = schema['anyOf'] ?? schema['oneOf'] ?? schema['allOf']
  if (Array.isArray(any)) {
    const options = any.filter(isObject)
    const chosen = options.find((option) => option['type'] !== 'null') ?? options[0]
    return chosen && depth < 8 ? valueOf(chosen, found, root, key, depth + 1) : null
  }
  const types = Array.isArray(schema['type']) ? schema['type'] : [schema['type']]
  const type = types.find((each) => each !== 'null') ?? (isObject(schema['properties']) ? 'object' : 'string')
  switch (type) {
    case 'object': {
      const properties = isObject(schema['properties']) ? schema['properties'] : {}
      return Object.fromEntries(
        Object.entries(properties).map(([name, child]) => [
          name,
          isObject(child) ? valueOf(child, found, root, name, depth + 1) : null,
        ]),
      )
    }
    case 'array': {
      const items = isObject(schema['items']) ? schema['items'] : { type: 'string' }
      const plainText = items['type'] === 'string' && !Array.isArray(items['enum'])
      const count = depth > 6 ? 0 : Math.max(Number(schema['minItems'] ?? 1), plainText ? found.names.length : 1)
      return Array.from({ length: count }, () => valueOf(items, found, root, key, depth + 1))
    }
    case 'integer':
      return Math.round(found.numbers.shift() ?? Number(schema['minimum'] ?? 1))
    case 'number':
      return found.numbers.shift() ?? Number(schema['minimum'] ?? 1)
    case 'boolean':
      return !/\b(not|no|never)\b/i.test(found.text)
    case 'null':
      return null
    default:
      return stringFor(key || (typeof schema['title'] === 'string' ? schema['title'] : ''), found)
  }
}

function stringFor(key: string, found: Found): string {
  if (/date|day|when/i.test(key)) return found.dates.shift() ?? found.text
  if (/question|query|prompt|text|summary|reason|explanation|answer|title/i.test(key)) return found.text.trim()
  return found.names.shift() ?? found.text.trim()
}

function resolve(reference: string, root: JsonObject): JsonObject | undefined {
  let at: unknown = root
  for (const part of reference.replace(/^#\/?/, '').split('/').filter(Boolean)) {
    at = isObject(at) ? at[part.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined
  }
  return isObject(at) ? at : undefined
}
