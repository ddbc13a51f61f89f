import { byteLength } from '../utf8.ts'
import { cutMark } from './cut-mark.ts'
import { isLargeMedia, nameMedia, withoutDataUrls } from './media.ts'
import { snapshot } from './snapshot.ts'

/** Characters of content above which it is lightened: 50 images of 1 MB took a third of a second, 20 MB of text twice as long. */
const MUCH = 500_000
/** Values that are looked at to find out how much there is. */
const MAX_VALUES = 10_000
/** Media above this size is never recorded (`limit.ts`). */
const MAX_INLINE_MEDIA = 4096
/** Characters beyond the limit that stay, so that a key at the limit is still seen as one. */
const MARGIN = 8192

/** `value` without most of what a limit of `maxBytes` will drop from it, where it holds very much; otherwise `value` itself. */
export function lightened(value: unknown, maxBytes: number): unknown {
  if (!isMuch(value)) return value
  const most = maxBytes + MARGIN
  return snapshot(value, (given) => {
    if (typeof given === 'string') return given.length > most ? shortened(withoutDataUrls(given, 0), most) : given
    return isLargeMedia(given, MAX_INLINE_MEDIA) ? nameMedia(given) : given
  })
}

function shortened(text: string, most: number): string {
  if (text.length <= most) return text
  // Not between the two halves of a code point.
  const end = /[\uD800-\uDBFF]/.test(text.charAt(most - 1)) ? most - 1 : most
  return text.slice(0, end) + cutMark(byteLength(text.slice(end)))
}

function isMuch(value: unknown): boolean {
  let characters = 0
  let values = 0
  const waiting = [value]
  while (waiting.length > 0) {
    const next = waiting.pop()
    values += 1
    if (typeof next === 'string') characters += next.length
    else if (next !== null && typeof next === 'object') waiting.push(...valuesOf(next))
    if (characters > MUCH || values > MAX_VALUES) return characters > MUCH
  }
  return false
}

/** An application's own objects may throw when they are read. */
function valuesOf(object: object): unknown[] {
  if (ArrayBuffer.isView(object)) return []
  try {
    return Object.values(object)
  } catch {
    return []
  }
}
