/**
 * What is wrong with a value, and where. Returned and not thrown: an `Error` costs a stack trace, and a request of two
 * kilobytes can hold a million malformed spans.
 */
export class Fault {
  readonly #what: string
  #path = ''
  /** True where the request holds more than is read of one. */
  readonly isLimit: boolean
  readonly #isWhole: boolean

  /** @param about `isWhole` for a sentence that needs no path before it */
  constructor(what: string, { isLimit = false, isWhole = isLimit }: { isLimit?: boolean; isWhole?: boolean } = {}) {
    this.#what = what
    this.isLimit = isLimit
    this.#isWhole = isWhole
  }

  /** The same fault, seen from the message around it. The path is built only where there is a fault. */
  inside(field: string, index?: number): this {
    const step = index === undefined ? field : `${field}[${index}]`
    const separator = this.#path === '' || this.#path.startsWith('[') ? '' : '.'
    this.#path = step + separator + this.#path
    return this
  }

  /** A sentence: the path of the field and what is wrong with it. */
  get message(): string {
    return this.#isWhole ? this.#what : `${this.#path || 'the body'} ${this.#what}`
  }
}

export function wrongValue(value: unknown, expected: string): Fault {
  return new Fault(`is ${describe(value)}; expected ${expected}`)
}

/** A value from outside in a message, cut short. */
export function describe(value: unknown): string {
  if (value === undefined) return 'missing'
  if (value instanceof Uint8Array) return `${value.length} bytes`
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 20) {
    return Array.isArray(value) ? `an array of ${value.length}` : 'an object'
  }
  try {
    const text = JSON.stringify(value) ?? typeof value
    return text.length > 60 ? `${text.slice(0, 60)}…` : text
  } catch {
    // JSON.parse takes any depth, JSON.stringify runs out of stack.
    return `a deeply nested ${Array.isArray(value) ? 'array' : 'object'}`
  }
}
