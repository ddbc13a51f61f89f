import type { Value } from '../attributes.ts'

/** One line of pretty-printed JSON. */
export interface JsonLine {
  readonly depth: number
  readonly key: string | undefined
  /** What is shown as the value: a scalar, an opening bracket, a closing one, or a closed container's summary. */
  readonly text: string
  readonly kind: 'string' | 'number' | 'boolean' | 'null' | 'open' | 'close' | 'closed' | 'more'
  /** Where a container can be folded: its path. */
  readonly path?: string
  /** The whole of a string that was cut. */
  readonly whole?: string
  readonly comma: boolean
}

export interface JsonFolding {
  /** Containers at this depth and deeper begin closed. */
  readonly openDepth: number
  /** Paths whose state differs from what their depth says. */
  readonly toggled: ReadonlySet<string>
  /** Lines at most. */
  readonly limit: number
  /** Strings that are shown whole, by path. */
  readonly unfolded?: ReadonlySet<string>
}

const LONGEST_STRING = 600

/** Flattens a value into lines, as far as they are unfolded. Iterative: depth costs nothing. */
export function jsonLines(value: Value, folding: JsonFolding): { readonly lines: JsonLine[]; readonly cut: boolean } {
  const lines: JsonLine[] = []
  const pending: (JsonLine | Entry)[] = [{ value, key: undefined, depth: 0, path: '$', comma: false }]
  while (pending.length > 0) {
    if (lines.length >= folding.limit) return { lines, cut: true }
    const next = pending.pop()!
    if ('text' in next) lines.push(next)
    else addEntry(next, folding, lines, pending)
  }
  return { lines, cut: false }
}

interface Entry {
  readonly value: Value
  readonly key: string | undefined
  readonly depth: number
  readonly path: string
  readonly comma: boolean
}

function addEntry(entry: Entry, folding: JsonFolding, lines: JsonLine[], pending: (JsonLine | Entry)[]): void {
  const { value, key, depth, path, comma } = entry
  if (typeof value !== 'object' || value === null) {
    lines.push({ depth, key, comma, ...scalar(value, path, folding) })
    return
  }
  const isArray = Array.isArray(value)
  const [before, after] = isArray ? ['[', ']'] : ['{', '}']
  const keys = isArray ? undefined : Object.keys(value)
  const size = keys?.length ?? (value as readonly Value[]).length
  if (size === 0) {
    lines.push({ depth, key, comma, text: before + after, kind: 'close' })
    return
  }
  if (!isOpen(path, depth, folding)) {
    lines.push({ depth, key, comma, path, kind: 'closed', text: summary(value) })
    return
  }
  lines.push({ depth, key, comma: false, path, text: before, kind: 'open' })
  pending.push({ depth, key: undefined, comma, text: after, kind: 'close' })
  // No more than could be shown: a million elements need no million entries.
  const shown = Math.min(size, folding.limit)
  if (shown < size)
    pending.push({ depth: depth + 1, key: undefined, comma: false, kind: 'more', text: `… ${size - shown} more` })
  for (let i = shown - 1; i >= 0; i--) {
    const childKey = keys?.[i]
    const child = keys ? (value as { readonly [key: string]: Value })[childKey!]! : (value as readonly Value[])[i]!
    pending.push({
      value: child,
      key: childKey,
      depth: depth + 1,
      path: `${path}/${childKey ?? i}`,
      comma: i < size - 1,
    })
  }
}

function isOpen(path: string, depth: number, folding: JsonFolding): boolean {
  return depth < folding.openDepth !== folding.toggled.has(path)
}

function scalar(
  value: string | number | boolean | null,
  path: string,
  folding: JsonFolding,
): Pick<JsonLine, 'text' | 'kind' | 'whole' | 'path'> {
  if (typeof value === 'string') {
    if (value.length <= LONGEST_STRING || folding.unfolded?.has(path))
      return { text: JSON.stringify(value.slice(0, 200_000)), kind: 'string' }
    return {
      text: `${JSON.stringify(value.slice(0, LONGEST_STRING)).slice(0, -1)}…`,
      kind: 'string',
      whole: value,
      path,
    }
  }
  if (value === null) return { text: 'null', kind: 'null' }
  return { text: String(value), kind: typeof value === 'number' ? 'number' : 'boolean' }
}

/** One line that says what a closed container holds. */
export function summary(value: Value, length: number = 60): string {
  if (typeof value === 'string') return JSON.stringify(value.length > length ? `${value.slice(0, length)}…` : value)
  if (typeof value !== 'object' || value === null) return String(value)
  if (Array.isArray(value)) {
    const items = value.slice(0, 4).map((item: Value) => brief(item, length))
    return clip(
      `[ ${items.join(', ')}${value.length > 4 ? ', …' : ''} ]`,
      length,
      value.length === 0 ? '[]' : undefined,
    )
  }
  const keys = Object.keys(value)
  const record = value as { readonly [key: string]: Value }
  const fields = keys.slice(0, 4).map((key) => `${key}: ${brief(record[key]!, length)}`)
  return clip(`{ ${fields.join(', ')}${keys.length > 4 ? ', …' : ''} }`, length, keys.length === 0 ? '{}' : undefined)
}

function brief(value: Value, length: number): string {
  const most = Math.round(length * 0.65)
  if (typeof value === 'string') return JSON.stringify(value.length > most ? `${value.slice(0, most)}…` : value)
  if (Array.isArray(value)) return value.length === 0 ? '[]' : '[…]'
  return typeof value === 'object' && value !== null ? '{…}' : String(value)
}

function clip(text: string, length: number, whenEmpty: string | undefined): string {
  if (whenEmpty !== undefined) return whenEmpty
  return text.length > length ? `${text.slice(0, length - 1)}…` : text
}
