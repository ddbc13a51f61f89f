import { BackwardWriter } from './backward-writer.ts'
import { requestMessages, type Field, type Message } from './schema.ts'
import type { Signal } from './signal.ts'

/** Writes an export request in protobuf from OTLP/JSON as `readRequest` returns it. */
export function writeRequest(signal: Signal, data: object): Uint8Array {
  const writer = new BackwardWriter()
  writeMessage(writer, requestMessages[signal], data as Record<string, unknown>)
  return writer.finish()
}

function writeMessage(writer: BackwardWriter, message: Message, source: Record<string, unknown>): void {
  const { fields } = message
  for (let index = fields.length - 1; index >= 0; index--) {
    const field = fields[index] as Field
    const value = source[field.name]
    if (value === undefined) continue
    if (!field.repeated) writeField(writer, field, value)
    else if (isPacked(field)) writePacked(writer, field, value as unknown[])
    else {
      const items = value as unknown[]
      for (let at = items.length - 1; at >= 0; at--) writeField(writer, field, items[at])
    }
  }
}

/** In proto3, repeated numbers are packed. */
function isPacked({ kind }: Field): boolean {
  return kind !== 'message' && kind !== 'string' && kind !== 'bytes'
}

function writePacked(writer: BackwardWriter, field: Field, values: readonly unknown[]): void {
  const before = writer.length
  for (let at = values.length - 1; at >= 0; at--) writeScalar(writer, field, values[at])
  writer.varint(writer.length - before)
  writer.varint((field.id << 3) | 2)
}

function writeField(writer: BackwardWriter, field: Field, value: unknown): void {
  const type = wireType(field)
  const before = writer.length
  if (field.kind === 'message') writeMessage(writer, field.message, value as Record<string, unknown>)
  else writeScalar(writer, field, value)
  if (type === 2) writer.varint(writer.length - before)
  writer.varint((field.id << 3) | type)
}

export function wireType({ kind }: Field): 0 | 1 | 2 | 5 {
  switch (kind) {
    case 'message':
    case 'string':
    case 'bytes':
      return 2
    case 'double':
    case 'fixed64':
    case 'sfixed64':
      return 1
    case 'fixed32':
      return 5
    default:
      return 0
  }
}

/** The value alone: what goes before it is written after it. */
function writeScalar(writer: BackwardWriter, field: Field, value: unknown): void {
  switch (field.kind) {
    case 'string':
      return writer.text(value as string)
    case 'bytes':
      return writer.bytes(value as string, field.idBytes ? 'hex' : 'base64')
    case 'bool':
      return writer.varint(value === true ? 1 : 0)
    case 'double':
      return writer.double(Number(value))
    case 'fixed32':
      return writer.fixed32(value as number)
    case 'sint32': {
      const number = value as number
      return writer.varint(number < 0 ? -2 * number - 1 : 2 * number)
    }
    case 'fixed64':
    case 'sfixed64': {
      const [low, high] = halves(value as string)
      writer.fixed32(high)
      return writer.fixed32(low)
    }
    case 'int64':
    case 'uint64': {
      const number = Number(value)
      if (number >= 0 && number <= Number.MAX_SAFE_INTEGER) return writer.varint(number)
      return writer.varint64(BigInt.asUintN(64, BigInt(value as string)))
    }
    default: {
      const number = value as number
      // A negative number of 32 bits is written with 64.
      return number < 0 ? writer.varint64(BigInt.asUintN(64, BigInt(number))) : writer.varint(number)
    }
  }
}

/** The two halves of a decimal string of 64 bits, as unsigned numbers. */
function halves(digits: string): [low: number, high: number] {
  const number = Number(digits)
  if (number >= 0 && number <= Number.MAX_SAFE_INTEGER) return [number >>> 0, Math.floor(number / 2 ** 32)]
  const integer = BigInt.asUintN(64, BigInt(digits))
  return [Number(integer & 0xffffffffn), Number(integer >> 32n)]
}
