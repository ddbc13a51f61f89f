import protobuf from 'protobufjs'
import { requestMessages, type Field, type Message } from './schema.ts'
import type { Signal } from './signal.ts'

/** Writes an export request in protobuf from OTLP/JSON as `readRequest` returns it. */
export function writeRequest(signal: Signal, data: object): Uint8Array {
  const writer = protobuf.Writer.create()
  writeMessage(writer, requestMessages[signal], data as Record<string, unknown>)
  return writer.finish()
}

function writeMessage(writer: protobuf.Writer, message: Message, source: Record<string, unknown>): void {
  for (const field of message.fields) {
    const value = source[field.name]
    if (value === undefined) continue
    if (!field.repeated) writeField(writer, field, value)
    else if (isPacked(field)) writePacked(writer, field, value as unknown[])
    else for (const item of value as unknown[]) writeField(writer, field, item)
  }
}

/** In proto3, repeated numbers are packed. */
function isPacked({ kind }: Field): boolean {
  return kind !== 'message' && kind !== 'string' && kind !== 'bytes'
}

function writePacked(writer: protobuf.Writer, field: Field, values: readonly unknown[]): void {
  writer.uint32((field.id << 3) | 2).fork()
  for (const value of values) writeScalar(writer, field, value)
  writer.ldelim()
}

function writeField(writer: protobuf.Writer, field: Field, value: unknown): void {
  writer.uint32((field.id << 3) | wireType(field))
  if (field.kind !== 'message') return writeScalar(writer, field, value)
  writer.fork()
  writeMessage(writer, field.message, value as Record<string, unknown>)
  writer.ldelim()
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

function writeScalar(writer: protobuf.Writer, field: Field, value: unknown): void {
  switch (field.kind) {
    case 'string':
      return void writer.string(value as string)
    case 'bytes':
      return void writer.bytes(Buffer.from(value as string, field.idBytes ? 'hex' : 'base64'))
    case 'bool':
      return void writer.bool(value as boolean)
    case 'double':
      return void writer.double(Number(value))
    case 'fixed32':
      return void writer.fixed32(value as number)
    case 'sint32':
      return void writer.sint32(value as number)
    case 'int32':
    case 'enum':
      return void writer.int32(value as number)
    case 'uint32':
      return void writer.uint32(value as number)
    case 'fixed64':
    case 'sfixed64': {
      const [low, high] = halves(value as string)
      return void writer.fixed32(low).fixed32(high)
    }
    default: {
      const [low, high] = halves(value as string)
      return void writer.uint64(new protobuf.util.LongBits(low, high).toLong(true))
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
