import type { Value } from './value.ts'

/** Where a text stops being JSON. */
export interface JsonBreak {
  /** Index of the first character that is no JSON; the length of the text where the text ends too early. */
  readonly offset: number
  /** Counts from 1. */
  readonly line: number
  /** Counts from 1, in UTF-16 units. */
  readonly column: number
}

export interface ParsedJson {
  readonly value: Value
  /** The text ended before its value was complete: what is there has been read. */
  readonly truncated: boolean
}

/** Libraries that cut their own attributes end them with one of these. */
const CUT_MARK = /(?:\.{3}|…)?\s*\[?\(?(?:truncated|cut)\b[^\]\n]{0,40}\]?\)?\s*$|(?:\.{3}|…)\s*$/i
const MAX_DEPTH = 200
/** JSON within JSON within JSON: more than that nobody writes. */
const MAX_LAYERS = 3

/**
 * Reads JSON, also JSON that was cut off by an attribute limit or is still being streamed. Returns `undefined` for any other text, such as
 * Python's repr, `[INST]` or JSON lines: the caller shows that text as it is.
 */
export function readJson(text: string): ParsedJson | undefined {
  if (!/^\s*[[{"]/.test(text.slice(0, 200))) return undefined
  const whole = parsed(text)
  if (whole !== undefined) return { value: whole, truncated: false }
  const markAt = text.slice(-80).search(CUT_MARK)
  const before = markAt === -1 ? text : text.slice(0, Math.max(0, text.length - 80) + markAt)
  for (const candidate of before === text ? [text] : [text, before]) {
    const reader = new JsonReader(candidate)
    const value = reader.read()
    if (value !== undefined && reader.endsEarly && !isTooLittle(value)) return { value, truncated: true }
  }
  return undefined
}

/**
 * The structure that an attribute holds: itself, or JSON in a string, or JSON in a JSON string (MLflow encodes its strings once more).
 * Text that is not JSON comes back as text.
 */
export function structureOf(attribute: unknown): { readonly value: Value | undefined; readonly truncated: boolean } {
  if (attribute === undefined || attribute === null || attribute === '') return { value: undefined, truncated: false }
  let value = attribute as Value
  let truncated = false
  for (let layer = 0; layer < MAX_LAYERS && typeof value === 'string'; layer++) {
    const json = readJson(value)
    if (!json) break
    value = json.value
    truncated ||= json.truncated
  }
  return { value, truncated }
}

/** Where a text stops being JSON; `undefined` where all of it is JSON. */
export function jsonBreak(text: string): JsonBreak | undefined {
  if (parsed(text) !== undefined) return undefined
  const reader = new JsonReader(text)
  reader.read()
  const { offset } = reader
  const before = text.slice(0, offset)
  const lineStart = before.lastIndexOf('\n') + 1
  let line = 1
  for (let at = before.indexOf('\n'); at !== -1; at = before.indexOf('\n', at + 1)) line++
  return { offset, line, column: offset - lineStart + 1 }
}

function parsed(text: string): Value | undefined {
  try {
    return JSON.parse(text) as Value
  } catch {
    return undefined
  }
}

/** A text that merely begins like JSON: an open quotation mark, a single bracket. */
function isTooLittle(value: Value): boolean {
  return typeof value !== 'object' || value === null || Object.keys(value).length === 0
}

/** Reads as much JSON as there is, and remembers where the text stopped being JSON. */
class JsonReader {
  readonly #text: string
  #at = 0
  #failed = false

  constructor(text: string) {
    this.#text = text
  }

  /** Where reading stopped. */
  get offset(): number {
    return this.#at
  }

  /** All of the text was JSON as far as it goes: it was cut off. */
  get endsEarly(): boolean {
    return this.#failed && this.#at >= this.#text.length
  }

  read(): Value | undefined {
    const value = this.#value(0)
    if (!this.#failed) this.#skipSpace()
    return value
  }

  #value(depth: number): Value | undefined {
    this.#skipSpace()
    const next = this.#text[this.#at]
    if (next === undefined || depth > MAX_DEPTH) return this.#fail()
    if (next === '{') return this.#object(depth)
    if (next === '[') return this.#array(depth)
    return next === '"' ? this.#string() : this.#literal()
  }

  #object(depth: number): Value {
    const object: { [key: string]: Value } = {}
    this.#at++
    for (let first = true; ; first = false) {
      if (this.#closes('}', first)) return object
      if (this.#failed || this.#text[this.#at] !== '"') return this.#fail() ?? object
      const key = this.#string()
      this.#skipSpace()
      if (this.#failed || this.#text[this.#at] !== ':') return this.#fail() ?? object
      this.#at++
      const value = this.#value(depth + 1)
      // A field of its own even under the name `__proto__`.
      if (value !== undefined)
        Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
      if (this.#failed) return object
    }
  }

  #array(depth: number): Value {
    const array: Value[] = []
    this.#at++
    for (let first = true; ; first = false) {
      if (this.#closes(']', first)) return array
      if (this.#failed) return array
      const value = this.#value(depth + 1)
      if (value !== undefined) array.push(value)
      if (this.#failed) return array
    }
  }

  /** Passes a closing bracket, or the comma before the next element. */
  #closes(bracket: string, first: boolean): boolean {
    this.#skipSpace()
    if (this.#text[this.#at] === bracket) {
      this.#at++
      return true
    }
    if (first) return false
    if (this.#text[this.#at] === ',') {
      this.#at++
      this.#skipSpace()
    } else this.#fail()
    return false
  }

  #string(): string {
    const from = this.#at
    let at = from + 1
    while (at < this.#text.length && this.#text[at] !== '"') at += this.#text[at] === '\\' ? 2 : 1
    this.#at = Math.min(at + 1, this.#text.length)
    if (at < this.#text.length) {
      const value = parsed(this.#text.slice(from, this.#at))
      if (typeof value === 'string') return value
      this.#at = from + 1
      this.#fail()
      return this.#text.slice(from + 1, at)
    }
    this.#fail()
    const inside = this.#text.slice(from + 1).replace(/\\(?:u[\da-f]{0,3})?$/i, '')
    const value = parsed(`"${inside}"`)
    return typeof value === 'string' ? value : inside
  }

  #literal(): Value | undefined {
    const rest = this.#text.slice(this.#at, this.#at + 400)
    const word = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/.exec(rest)?.[0]
    if (word !== undefined) {
      this.#at += word.length
      // A number at the very end may go on.
      if (/^-?\d/.test(word) && this.#at >= this.#text.length) this.#failed = true
      return parsed(word)
    }
    if (['true', 'false', 'null', '-'].some((whole) => rest !== '' && whole.startsWith(rest)))
      this.#at = this.#text.length
    return this.#fail()
  }

  #skipSpace(): void {
    while (' \t\n\r'.includes(this.#text[this.#at] ?? 'x')) this.#at++
  }

  #fail(): undefined {
    this.#failed = true
    return undefined
  }
}
