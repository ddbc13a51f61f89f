/** Characters that cannot be seen, or that change the order of what can be seen. */
export type InvisibleKind = 'bidi' | 'zero-width' | 'tag' | 'space' | 'control' | 'filler'

export interface InvisibleCharacter {
  /** UTF-16 index in the text. */
  readonly offset: number
  /** UTF-16 units that it takes. */
  readonly length: number
  readonly codePoint: number
  readonly kind: InvisibleKind
  /** E.g. `U+202E RIGHT-TO-LEFT OVERRIDE`. */
  readonly name: string
}

export interface InvisibleCharacters {
  readonly characters: readonly InvisibleCharacter[]
  /** All that there are, also those beyond the limit. */
  readonly count: number
  readonly counts: Readonly<Partial<Record<InvisibleKind, number>>>
  /** The text that Unicode tag characters spell: an instruction that a model reads and a person does not. */
  readonly hiddenText: string
}

/** First and last code point, kind, and a name where the characters have one in common. */
const RANGES: readonly (readonly [number, number, InvisibleKind, string])[] = [
  [0x00, 0x08, 'control', 'CONTROL'],
  [0x0b, 0x0c, 'control', 'CONTROL'],
  [0x0e, 0x1f, 'control', 'CONTROL'],
  [0x7f, 0x9f, 'control', 'CONTROL'],
  [0xa0, 0xa0, 'space', 'NO-BREAK SPACE'],
  [0xad, 0xad, 'zero-width', 'SOFT HYPHEN'],
  [0x034f, 0x034f, 'zero-width', 'COMBINING GRAPHEME JOINER'],
  [0x061c, 0x061c, 'bidi', 'ARABIC LETTER MARK'],
  [0x115f, 0x1160, 'filler', 'HANGUL FILLER'],
  [0x1680, 0x1680, 'space', 'OGHAM SPACE MARK'],
  [0x17b4, 0x17b5, 'filler', 'KHMER INHERENT VOWEL'],
  [0x180b, 0x180f, 'zero-width', 'MONGOLIAN SELECTOR'],
  [0x2000, 0x200a, 'space', 'SPACE OF ANOTHER WIDTH'],
  [0x200b, 0x200b, 'zero-width', 'ZERO WIDTH SPACE'],
  [0x200c, 0x200c, 'zero-width', 'ZERO WIDTH NON-JOINER'],
  [0x200d, 0x200d, 'zero-width', 'ZERO WIDTH JOINER'],
  [0x200e, 0x200e, 'bidi', 'LEFT-TO-RIGHT MARK'],
  [0x200f, 0x200f, 'bidi', 'RIGHT-TO-LEFT MARK'],
  [0x2028, 0x2029, 'space', 'LINE OR PARAGRAPH SEPARATOR'],
  [0x202a, 0x202a, 'bidi', 'LEFT-TO-RIGHT EMBEDDING'],
  [0x202b, 0x202b, 'bidi', 'RIGHT-TO-LEFT EMBEDDING'],
  [0x202c, 0x202c, 'bidi', 'POP DIRECTIONAL FORMATTING'],
  [0x202d, 0x202d, 'bidi', 'LEFT-TO-RIGHT OVERRIDE'],
  [0x202e, 0x202e, 'bidi', 'RIGHT-TO-LEFT OVERRIDE'],
  [0x202f, 0x202f, 'space', 'NARROW NO-BREAK SPACE'],
  [0x205f, 0x205f, 'space', 'MEDIUM MATHEMATICAL SPACE'],
  [0x2060, 0x2064, 'zero-width', 'INVISIBLE OPERATOR'],
  [0x2066, 0x2069, 'bidi', 'DIRECTIONAL ISOLATE'],
  [0x206a, 0x206f, 'bidi', 'DEPRECATED FORMAT CHARACTER'],
  [0x2800, 0x2800, 'filler', 'BRAILLE PATTERN BLANK'],
  [0x3000, 0x3000, 'space', 'IDEOGRAPHIC SPACE'],
  [0x3164, 0x3164, 'filler', 'HANGUL FILLER'],
  [0xfe00, 0xfe0e, 'zero-width', 'VARIATION SELECTOR'],
  [0xfeff, 0xfeff, 'zero-width', 'ZERO WIDTH NO-BREAK SPACE'],
  [0xffa0, 0xffa0, 'filler', 'HALFWIDTH HANGUL FILLER'],
  [0xfff9, 0xfffb, 'zero-width', 'INTERLINEAR ANNOTATION'],
  [0x1d173, 0x1d17a, 'zero-width', 'MUSICAL FORMAT CHARACTER'],
  [0xe0000, 0xe007f, 'tag', 'TAG CHARACTER'],
  [0xe0100, 0xe01ef, 'zero-width', 'VARIATION SELECTOR SUPPLEMENT'],
]

/** One pattern of all ranges: the regular expression engine skips ordinary text fast. */
const PATTERN = new RegExp(
  `[${RANGES.map(([first, last]) => `\\u{${first.toString(16)}}-\\u{${last.toString(16)}}`).join('')}]`,
  'gu',
)
const JOINER = 0x200d
const BLACK_FLAG = 0x1f3f4
const CANCEL_TAG = 0xe007f
const MAX_HIDDEN = 10_000

/**
 * Finds what cannot be seen in a text: bidi controls, zero-width characters, Unicode tag characters, unusual spaces, control characters.
 * Joiners inside an emoji, the tags of a regional flag, and joiners between letters of scripts that need them are part of what is seen, and
 * are not reported.
 *
 * @param limit how many positions are kept; the counts cover all
 */
export function findInvisible(text: string, limit: number = 10_000): InvisibleCharacters {
  const characters: InvisibleCharacter[] = []
  const counts: Partial<Record<InvisibleKind, number>> = {}
  let count = 0
  let hiddenText = ''
  PATTERN.lastIndex = 0
  let inFlagUntil = 0
  for (const match of text.matchAll(PATTERN)) {
    const codePoint = match[0].codePointAt(0)!
    const offset = match.index
    if (offset < inFlagUntil) continue
    if (codePoint === JOINER && joinsVisible(text, offset)) continue
    if (codePoint === 0x200c && isBetweenLetters(text, offset)) continue
    if (codePoint === 0xfe0e && offset > 0) continue
    if (codePoint >= 0xe0020 && codePoint < CANCEL_TAG && codePointBefore(text, offset) === BLACK_FLAG) {
      inFlagUntil = endOfFlag(text, offset)
      if (inFlagUntil > 0) continue
    }
    const [, , kind, name] = rangeOf(codePoint)
    count++
    counts[kind] = (counts[kind] ?? 0) + 1
    if (kind === 'tag' && codePoint >= 0xe0020 && codePoint < CANCEL_TAG && hiddenText.length < MAX_HIDDEN)
      hiddenText += String.fromCodePoint(codePoint - 0xe0000)
    if (characters.length < limit)
      characters.push({ offset, length: match[0].length, codePoint, kind, name: `U+${hex(codePoint)} ${name}` })
  }
  return { characters, count, counts, hiddenText }
}

function rangeOf(codePoint: number): (typeof RANGES)[number] {
  return RANGES.find(([first, last]) => codePoint >= first && codePoint <= last)!
}

function hex(codePoint: number): string {
  return codePoint.toString(16).toUpperCase().padStart(4, '0')
}

function codePointBefore(text: string, offset: number): number | undefined {
  const low = text.charCodeAt(offset - 1)
  return text.codePointAt(low >= 0xdc00 && low <= 0xdfff ? offset - 2 : offset - 1)
}

/** A joiner of an emoji (also after a variation selector or a skin tone), or of a script that joins letters. */
function joinsVisible(text: string, offset: number): boolean {
  const before = String.fromCodePoint(codePointBefore(text, offset) ?? 0)
  const after = String.fromCodePoint(text.codePointAt(offset + 1) ?? 0)
  if (/[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]/u.test(before))
    return /\p{Extended_Pictographic}/u.test(after)
  return isBetweenLetters(text, offset)
}

/** Persian and the scripts of India write joiners and non-joiners between letters. */
function isBetweenLetters(text: string, offset: number): boolean {
  const before = String.fromCodePoint(codePointBefore(text, offset) ?? 0)
  return /[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Malayalam}\p{Script=Kannada}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Gujarati}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Gurmukhi}\p{Script=Oriya}]/u.test(
    before,
  )
}

/** The flags of England, Scotland and Wales are a black flag, up to six tags and an end. Returns 0 for anything else. */
function endOfFlag(text: string, offset: number): number {
  for (let at = offset, tags = 0; tags <= 6; tags++, at += 2) {
    if (text.codePointAt(at) === CANCEL_TAG) return at + 2
    const codePoint = text.codePointAt(at) ?? 0
    if (codePoint < 0xe0020 || codePoint >= CANCEL_TAG) return 0
  }
  return 0
}
