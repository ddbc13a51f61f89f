import { findInvisible, type InvisibleCharacter, type InvisibleKind } from '@spanlit/dialects'

/** A text in which what cannot be seen is seen. */
export interface MarkedText {
  readonly text: string
  /** How many characters were marked. */
  readonly count: number
  /** In words, e.g. `2 bidi, 14 tag`; empty where nothing was marked. */
  readonly words: string
  /** What Unicode tags spell: a model reads it, a person does not. */
  readonly hiddenText: string
}

/** Spaces of ordinary typography: no-break, narrow no-break and ideographic. */
const ORDINARY = new Set([0xa0, 0x202f, 0x3000])

/** Puts marks such as `⟦U+202E⟧` in the place of characters that cannot be seen, or that turn the words round. */
export function markInvisible(text: string): MarkedText {
  const found = findInvisible(text).characters.filter(({ codePoint }) => !ORDINARY.has(codePoint))
  if (found.length === 0) return { text, count: 0, words: '', hiddenText: '' }
  const counts = new Map<InvisibleKind, number>()
  for (const { kind } of found) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return {
    text: marked(text, found),
    count: found.length,
    words: [...counts].map(([kind, count]) => `${count} ${kind}`).join(', '),
    hiddenText: findInvisible(text).hiddenText,
  }
}

function marked(text: string, characters: readonly InvisibleCharacter[]): string {
  let result = ''
  let at = 0
  for (const { offset, length, codePoint } of characters) {
    result += `${text.slice(at, offset)}⟦U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}⟧`
    at = offset + length
  }
  return result + text.slice(at)
}
