import { toUSVString } from 'node:util'
import { describe } from './fault.ts'

/**
 * Readers from what came over the wire (parsed JSON, or decoded protobuf in its JSON shape) to precise values.
 * Each throws a `Malformed` that names the place, so that the sender can find the field.
 */
export class Malformed extends Error {
  override readonly name: string = 'Malformed'
}

export type Fields = Record<string, unknown>

export function readObject(value: unknown, at: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(at, 'an object', value)
  return value as Fields
}

/** A repeated field; missing and null mean empty, as in proto3 JSON. */
export function readArray(value: unknown, at: string): unknown[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw wrong(at, 'an array', value)
  return value
}

export function readString(value: unknown, at: string): string {
  if (value === undefined || value === null) return ''
  if (typeof value !== 'string') throw wrong(at, 'a string', value)
  // JSON can hold half a character, of a text that was cut; in protobuf that is no UTF-8, and receivers refuse the whole batch.
  return toUSVString(value)
}

export function readOptionalString(value: unknown, at: string): string | undefined {
  return readString(value, at) || undefined
}

/** A 32-bit count or flag set; proto3 JSON allows decimal strings too. */
export function readOptionalCount(value: unknown, at: string): number | undefined {
  if (value === undefined || value === null) return undefined
  const count = typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : value
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 0 || count > 0xffffffff) {
    throw wrong(at, 'a whole number of 32 bits', value)
  }
  return count || undefined
}

export function wrong(at: string, expected: string, value: unknown): Malformed {
  return new Malformed(`${at} is ${describe(value)}; expected ${expected}`)
}
