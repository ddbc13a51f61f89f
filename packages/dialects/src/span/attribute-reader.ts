import { firstText, numberOf } from '../value.ts'
import { unflatten, type FlatNode } from './flattened.ts'
import type { Attributes } from './span.ts'

/** Attributes, read by name. The names are listed once, whatever a dialect asks. */
export class AttributeReader {
  readonly #attributes: Attributes
  #names: readonly string[] | undefined
  #firstSegments: ReadonlySet<string> | undefined
  readonly #trees = new Map<string, FlatNode | undefined>()

  /** @param attributes nothing at all is taken as none */
  constructor(attributes: Attributes | null | undefined) {
    this.#attributes = attributes ?? {}
  }

  get names(): readonly string[] {
    this.#names ??= this.#attributes instanceof Map ? [...this.#attributes.keys()] : Object.keys(this.#attributes)
    return this.#names
  }

  get(name: string): unknown {
    const attributes = this.#attributes
    if (attributes instanceof Map) return attributes.get(name)
    return Object.hasOwn(attributes, name) ? (attributes as Readonly<Record<string, unknown>>)[name] : undefined
  }

  has(name: string): boolean {
    return this.get(name) !== undefined
  }

  /** The first of these attributes that holds text. */
  text(...names: readonly string[]): string | undefined {
    for (const name of names) {
      const text = firstText(this.get(name))
      if (text !== undefined) return text
    }
    return undefined
  }

  /** The first of these attributes that holds a number, also one written as text. */
  number(...names: readonly string[]): number | undefined {
    for (const name of names) {
      const number = numberOf(this.get(name))
      if (number !== undefined) return number
    }
    return undefined
  }

  /** What is flattened below a prefix: `gen_ai.prompt` of `gen_ai.prompt.0.content`. */
  flattened(prefix: string): FlatNode | undefined {
    if (!this.#segments().has(firstSegment(prefix))) return undefined
    if (!this.#trees.has(prefix))
      this.#trees.set(
        prefix,
        unflatten(this.names, prefix, (name) => this.get(name)),
      )
    return this.#trees.get(prefix)
  }

  /** Most dialects look for flattened names that a span does not have. */
  #segments(): ReadonlySet<string> {
    this.#firstSegments ??= new Set(this.names.map(firstSegment))
    return this.#firstSegments
  }
}

function firstSegment(name: string): string {
  const dot = name.indexOf('.')
  return dot === -1 ? name : name.slice(0, dot)
}
