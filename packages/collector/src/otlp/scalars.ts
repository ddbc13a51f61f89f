import { toUSVString } from 'node:util'
import { wrongValue, type Fault } from './fault.ts'
import type { Field } from './schema.ts'

/** What a scalar reader returns: the value, a fault, or `undefined` for a value that means "not set". */
export type Read = string | number | boolean | undefined | Fault

/**
 * Reads a scalar from JSON or from decoded protobuf, as leniently as it can be understood: numbers as strings, strings as numbers, names
 * of enums, ids in hex or base64.
 */
export function readScalar(field: Field, value: unknown): Read {
  switch (field.kind) {
    case 'string':
      return readString(value)
    case 'bytes':
      return field.idBytes ? readId(value, field.idBytes) : readBytes(value)
    case 'bool':
      return readBoolean(value)
    case 'double':
      return readDouble(value)
    case 'enum':
      return readEnum(value, field.values)
    case 'int64':
    case 'sfixed64':
      return readInteger(value, -(2n ** 63n), 2n ** 64n - 1n, 'a whole number')
    case 'uint64':
    case 'fixed64':
      return readInteger(value, 0n, 2n ** 64n - 1n, expectedUnsigned(field.name))
    case 'int32':
    case 'sint32':
      return readSmall(value, -(2 ** 31), 2 ** 31 - 1)
    default:
      return readSmall(value, 0, 2 ** 32 - 1)
  }
}

function expectedUnsigned(name: string): string {
  return name.endsWith('UnixNano') ? 'nanoseconds since the epoch as a decimal string' : 'a whole number from 0'
}

function readString(value: unknown): string | Fault {
  // JSON can hold half a character, of a text that was cut; in protobuf that is no UTF-8, and receivers refuse the whole batch.
  if (typeof value === 'string') return toUSVString(value)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return wrongValue(value, 'a string')
}

function readBoolean(value: unknown): boolean | Fault {
  if (typeof value === 'boolean') return value
  if (value === 'true' || value === 1) return true
  if (value === 'false' || value === 0) return false
  return wrongValue(value, 'true or false')
}

function readDouble(value: unknown): number | string | Fault {
  // JSON has no literal for these three: proto3 JSON writes them as strings.
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return value
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number !== 'number' || (typeof value === 'string' && Number.isNaN(number))) {
    return wrongValue(value, 'a number')
  }
  return Number.isFinite(number) ? number : String(number)
}

/** A name may lack its prefix: `CLIENT` for `SPAN_KIND_CLIENT`. A number that is newer than this schema reads as unspecified. */
function readEnum(value: unknown, values: Readonly<Record<string, number>>): number | Fault {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return known(value, values)
  if (typeof value !== 'string') return wrongValue(value, 'a number or a name')
  if (/^\d{1,10}$/.test(value)) return known(Number(value), values)
  const name = value.toUpperCase()
  for (const [full, number] of Object.entries(values)) if (full === name || full.endsWith(`_${name}`)) return number
  return wrongValue(value, `one of ${Object.keys(values).slice(0, 6).join(', ')}`)
}

function known(value: number, values: Readonly<Record<string, number>>): number {
  return Object.values(values).includes(value) ? value : 0
}

/** Integers of 64 bits travel as decimal strings. JavaScript senders write numbers: the last digits are lost, but not the item. */
function readInteger(value: unknown, lowest: bigint, highest: bigint, expected: string): string | Fault {
  // The usual case first: digits that cannot be too large.
  if (typeof value === 'string' && value.length < 19 && /^\d+$/.test(value)) return withoutZeros(value)
  const digits = typeof value === 'number' && Number.isInteger(value) ? BigInt(value).toString() : value
  if (typeof digits !== 'string' || !/^-?\d{1,20}$/.test(digits)) return wrongValue(value, expected)
  const integer = BigInt(digits)
  if (integer < lowest || integer > highest) return wrongValue(value, expected)
  return (lowest < 0n ? BigInt.asIntN(64, integer) : integer).toString()
}

function withoutZeros(digits: string): string {
  return digits.startsWith('0') ? digits.replace(/^0+(?=\d)/, '') : digits
}

function readSmall(value: unknown, lowest: number, highest: number): number | Fault {
  const number = typeof value === 'string' && /^-?\d{1,10}$/.test(value) ? Number(value) : value
  if (typeof number !== 'number' || !Number.isInteger(number) || number < lowest || number > highest) {
    return wrongValue(value, 'a whole number of 32 bits')
  }
  return number
}

/** Either alphabet, with padding or without, as proto3 JSON takes it. */
const base64 = /^[\w+/-]*={0,2}$/

function readBytes(value: unknown): string | Fault {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (typeof value !== 'string' || !base64.test(value) || value.replace(/=+$/, '').length % 4 === 1) {
    return wrongValue(value, 'base64')
  }
  return Buffer.from(value, 'base64').toString('base64')
}

/**
 * An id as lower-case hex, from hex (OTLP/JSON), base64 (what proto3's own JSON writers make of bytes) or bytes. Its length tells hex and
 * base64 apart. `undefined` for an empty id and for one of zeros.
 */
function readId(value: unknown, bytes: 8 | 16): string | undefined | Fault {
  if (value === '' || (value instanceof Uint8Array && value.length === 0)) return undefined
  let hex = value
  if (value instanceof Uint8Array) hex = Buffer.from(value).toString('hex')
  else if (typeof value === 'string' && value.length !== bytes * 2 && base64.test(value)) {
    hex = Buffer.from(value, 'base64').toString('hex')
  }
  if (typeof hex !== 'string' || hex.length !== bytes * 2 || !/^[0-9a-f]+$/i.test(hex)) {
    return wrongValue(value, `${bytes * 2} hex digits`)
  }
  return /^0+$/.test(hex) ? undefined : hex.toLowerCase()
}
