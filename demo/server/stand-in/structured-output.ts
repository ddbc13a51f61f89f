import { invalidRequest } from './api-error.ts'
import { isObject, type JsonObject } from './body.ts'
import { objectAt, stringAt } from './checks.ts'
import type { Format } from './prompt.ts'

/** Reads a JSON schema format (`{ name, schema, strict }`) and holds a strict one to the API's rules. */
export function jsonSchemaFormat(value: unknown, path: string): Format {
  const format = objectAt(value, path)
  const name = stringAt(format['name'], `${path}.name`)
  const schema = objectAt(format['schema'], `${path}.schema`)
  if (format['strict'] === true) checkStrict(schema, name, [])
  return { type: 'json_schema', schema }
}

function checkStrict(schema: JsonObject, name: string, path: string[]): void {
  const properties = schema['properties']
  if (isObject(properties)) {
    const context = path.length === 0 ? '()' : `('${path.join("', '")}')`
    const refuse = (reason: string): Error =>
      invalidRequest(
        `Invalid schema for response_format '${name}': In context=${context}, ${reason}`,
        'response_format',
      )
    if (schema['additionalProperties'] !== false) {
      throw refuse("'additionalProperties' is required to be supplied and to be false.")
    }
    const required = Array.isArray(schema['required']) ? schema['required'] : []
    const missing = Object.keys(properties).find((key) => !required.includes(key))
    if (missing !== undefined) {
      throw refuse(
        `'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`,
      )
    }
    for (const [key, child] of Object.entries(properties)) {
      if (isObject(child)) checkStrict(child, name, [...path, 'properties', key])
    }
  }
  if (isObject(schema['items'])) checkStrict(schema['items'], name, [...path, 'items'])
  for (const key of ['$defs', 'definitions'] as const) {
    const definitions = schema[key]
    if (!isObject(definitions)) continue
    for (const [child, value] of Object.entries(definitions)) {
      if (isObject(value)) checkStrict(value, name, [...path, key, child])
    }
  }
}
