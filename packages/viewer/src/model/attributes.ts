import { isRecord, listOf, textOf } from './unknown.ts'

/** The value of an attribute: what OTLP's `AnyValue` can hold, as plain JSON. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value }

export type Attributes = ReadonlyMap<string, Value>

const MAX_DEPTH = 32

/** Reads an OTLP/JSON `AnyValue`. What has no such shape is kept as readable text: nothing is hidden. */
function readAnyValue(value: unknown, depth = 0): Value {
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return value
  if (!isRecord(value) || depth > MAX_DEPTH) return null
  if ('stringValue' in value) return textOf(value['stringValue']) ?? String(value['stringValue'])
  if ('boolValue' in value) return value['boolValue'] === true || value['boolValue'] === 'true'
  if ('intValue' in value) return readInteger(value['intValue'])
  if ('doubleValue' in value)
    return typeof value['doubleValue'] === 'number' ? value['doubleValue'] : String(value['doubleValue'])
  if ('bytesValue' in value) return textOf(value['bytesValue']) ?? null
  if (isRecord(value['arrayValue']))
    return listOf(value['arrayValue']['values']).map((item) => readAnyValue(item, depth + 1))
  if (isRecord(value['kvlistValue']))
    return Object.fromEntries<Value>(readKeyValues(value['kvlistValue']['values'], depth + 1))
  return null
}

/** Reads OTLP/JSON's list of `{ key, value }`; entries of another shape are left out. */
export function readKeyValues(value: unknown, depth = 0): Map<string, Value> {
  const attributes = new Map<string, Value>()
  for (const entry of listOf(value)) {
    if (!isRecord(entry)) continue
    const key = textOf(entry['key'])
    if (key !== undefined) attributes.set(key, readAnyValue(entry['value'], depth))
  }
  return attributes
}

/** 64-bit integers travel as strings; one that a double cannot hold stays a string. */
function readInteger(value: unknown): Value {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : String(value)
}

export function stringAttribute(attributes: Attributes, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = attributes.get(key)
    if (typeof value === 'string' && value !== '') return value
  }
  return undefined
}

export function numberAttribute(attributes: Attributes, ...keys: readonly string[]): number | undefined {
  for (const key of keys) {
    const value = attributes.get(key)
    if (typeof value === 'number' && Number.isFinite(value)) return value
  }
  return undefined
}
