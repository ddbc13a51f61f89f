import { Fault, wrongValue } from './fault.ts'
import { readScalar } from './scalars.ts'
import type { Field, Message } from './schema.ts'

export type Fields = Record<string, unknown>

/** Deeper attribute values are refused: the readers recurse, and nobody nests values this deep on purpose. */
const maxDepth = 32

/** How much of one request is read. */
export interface ReadLimits {
  /** Spans, log records or data points. */
  readonly items: number
  /** Messages of any kind: items, attributes, their values, events, links. */
  readonly values: number
}

/** How many malformed items are looked at. Beyond, the items that are left are rejected unread. */
const maxLooks = 1000

/**
 * Reads messages of OTLP, from parsed JSON or from decoded protobuf, to OTLP/JSON in one form: field names in camel case, ids in hex, integers of
 * 64 bits as decimal strings, enums as numbers, no fields that are unknown or have their default value. A malformed item is left out and counted.
 */
export class MessageReader {
  accepted = 0
  rejected = 0
  /** What is wrong with the first rejected item. */
  reason: string | undefined
  #values = 0
  /** Where the reader is, as far down as items are. */
  readonly #path: string[] = []
  readonly #limits: ReadLimits
  readonly #checkItem: (message: Message, item: Fields) => Fault | undefined

  /** @param checkItem looks at an item that is well-formed, and may mend it */
  constructor(limits: ReadLimits, checkItem: (message: Message, item: Fields) => Fault | undefined) {
    this.#limits = limits
    this.#checkItem = checkItem
  }

  read(message: Message, value: unknown, depth = 0): Fields | Fault {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrongValue(value, 'an object')
    this.#values += 1
    if (this.#values > this.#limits.values) return tooMany(`${this.#limits.values} values`)
    const source = value as Fields
    if (message.name === 'AnyValue') return this.#readAnyValue(message, source, depth)
    const result: Fields = {}
    let oneof: string | undefined
    for (const field of message.fields) {
      const given = source[field.name] ?? (field.protoName === field.name ? undefined : source[field.protoName])
      if (given === undefined || given === null) {
        if (field.standard) result[field.name] = field.standard()
        continue
      }
      if (field.oneof !== undefined && field.oneof === oneof) continue
      const read = field.repeated ? this.#readList(field, given, depth) : this.#readOne(field, given, depth)
      if (read instanceof Fault) return read.inside(field.name)
      if (field.oneof !== undefined) oneof = field.oneof
      else if (!field.standard && isDefault(field, read)) continue
      if (read !== undefined) result[field.name] = read
    }
    return (message.isItem && this.#checkItem(message, result)) || result
  }

  /** Most of all messages are values, and most of them hold one field: what is there is looked at, and not what could be. */
  #readAnyValue(message: Message, source: Fields, depth: number): Fields | Fault {
    if (depth > maxDepth) return new Fault(`is nested deeper than ${maxDepth} levels`)
    for (const name in source) {
      const field = message.byName.get(name)
      const given = source[name]
      if (!field || given === undefined || given === null) continue
      const read = this.#readOne(field, given, depth)
      if (read instanceof Fault) return read.inside(field.name)
      return { [field.name]: read }
    }
    return {}
  }

  #readOne(field: Field, value: unknown, depth: number): unknown {
    if (field.kind !== 'message') return readScalar(field, value)
    return this.read(field.message, value, field.message.name === 'AnyValue' ? depth + 1 : depth)
  }

  #readList(field: Field, value: unknown, depth: number): unknown[] | Fault {
    if (!Array.isArray(value)) return wrongValue(value, 'an array')
    if (field.kind === 'message' && field.message.isItem) return this.#readItems(field, value)
    const list: unknown[] = []
    for (const [index, item] of value.entries()) {
      if (field.message.holdsItems) this.#path.push(`${field.name}[${index}]`)
      const read = this.#readOne(field, item, depth)
      if (field.message.holdsItems) this.#path.pop()
      if (read instanceof Fault) return read.inside('', index)
      list.push(read)
    }
    return list
  }

  #readItems(field: Field, items: readonly unknown[]): Fields[] | Fault {
    const list: Fields[] = []
    for (const [index, item] of items.entries()) {
      if (this.accepted + this.rejected >= this.#limits.items) return tooMany(`${this.#limits.items} items`)
      if (this.rejected >= maxLooks) {
        this.rejected += items.length - index
        break
      }
      const read = this.read(field.message, item)
      if (!(read instanceof Fault)) {
        this.accepted += 1
        list.push(read)
        continue
      }
      if (read.isLimit) return read
      this.rejected += 1
      this.reason ??= [...this.#path, read.inside(field.name, index).message].join('.')
    }
    return list
  }
}

function isDefault(field: Field, value: unknown): boolean {
  if (value === '' || value === 0 || value === false) return true
  if (value === '0') return field.kind !== 'string'
  return Array.isArray(value) && value.length === 0
}

export function tooMany(what: string): Fault {
  return new Fault(`The request holds more than ${what}; send smaller batches`, { isLimit: true })
}
