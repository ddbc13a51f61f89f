import type { Attributes, AttributeValue, HrTime } from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import type { AnyValue, KeyValue } from '../otlp/model.ts'

/** What the SDK's spans, log records and metrics have in common, rebuilt from OTLP. */
export type ReadableResource = ReadableSpan['resource']

export function toResource(attributes: Attributes): ReadableResource {
  const resource = { attributes, merge: () => resource, getRawAttributes: () => Object.entries(attributes) }
  return resource
}

export function toHrTime(nanoseconds: bigint): HrTime {
  return [Number(nanoseconds / 1_000_000_000n), Number(nanoseconds % 1_000_000_000n)]
}

export function toAttributes(list: KeyValue[] | undefined): Attributes {
  // Not by assignment, which would take a key "__proto__" for the prototype.
  return Object.fromEntries((list ?? []).map(({ key, value }) => [key, toAttributeValue(value)]))
}

/** What the SDK has no type for (maps, bytes, arrays of mixed or nested values) becomes a JSON string. */
export function toAttributeValue(value: AnyValue): AttributeValue | undefined {
  const plain = toPlain(value)
  if (Array.isArray(plain)) return isUniform(plain) ? (plain as string[]) : JSON.stringify(plain)
  return typeof plain === 'object' ? JSON.stringify(plain) : plain
}

type Plain = string | number | boolean | undefined | Plain[] | { [key: string]: Plain }

function toPlain(value: AnyValue): Plain {
  if (value.arrayValue) return value.arrayValue.values.map(toPlain)
  if (value.kvlistValue)
    return Object.fromEntries(value.kvlistValue.values.map((item) => [item.key, toPlain(item.value)]))
  if (value.doubleValue !== undefined) return Number(value.doubleValue)
  if (value.intValue === undefined) return value.stringValue ?? value.boolValue ?? value.bytesValue
  const int = Number(value.intValue)
  // A number would lose the last digits of a 64-bit id.
  return Number.isSafeInteger(int) ? int : value.intValue
}

function isUniform(values: Plain[]): boolean {
  const type = typeof values[0]
  return type !== 'object' && values.every((item) => typeof item === type)
}
