/** Characters that are written at once: JSON of as many fits the buffer that V8 has at hand. */
const AT_ONCE = 1000

/** Levels of messages, their parts and what those hold; what is deeper is as small as JSON of tools mostly is. */
const LEVELS = 4

/**
 * The same as `JSON.stringify`, by which each long text is written in pieces.
 *
 * V8 writes JSON into a buffer that grows. glibc's allocator answers a demand for a large block by merging all small ones that were freed
 * before, and the client frees thousands when it decodes a stream: the demand cost half a millisecond after 2,000 chunks, more than
 * all else that was done with them.
 */
export function stringifyInPieces(value: unknown): string {
  return write(value, LEVELS)
}

function write(value: unknown, levels: number): string {
  if (typeof value === 'string') return quote(value)
  if (levels === 0 || value === null || typeof value !== 'object' || 'toJSON' in value) return native(value)
  if (Array.isArray(value)) return `[${Array.from(value, (item) => write(item, levels - 1)).join(',')}]`
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return native(value)
  const entries: string[] = []
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined || typeof item === 'function' || typeof item === 'symbol') continue
    entries.push(`${JSON.stringify(key)}:${write(item, levels - 1)}`)
  }
  return `{${entries.join(',')}}`
}

function native(value: unknown): string {
  return JSON.stringify(value) ?? 'null'
}

function quote(text: string): string {
  let json = ''
  for (let start = 0, end; start < text.length; start = end) {
    end = start + AT_ONCE
    // Not between the two halves of a code point: alone each would be escaped.
    if (/[\uD800-\uDBFF]/.test(text.charAt(end - 1))) end -= 1
    json += JSON.stringify(text.slice(start, end)).slice(1, -1)
  }
  return `"${json}"`
}
