import { isUtf8 } from 'node:buffer'
import { Fault } from './fault.ts'
import { tooMany, type ReadLimits } from './read-message.ts'
import { requestMessages, type Field, type Message } from './schema.ts'
import type { Signal } from './signal.ts'
import { wireType } from './write.ts'

export interface Scan {
  /** Spans, log records or data points. */
  items: number
  /** Messages of any kind. */
  values: number
  /** True where every item is well-formed, so that the bytes can be forwarded as they came. */
  isSound: boolean
}

/**
 * Looks through an export request in protobuf without making an object of anything in it: counts the items and checks what a reader would
 * check. Returns a `Fault` where the bytes are no such request, or hold too much.
 */
export function scanRequest(signal: Signal, bytes: Uint8Array, limits: ReadLimits): Scan | Fault {
  const scanner = new Scanner(bytes, limits)
  return scanner.message(requestMessages[signal], 0, bytes.length, 0) ?? scanner
}

/** What a span must have: bits by field name. */
const required: Readonly<Record<string, number>> = { traceId: 1, spanId: 2, startTimeUnixNano: 4, endTimeUnixNano: 8 }
const requiredOfLink = 3

/** Requests nest seven levels down to an attribute's value; arrays in values take two more a level. */
const maxNesting = 80

class Scanner implements Scan {
  items = 0
  isSound = true
  values = 0
  #at = 0
  readonly #bytes: Uint8Array
  readonly #view: DataView
  readonly #limits: ReadLimits

  constructor(bytes: Uint8Array, limits: ReadLimits) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#limits = limits
  }

  message(message: Message, start: number, end: number, nesting: number): Fault | undefined {
    this.values += 1
    if (this.values > this.#limits.values) return tooMany(`${this.#limits.values} values`)
    if (nesting > maxNesting) return new Fault('is nested too deeply')
    if (message.isItem && (this.items += 1) > this.#limits.items) return tooMany(`${this.#limits.items} items`)
    let present = 0
    this.#at = start
    while (this.#at < end) {
      const before = this.#at
      const tag = this.#varint(end)
      const type = tag & 7
      const field = message.byId[tag >>> 3]
      if (tag < 8) return new Fault('is not protobuf: a field has no number')
      if (!field) {
        if (!this.#skip(type, end)) return new Fault('is cut off or not protobuf')
        continue
      }
      const fault = this.#field(field, type, end, nesting)
      if (fault) {
        if (!field.repeated || fault.isLimit) return fault.inside(field.name)
        return fault.inside(field.name, this.#countBefore(field.id, start, before))
      }
      if (this.#hasValue) present |= required[field.name] ?? 0
    }
    if (message.name === 'Span' && present !== 15) this.isSound = false
    if (message.name === 'Link' && (present & requiredOfLink) !== requiredOfLink) this.isSound = false
    return undefined
  }

  /** True where the field that was looked at last is not zero. */
  #hasValue = false

  #field(field: Field, type: number, end: number, nesting: number): Fault | undefined {
    this.#hasValue = true
    if (type !== wireType(field)) {
      // Repeated numbers come packed; whatever else has another type than the schema's is no OTLP.
      if (!(field.repeated && type === 2)) return new Fault(`has wire type ${type}; expected ${wireType(field)}`)
    }
    if (type !== 2) {
      const before = this.#at
      if (!this.#skip(type, end)) return new Fault('is cut off')
      if (type === 1 && field.name in required) this.#hasValue = !this.#isZero(before, this.#at)
      return undefined
    }
    const length = this.#varint(end)
    const from = this.#at
    const to = from + length
    if (length < 0 || to > end) return new Fault('is cut off')
    if (field.kind === 'message') {
      const fault = this.message(field.message, from, to, nesting + 1)
      if (fault) return fault
    } else if (field.kind === 'string') {
      if (!this.#isText(from, to)) this.isSound = false
    } else if (field.idBytes) {
      this.#hasValue = length > 0 && !this.#isZero(from, to)
      if (length !== 0 && length !== field.idBytes) this.isSound = false
    }
    this.#at = to
    return undefined
  }

  /** A varint of 32 bits; -1 where it does not end. */
  #varint(end: number): number {
    let value = 0
    for (let shift = 0; shift < 70 && this.#at < end; shift += 7) {
      const byte = this.#bytes[this.#at++] ?? 0
      if (shift < 28) value |= (byte & 0x7f) << shift
      // What does not fit is a length beyond any body, or a tag beyond any field.
      else if (byte & 0x78) value = -1
      else if (shift === 28) value = (value | ((byte & 0x7f) << 28)) >>> 0
      if (byte < 0x80) return value
    }
    return -1
  }

  #skip(type: number, end: number): boolean {
    if (type === 0) {
      for (let count = 0; count < 10 && this.#at < end; count++) {
        if ((this.#bytes[this.#at++] ?? 0) < 0x80) return true
      }
      return false
    }
    if (type === 2) {
      const length = this.#varint(end)
      if (length < 0) return false
      this.#at += length
    } else if (type === 1) this.#at += 8
    else if (type === 5) this.#at += 4
    else return false
    return this.#at <= end
  }

  #isZero(from: number, to: number): boolean {
    for (let at = from; at < to; at++) if (this.#bytes[at] !== 0) return false
    return true
  }

  #isText(from: number, to: number): boolean {
    let at = from
    const bytes = this.#bytes
    // A call into Node costs more than a short string; four bytes at a time are enough for keys and model names.
    if (to - from > 64) return isUtf8(bytes.subarray(from, to))
    while (at + 4 <= to && (this.#view.getUint32(at) & 0x80808080) === 0) at += 4
    while (at < to && (bytes[at] ?? 0) < 0x80) at++
    return at === to || isUtf8(bytes.subarray(at, to))
  }

  /** Which of a repeated field's elements starts at `before`: counted only where there is a fault. */
  #countBefore(id: number, start: number, before: number): number {
    let count = 0
    this.#at = start
    while (this.#at < before) {
      const tag = this.#varint(before)
      if (tag >>> 3 === id) count++
      if (!this.#skip(tag & 7, before)) break
    }
    return count
  }
}
