import { toUSVString } from 'node:util'

/**
 * Readers from what came over the wire (parsed JSON, or decoded protobuf in its JSON shape) to precise values.
 * Each throws a `Malformed` that names the place, so that the sender can find the field.
 */
export class Malformed extends Error {
  override readonly name: string = 'Malformed'
}

export type Fields = Record<string, unknown>

/** Deeper values are refused: the readers recurse, and nobody nests attributes this deep on purpose. */
export const maxDepth = 32

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

/** A time in nanoseconds since the epoch, as a decimal string; `undefined` for a missing or zero one. */
export function readTime(value: unknown, at: string): string | undefined {
  if (value === undefined || value === null) return undefined
  // JavaScript senders sometimes write a number; its last digits are already lost, but the span is not.
  const digits = typeof value === 'number' && Number.isInteger(value) && value >= 0 ? BigInt(value).toString() : value
  if (typeof digits !== 'string' || !/^\d{1,20}$/.test(digits) || BigInt(digits) > 0xffffffffffffffffn) {
    throw wrong(at, 'nanoseconds since the epoch as a decimal string', value)
  }
  const time = BigInt(digits)
  return time === 0n ? undefined : time.toString()
}

/** An id as lower-case hex, from hex (JSON) or bytes (protobuf); `undefined` for a missing or empty one. */
export function readId(value: unknown, bytes: 8 | 16, at: string): string | undefined {
  if (value === undefined || value === null || value === '') return undefined
  const hex = value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value
  if (hex === '') return undefined
  if (typeof hex !== 'string' || hex.length !== bytes * 2 || !/^[0-9a-f]+$/i.test(hex)) {
    throw wrong(at, `${bytes * 2} hex digits`, value)
  }
  return /^0+$/.test(hex) ? undefined : hex.toLowerCase()
}

export function readRequiredId(value: unknown, bytes: 8 | 16, at: string): string {
  const id = readId(value, bytes, at)
  if (id === undefined) throw new Malformed(`${at} is missing or all zeros; expected ${bytes * 2} hex digits`)
  return id
}

export function wrong(at: string, expected: string, value: unknown): Malformed {
  return new Malformed(`${at} is ${describe(value)}; expected ${expected}`)
}

function describe(value: unknown): string {
  if (value === undefined) return 'missing'
  if (value instanceof Uint8Array) return `${value.length} bytes`
  try {
    const text = JSON.stringify(value) ?? typeof value
    return text.length > 60 ? `${text.slice(0, 60)}…` : text
  } catch {
    // JSON.parse takes any depth, JSON.stringify runs out of stack.
    return `a deeply nested ${Array.isArray(value) ? 'array' : 'object'}`
  }
}
