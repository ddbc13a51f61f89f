import { byteLength } from '../utf8.ts'
import { cutMark } from './cut-mark.ts'
import { isLargeMedia, nameMedia, withoutDataUrls } from './media.ts'
import { snapshot } from './snapshot.ts'

/** Characters of content above which it is lightened: 50 images of 1 MB took a third of a second, 20 MB of text twice as long. */
const MUCH = 500_000
/** Levels of objects in which texts are looked for. */
const MAX_LEVELS = 8
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
  return charactersIn(value, MUCH, 0) > MUCH
}

/** Characters of the texts in `value`; where there are more than `most`, some number above that. Every call comes by here. */
function charactersIn(value: unknown, most: number, depth: number): number {
  if (typeof value === 'string') return value.length
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value) || depth > MAX_LEVELS) return 0
  let characters = 0
  try {
    for (const key in value) {
      characters += charactersIn((value as Record<string, unknown>)[key], most - characters, depth + 1)
      if (characters > most) break
    }
  } catch {
    // An application's own objects may throw when they are read.
  }
  return characters
}
