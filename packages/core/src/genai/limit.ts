import { diag } from '@opentelemetry/api'

/** Media above this size (characters of base64) is recorded by type and size instead of content, whatever the limit. */
const MAX_INLINE_MEDIA = 4096
/** Strings up to this length are left alone: cutting them saves nothing. */
const MIN_TEXT = 64
/** A structure nested deeper is cut there. */
const MAX_DEPTH = 100

const encoder = new TextEncoder()

/** Bytes of a string in UTF-8. */
export function byteLength(text: string): number {
  // No UTF-16 unit takes more than 3 bytes, and most strings are far from their limit.
  return encoder.encode(text).length
}

function fits(json: string, maxBytes: number): boolean {
  if (json.length > maxBytes) return false
  return json.length * 3 <= maxBytes || byteLength(json) <= maxBytes
}

/**
 * JSON of `content` in at most `maxBytes` bytes of UTF-8, valid always.
 *
 * Large media is replaced by its type, size and hash. If the rest is too long, its longest strings are cut on a code
 * point and end with `…[N bytes cut]`; if even that is not enough, whole items are left out of the middle of the list, with a
 * mark that says how many. Values that JSON cannot hold are replaced, never thrown.
 */
export function serializeWithin(content: unknown, maxBytes: number): string {
  const whole = stringify(content)
  // Most content is small, and nothing of it needs a look.
  if (whole.length <= MAX_INLINE_MEDIA && whole.length * 3 <= maxBytes) return whole
  const media = withoutLargeMedia(content, 0)
  const json = media === content ? whole : stringify(media)
  if (fits(json, maxBytes)) return json
  for (let cap = Math.floor(maxBytes / 2); cap >= MIN_TEXT; cap = Math.floor(cap / 2)) {
    const cut = stringify(cutStrings(media, cap, 0))
    if (fits(cut, maxBytes)) return cut
  }
  return withoutMiddle(media, maxBytes)
}

function stringify(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null'
  } catch {
    // A cycle or a BigInt: say what can be said.
    return JSON.stringify(plain(value, new Set(), 0))
  }
}

function plain(value: unknown, seen: Set<object>, depth: number): unknown {
  if (typeof value === 'bigint') return String(value)
  if (value === null || typeof value !== 'object') return value
  if (seen.has(value)) return '[circular]'
  if (depth > MAX_DEPTH) return '[too deep]'
  seen.add(value)
  try {
    if (Array.isArray(value)) return value.map((item) => plain(item, seen, depth + 1))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, seen, depth + 1)]))
  } catch (error) {
    diag.debug('spanlit: a value of the content could not be read', error)
    return '[unreadable]'
  } finally {
    seen.delete(value)
  }
}

function isBlob(value: object): value is { type: 'blob'; content: string; modality: string; mime_type?: string } {
  return 'type' in value && value.type === 'blob' && 'content' in value && typeof value.content === 'string'
}

/** `value` itself where there is no large media in it. */
function withoutLargeMedia(value: unknown, depth: number): unknown {
  if (value === null || typeof value !== 'object' || depth > MAX_DEPTH) return value
  if (Array.isArray(value)) {
    const items = value.map((item) => withoutLargeMedia(item, depth + 1))
    return items.some((item, index) => item !== value[index]) ? items : value
  }
  if (isBlob(value) && value.content.length > MAX_INLINE_MEDIA) {
    return {
      type: 'spanlit.media',
      modality: value.modality,
      mime_type: value.mime_type ?? null,
      bytes: Math.floor((value.content.length * 3) / 4),
      fnv1a: hash(value.content),
    }
  }
  if (!('parts' in value)) return value
  const parts = withoutLargeMedia(value.parts, depth + 1)
  return parts === value.parts ? value : { ...value, parts }
}

/** FNV-1a, 32 bits: enough to see that two images are the same one. Not for security. */
function hash(text: string): string {
  let state = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193)
  }
  return (state >>> 0).toString(16).padStart(8, '0')
}

function cutStrings(value: unknown, cap: number, depth: number): unknown {
  if (typeof value === 'string') return cutText(value, cap)
  if (value === null || typeof value !== 'object') return value
  if (depth > MAX_DEPTH) return '[too deep]'
  if (Array.isArray(value)) return value.map((item) => cutStrings(item, cap, depth + 1))
  const copy: Record<string, unknown> = {}
  for (const key of Object.keys(value)) copy[key] = cutStrings((value as Record<string, unknown>)[key], cap, depth + 1)
  return copy
}

/** `text` with at most `cap` bytes kept, cut on a code point, with a mark that says how much is missing. */
export function cutText(text: string, cap: number): string {
  if (text.length * 3 <= cap) return text
  const bytes = text.length > cap ? undefined : byteLength(text)
  if (bytes !== undefined && bytes <= cap) return text
  // encodeInto stops at the last whole code point that fits.
  const { read, written } = encoder.encodeInto(text.slice(0, cap), new Uint8Array(cap))
  const total = text.length > 1_000_000 ? undefined : byteLength(text)
  const cut = total === undefined ? `about ${text.length - read} characters` : `${total - written} bytes`
  return `${text.slice(0, read)}…[${cut} cut]`
}

/** Keeps items from both ends: the first say what it is about, the last what was asked. */
function withoutMiddle(value: unknown, maxBytes: number): string {
  const items = Array.isArray(value) ? value : [value]
  const budget = maxBytes - 120
  const first: string[] = []
  const last: string[] = []
  let used = 2
  let [from, to] = [0, items.length - 1]
  while (from <= to) {
    const takeFirst = first.length <= last.length
    const json = stringify(cutStrings(items[takeFirst ? from : to], MIN_TEXT, 0))
    const size = byteLength(json) + 1
    if (used + size > budget) break
    used += size
    if (takeFirst) {
      first.push(json)
      from++
    } else {
      last.unshift(json)
      to--
    }
  }
  const omitted = to - from + 1
  const mark = JSON.stringify({
    role: 'spanlit',
    type: 'spanlit.cut',
    name: 'spanlit.cut',
    parts: [],
    omitted_items: omitted,
  })
  return `[${[...first, ...(omitted > 0 ? [mark] : []), ...last].join(',')}]`
}
