import { byteLength } from '../utf8.ts'
import { lightened } from './lighten.ts'
import { losslessJson } from './lossless-json.ts'
import { isLargeMedia, nameMedia, withoutDataUrls } from './media.ts'
import { stringifyInPieces } from './piecewise-json.ts'
import { withoutSecrets } from './secrets.ts'
import { CUT_MARK, cutMark } from './cut-mark.ts'
import { MAX_DEPTH, snapshot } from './snapshot.ts'

/** Media above this size (characters of base64) is recorded by type and size instead of content, whatever the limit. */
const MAX_INLINE_MEDIA = 4096
/** Bytes that every text keeps, mark included: cutting further saves nothing. */
const LEAST_TEXT = 64
/** Bytes that the mark for a cut takes at most. */
const MARK = 120
/** An object with more entries holds data, not a message or a part of one, and may lose some. */
const MAX_FIELDS = 16
/** A part of the room that a list has. An item that would be cut to less is left out, since it would say nothing. */
const LEAST_SHARE = 1 / 32
/** A part of the same room. An item that needs more is too large by itself; the items after it stay. */
const LARGE_SHARE = 1 / 4

const encoder = new TextEncoder()

function fits(text: string, maxBytes: number): boolean {
  if (text.length > maxBytes) return false
  // No UTF-16 unit takes more than 3 bytes, and most strings are far from their limit.
  return text.length * 3 <= maxBytes || byteLength(text) <= maxBytes
}

/**
 * `content` as it is recorded, in at most `maxBytes` bytes of UTF-8 and without what looks like a key: a text as it is, all else as
 * JSON, valid always.
 *
 * Large media is replaced by its type, size and hash. If the rest is too long, what is largest in it is cut first: texts on a code
 * point, lists and large objects in their middle, each with a mark that says how much is missing. Values that JSON cannot hold are
 * replaced, never thrown.
 *
 * @param isStreamed whether the content came in pieces
 */
export function serializeWithin(content: unknown, maxBytes: number, isStreamed = false): string {
  const isText = typeof content === 'string'
  // What the limit will drop is not to be worked on.
  const light = lightened(content, maxBytes)
  let text = isText ? String(light) : stringify(light, isStreamed)
  // Most content is small, and nothing of it needs a look.
  if (text.length > MAX_INLINE_MEDIA) text = withoutMedia(text, isText, MAX_INLINE_MEDIA)
  // Before anything is cut: what is left of a key that is cut in two is not seen as one.
  text = withoutSecrets(text)
  if (fits(text, maxBytes)) return text
  text = withoutMedia(text, isText, 0)
  if (fits(text, maxBytes)) return text
  const value = losslessJson(text)
  return value && typeof value === 'object' ? write(measure(value, '', 0), maxBytes) : cutText(text, maxBytes)
}

function stringify(value: unknown, isStreamed: boolean): string {
  // What a tool gave back: as JSON a megabyte takes seconds, and says less.
  if (ArrayBuffer.isView(value)) return stringify({ type: 'spanlit.media', bytes: value.byteLength }, false)
  try {
    return isStreamed ? stringifyInPieces(value) : (JSON.stringify(value) ?? 'null')
  } catch {
    // A cycle or a BigInt: say what can be said.
    return JSON.stringify(snapshot(value)) ?? 'null'
  }
}

/** JSON, or a text, with the parts and data URLs that hold more than `most` characters of base64 named by type, size and hash. */
function withoutMedia(text: string, isText: boolean, most: number): string {
  if (!isText && text.includes('blob"')) {
    text = JSON.stringify(parse(text, (_key, value) => (isLargeMedia(value, most) ? nameMedia(value) : value)))
  }
  return withoutDataUrls(text, most)
}

/** Engines differ in how deep a reviver goes before it fails, so deep JSON is cut at the same depth in all of them first. */
function parse(json: string, reviver: (key: string, value: unknown) => unknown): unknown {
  return JSON.parse(isDeep(json) ? JSON.stringify(snapshot(JSON.parse(json))) : json, reviver)
}

/** Whether JSON is nested deeper than a snapshot of it would be. */
function isDeep(json: string): boolean {
  let depth = 0
  for (let at = 0; at < json.length; at++) {
    const character = json[at]
    if (character === '"') at = endOfText(json, at)
    else if (character === '[' || character === '{') depth += 1
    else if (character === ']' || character === '}') depth -= 1
    if (depth > MAX_DEPTH) return true
  }
  return false
}

/** Where the text that begins at `start` ends: at a quote that no odd number of backslashes escapes. */
function endOfText(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); end > 0; end = json.indexOf('"', end + 1)) {
    let escapes = 0
    while (json[end - escapes - 1] === '\\') escapes += 1
    if (escapes % 2 === 0) return end
  }
  return json.length
}

/** `text` in at most `cap` bytes, cut on a code point, with a mark that says how much is missing. */
export function cutText(text: string, cap: number): string {
  if (fits(text, cap)) return text
  // A text may have been cut before.
  const [mark = '', bytesCut = 0] = CUT_MARK.exec(text.slice(-MARK)) ?? []
  const whole = mark ? text.slice(0, -mark.length) : text
  const total = byteLength(whole) + Number(bytesCut)
  const room = Math.max(cap - byteLength(cutMark(total)), 0)
  // encodeInto stops at the last whole code point that fits.
  const { read, written } = encoder.encodeInto(whole.slice(0, room), new Uint8Array(room))
  return whole.slice(0, read) + cutMark(total - written)
}

/**
 * A value and how much of JSON it takes. What it holds is not measured before somebody asks: most of it stays, or goes, as a whole, and to
 * measure each value of many takes ten times as long as to write all of them.
 */
interface Measured {
  value: unknown
  /** The key of an object's entry, as JSON. */
  head: string
  json: string
  /** Bytes in whole, with the head and a comma. */
  size: number
  depth: number
  children: readonly Measured[] | undefined
}

function measure(given: unknown, head: string, depth: number): Measured {
  const value = depth > MAX_DEPTH && typeof given === 'object' ? '[too deep]' : given
  const json = typeof value === 'number' ? String(value) : JSON.stringify(value)
  return { value, head, json, size: byteLength(head) + byteLength(json) + 1, depth, children: undefined }
}

function childrenOf(measured: Measured): readonly Measured[] | undefined {
  const { value, depth } = measured
  if (value === null || typeof value !== 'object') return undefined
  return (measured.children ??= Array.isArray(value)
    ? value.map((item) => measure(item, '', depth + 1))
    : Object.entries(value).map(([key, item]: [string, unknown]) =>
        measure(item, `${JSON.stringify(key)}:`, depth + 1),
      ))
}

/** Bytes that it takes at least, with the head and a comma. */
function leastOf(measured: Measured): number {
  const { value, head, size } = measured
  const children = childrenOf(measured)
  const around = byteLength(head) + 1
  if (!children) return typeof value === 'string' ? Math.min(size, LEAST_TEXT + around) : size
  const mayLose = children.length > (Array.isArray(value) ? 2 : MAX_FIELDS)
  let least = around + 2 + (mayLose ? MARK : 0)
  for (const child of mayLose ? [...children.slice(0, 1), ...children.slice(-1)] : children) least += leastOf(child)
  return Math.min(size, least)
}

/** JSON in at most `budget` bytes, head included. */
function write(measured: Measured, budget: number): string {
  const { value, head, json, size } = measured
  if (size <= budget + 1) return head + json
  const given = budget - byteLength(head)
  const children = childrenOf(measured)
  if (!children) return head + (typeof value === 'string' ? fitText(value, given) : json)
  const isList = Array.isArray(value)
  const kept = allot(children, given - 2, isList)
  const omitted = children.filter((child) => !kept.has(child))
  const pieces: string[] = []
  for (const child of children) {
    const share = kept.get(child)
    if (share !== undefined) pieces.push(write(child, share - 1))
    else if (child === omitted[0]) pieces.push(mark(omitted, isList))
  }
  return head + (isList ? `[${pieces.join(',')}]` : `{${pieces.join(',')}}`)
}

/**
 * The children that stay, each with its bytes. If not all can, they are taken from both ends by turns, up to the first that does not
 * fit: the first say what it is about, the last what was asked. The small ones get all that they want, the large ones equal parts of
 * what is left.
 */
function allot(children: readonly Measured[], room: number, isList: boolean): Map<Measured, number> {
  // All fields of a message or a part stay, however little is left of each.
  const worth = isList || children.length > MAX_FIELDS ? Math.floor(room * LEAST_SHARE) : 0
  const needs = (child: Measured): number => (child.size <= worth ? child.size : Math.max(leastOf(child), worth))
  const all = children.reduce((sum, child) => sum + needs(child), 0)
  const kept: Measured[] = []
  let left = all > room ? room - MARK : room
  for (let index = 0; index < children.length; index++) {
    const child = children.at(index % 2 === 0 ? index / 2 : -(index + 1) / 2) as Measured
    const need = needs(child)
    if (need <= left) {
      kept.push(child)
      left -= need
    } else if (need < room * LARGE_SHARE) break
  }
  let others = kept.length
  const wants = (child: Measured): number => child.size - needs(child)
  return new Map(
    kept
      .toSorted((one, other) => wants(one) - wants(other))
      .map((child) => {
        const more = Math.min(wants(child), Math.floor(left / others))
        left -= more
        others -= 1
        return [child, needs(child) + more]
      }),
  )
}

/** Says how much is missing where children are left out: in the shape of the messages, parts or definitions around it. */
function mark(omitted: readonly Measured[], isList: boolean): string {
  const bytes = omitted.reduce((sum, { size }) => sum + size, 0)
  const text = JSON.stringify(`…[${omitted.length} items, ${bytes} bytes cut]`)
  if (!isList) return `"spanlit.cut":${text}`
  const like = omitted[0]?.value
  if (like === null || typeof like !== 'object' || !('parts' in like || 'type' in like)) return text
  const about = { type: 'spanlit.cut', name: 'spanlit.cut', omitted_items: omitted.length, bytes }
  return JSON.stringify('parts' in like ? { role: 'spanlit', parts: [], ...about } : about)
}

/** A text is longer as JSON than in itself, by as much as it has to be escaped. */
function fitText(text: string, budget: number): string {
  for (let cap = budget - 2; cap > 0;) {
    const json = JSON.stringify(cutText(text, cap))
    const size = byteLength(json)
    if (size <= budget) return json
    cap = Math.min(cap - 1, Math.floor((cap * budget) / size))
  }
  return '""'
}
