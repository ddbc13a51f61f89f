import type { Value } from '../attributes.ts'

export interface PartialJson {
  readonly value: Value
  /** The text ended, or stopped being JSON, before its value was complete. */
  readonly truncated: boolean
  /** All of the text was JSON as far as it goes: it was cut off. */
  readonly endsEarly: boolean
}

const MAX_DEPTH = 200

/**
 * Reads JSON that may have been cut off: by an attribute limit, or because it is still being streamed. What is there is read, the
 * rest is missing, and `truncated` says so. Returns `undefined` for text that does not begin as an object or an array.
 */
export function readJson(text: string): PartialJson | undefined {
  if (!/^\s*[[{"]/.test(text)) return undefined
  try {
    return { value: JSON.parse(text) as Value, truncated: false, endsEarly: false }
  } catch {
    const reader = new Reader(text)
    const value = reader.value(0)
    return value === undefined ? undefined : { value, truncated: true, endsEarly: reader.isAtEnd }
  }
}

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  get isAtEnd(): boolean {
    this.#skipSpace()
    return this.#at === this.#text.length
  }

  value(depth: number): Value | undefined {
    this.#skipSpace()
    const next = this.#text[this.#at]
    if (next === undefined || depth > MAX_DEPTH) return undefined
    if (next === '{') return this.#object(depth)
    if (next === '[') return this.#array(depth)
    if (next === '"') return this.#string()
    return this.#literal()
  }

  #object(depth: number): Value {
    const object: { [key: string]: Value } = {}
    this.#at++
    for (;;) {
      this.#skipSpace()
      if (this.#text[this.#at] === ',') {
        this.#at++
        continue
      }
      if (this.#text[this.#at] !== '"') {
        if (this.#text[this.#at] === '}') this.#at++
        return object
      }
      const key = this.#string()
      this.#skipSpace()
      if (this.#text[this.#at] !== ':') return object
      this.#at++
      const value = this.value(depth + 1)
      if (value === undefined) return object
      // A field of its own even under the name `__proto__`.
      Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
    }
  }

  #array(depth: number): Value {
    const array: Value[] = []
    this.#at++
    for (;;) {
      this.#skipSpace()
      const next = this.#text[this.#at]
      if (next === ',') {
        this.#at++
        continue
      }
      if (next === ']') {
        this.#at++
        return array
      }
      const value = this.value(depth + 1)
      if (value === undefined) return array
      array.push(value)
    }
  }

  #string(): string {
    const from = this.#at
    let at = from + 1
    while (at < this.#text.length && this.#text[at] !== '"') at += this.#text[at] === '\\' ? 2 : 1
    this.#at = Math.min(at + 1, this.#text.length)
    const complete = at < this.#text.length
    const inside = this.#text.slice(from + 1, complete ? at : this.#text.length)
    return decoded(complete ? inside : inside.replace(/\\(u[\da-f]{0,3})?$/i, ''))
  }

  #literal(): Value | undefined {
    const word = /^(?:true|false|null|-?\d[\d.eE+-]*)/.exec(this.#text.slice(this.#at, this.#at + 40))?.[0]
    if (word === undefined) return undefined
    this.#at += word.length
    if (word === 'true' || word === 'false') return word === 'true'
    if (word === 'null') return null
    const number = Number.parseFloat(word)
    return Number.isNaN(number) ? undefined : number
  }

  #skipSpace(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++
  }
}

function decoded(inside: string): string {
  if (!inside.includes('\\')) return inside
  try {
    return JSON.parse(`"${inside}"`) as string
  } catch {
    return inside
  }
}
