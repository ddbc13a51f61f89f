/** Readers of what comes over the wire: a server may leave out or change anything. */

export type Wire = Readonly<Record<string, unknown>>

const NOTHING: Wire = Object.freeze({})

/** `value` if it is an object, else an empty one. */
export function object(value: unknown): Wire {
  return value !== null && typeof value === 'object' ? (value as Wire) : NOTHING
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** `items`, or nothing where there are none. */
export function some<T>(items: T[]): T[] | undefined {
  return items.length > 0 ? items : undefined
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

export function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

/** The place of a choice, or of a call, among others; some services write it as a text, or not at all. */
export function indexOf({ index }: Wire): number | undefined {
  return number(index) ?? (index ? Number(index) : undefined)
}

export function inOrder<T>(items: ReadonlyMap<number, T>): T[] {
  return [...items].toSorted(([one], [other]) => one - other).map(([, item]) => item)
}

/** Choices by their indexes, as a stream has them; those that have none stay as they are. */
export function inItsOrder(choices: readonly unknown[]): readonly unknown[] {
  if (choices.length < 2) return choices
  return choices.toSorted((one, other) => Number(object(one).index) - Number(object(other).index))
}

/** A count: by the conventions a whole number. */
export function integer(value: unknown): number | undefined {
  return Number.isInteger(value) ? (value as number) : undefined
}

/** An error of the API as it stands in an answer; gateways give the code of HTTP as a number. */
export function errorOf(error: unknown, otherwise: string): { type: string; message: string | undefined } {
  const { code, type, message } = object(error)
  const isNamed = typeof code === 'number' || (typeof code === 'string' && code !== '')
  return { type: isNamed ? String(code) : (text(type) ?? otherwise), message: text(message) ?? text(error) }
}
