import type { AnyValue, KeyValue } from './model.ts'
import { Malformed, maxDepth, readArray, readObject, readString, wrong } from './read.ts'

/** Reads a list of attributes; `undefined` for an empty one. */
export function readAttributes(value: unknown, at: string, depth = 0): KeyValue[] | undefined {
  const list = readArray(value, at)
  if (list.length === 0) return undefined
  return list.map((item, index) => {
    const fields = readObject(item, `${at}[${index}]`)
    const key = readString(fields['key'], `${at}[${index}].key`)
    return { key, value: readAnyValue(fields['value'], `${at}[${index}].value`, depth) }
  })
}

function readAnyValue(value: unknown, at: string, depth: number): AnyValue {
  if (depth > maxDepth) throw new Malformed(`${at} is nested deeper than ${maxDepth} levels`)
  if (value === undefined || value === null) return {}
  const fields = readObject(value, at)
  for (const kind of Object.keys(readers)) {
    const given = fields[kind]
    if (given !== undefined && given !== null) return readers[kind as keyof AnyValue](given, `${at}.${kind}`, depth)
  }
  return {}
}

/** Of either alphabet, with padding or without, as proto3 JSON takes it. */
const base64 = /^[\w+/-]*={0,2}$/

const readers: Record<keyof AnyValue, (given: unknown, at: string, depth: number) => AnyValue> = {
  stringValue: (given, at) => ({ stringValue: readString(given, at) }),
  boolValue(given, at) {
    if (typeof given !== 'boolean') throw wrong(at, 'true or false', given)
    return { boolValue: given }
  },
  intValue(given, at) {
    const digits = typeof given === 'number' && Number.isInteger(given) ? BigInt(given).toString() : given
    if (typeof digits !== 'string' || !/^-?\d{1,20}$/.test(digits)) throw wrong(at, 'a whole number', given)
    return { intValue: BigInt.asIntN(64, BigInt(digits)).toString() }
  },
  doubleValue(given, at) {
    if (given === 'NaN' || given === 'Infinity' || given === '-Infinity') return { doubleValue: given }
    const number = typeof given === 'string' && given.trim() !== '' ? Number(given) : given
    if (typeof number !== 'number' || (typeof given === 'string' && Number.isNaN(number)))
      throw wrong(at, 'a number', given)
    // JSON has no literal for these three: proto3 JSON writes them as strings.
    return { doubleValue: Number.isFinite(number) ? number : (String(number) as 'NaN') }
  },
  arrayValue(given, at, depth) {
    const values = readArray(readObject(given, at)['values'], `${at}.values`)
    return {
      arrayValue: { values: values.map((item, index) => readAnyValue(item, `${at}.values[${index}]`, depth + 1)) },
    }
  },
  kvlistValue: (given, at, depth) => ({
    kvlistValue: { values: readAttributes(readObject(given, at)['values'], `${at}.values`, depth + 1) ?? [] },
  }),
  bytesValue(given, at) {
    if (given instanceof Uint8Array) return { bytesValue: Buffer.from(given).toString('base64') }
    if (typeof given !== 'string' || !base64.test(given) || given.replace(/=+$/, '').length % 4 === 1)
      throw wrong(at, 'base64', given)
    return { bytesValue: Buffer.from(given, 'base64').toString('base64') }
  },
}
