/** An object whose fields are not known yet: what arrives on a feed is `unknown` until it was looked at. */
export type UnknownRecord = Readonly<Record<string, unknown>>

export function isRecord(value: unknown): value is UnknownRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** The elements of an array, and none of anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/**
 * Rough size in bytes of a JSON-like value, for limits. It looks at a bounded number of nodes, so that a hostile value costs
 * no more than a large one.
 */
export function sizeOf(value: unknown): number {
  const pending: unknown[] = [value]
  let size = 0
  for (let visited = 0; pending.length > 0 && visited < 20_000; visited++) {
    const next = pending.pop()
    if (typeof next === 'string') size += next.length + 16
    else if (Array.isArray(next)) for (const item of next) pending.push(item)
    else if (isRecord(next))
      for (const key of Object.keys(next)) {
        size += key.length + 16
        pending.push(next[key])
      }
    else size += 8
  }
  return size
}
