import { isRecord, listOf, textOf, type UnknownRecord, type Value } from '../value.ts'
import type { GenAiEvent, GenAiLog, GenAiSpan } from './span.ts'

const MAX_DEPTH = 32

/** Decodes OTLP/JSON's list of `{ key, value }`. Entries of another shape are left out. */
export function decodeAttributes(list: unknown, depth: number = 0): Map<string, Value> {
  const attributes = new Map<string, Value>()
  for (const entry of listOf(list)) {
    if (!isRecord(entry)) continue
    const key = textOf(entry['key'])
    if (key !== undefined) attributes.set(key, decodeValue(entry['value'], depth))
  }
  return attributes
}

/** Decodes OTLP/JSON's `AnyValue`. A 64-bit integer that a double cannot hold stays text. */
export function decodeValue(value: unknown, depth: number = 0): Value {
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return value
  if (!isRecord(value) || depth > MAX_DEPTH) return null
  if (value['stringValue'] !== undefined) return textOf(value['stringValue']) ?? null
  if (value['boolValue'] !== undefined) return value['boolValue'] === true || value['boolValue'] === 'true'
  if (value['intValue'] !== undefined) {
    const { intValue } = value
    const number = Number(intValue)
    return Number.isSafeInteger(number) ? number : (textOf(intValue) ?? number)
  }
  if (value['doubleValue'] !== undefined)
    return typeof value['doubleValue'] === 'number' ? value['doubleValue'] : (textOf(value['doubleValue']) ?? null)
  if (value['bytesValue'] !== undefined) return textOf(value['bytesValue']) ?? null
  if (isRecord(value['arrayValue']))
    return listOf(value['arrayValue']['values']).map((item) => decodeValue(item, depth + 1))
  return isRecord(value['kvlistValue']) ? decodeMap(value['kvlistValue']['values'], depth + 1) : null
}

function decodeMap(list: unknown, depth: number): Value {
  return Object.fromEntries<Value>(decodeAttributes(list, depth))
}

/** Makes the plain span that `readSpan` takes of a span in OTLP/JSON, its resource and its scope, and the log records that carry its id. */
export function fromOtlp(
  span: UnknownRecord,
  { resource, scope, logs = [] }: { resource?: unknown; scope?: unknown; logs?: readonly UnknownRecord[] } = {},
): GenAiSpan {
  return {
    name: textOf(span['name']) ?? '',
    kind: typeof span['kind'] === 'number' ? span['kind'] : undefined,
    attributes: decodeAttributes(span['attributes']),
    events: listOf(span['events'])
      .filter(isRecord)
      .map((event): GenAiEvent => ({
        name: textOf(event['name']) ?? '',
        attributes: decodeAttributes(event['attributes']),
        time: timeOf(event['timeUnixNano']),
      })),
    logs: logs.map((log) => logFromOtlp(log)),
    scope: isRecord(scope) ? { name: textOf(scope['name']), version: textOf(scope['version']) } : undefined,
    resource: isRecord(resource) ? decodeAttributes(resource['attributes']) : undefined,
  }
}

/** A log record in OTLP/JSON, decoded. */
export function logFromOtlp(
  log: UnknownRecord,
  { resource, scope }: { resource?: unknown; scope?: unknown } = {},
): GenAiLog {
  return {
    name: textOf(log['eventName']),
    body: log['body'] === undefined ? undefined : decodeValue(log['body']),
    attributes: decodeAttributes(log['attributes']),
    time: timeOf(log['timeUnixNano']) || timeOf(log['observedTimeUnixNano']),
    scope: isRecord(scope) ? { name: textOf(scope['name']) } : undefined,
    resource: isRecord(resource) ? decodeAttributes(resource['attributes']) : undefined,
  }
}

function timeOf(value: unknown): bigint | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value)
  return typeof value === 'string' && /^\d{1,20}$/.test(value) ? BigInt(value) : undefined
}
