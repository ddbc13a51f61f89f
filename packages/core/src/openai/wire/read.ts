import type { AttributeSink } from '../operation.ts'

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

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

export function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

/** Attributes by the key that holds their value on the wire. */
export type Names = ReadonlyMap<string, string>

/** Sets the attributes of all keys that are there: an object of the wire has few of the many that it may have. */
export function setEach(sink: AttributeSink, named: Names, wire: Wire): void {
  for (const key in wire) {
    const name = named.get(key)
    if (name !== undefined) sink.set(name, wire[key])
  }
}

/** JSON as the value that it describes; as it is where it is not valid, as models sometimes write it. */
export function parsed(json: unknown): unknown {
  if (typeof json !== 'string') return json
  if (json === '') return {}
  try {
    return JSON.parse(json) as unknown
  } catch {
    return json
  }
}
