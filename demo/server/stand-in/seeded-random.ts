/** Random numbers that come out the same for the same seed, so that a run can be repeated. */
export interface SeededRandom {
  /** A number from 0 up to, not including, 1. */
  next(): number
  /** Letters and digits, as they stand in the API's ids. */
  id(length: number): string
  /** Lower-case hex digits. */
  hex(length: number): string
}

/** The generator is mulberry32: small, and good enough for ids and delays. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const draw = (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet[Math.floor(next() * alphabet.length)]).join('')
  return {
    next,
    id: (length) => draw('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', length),
    hex: (length) => draw('0123456789abcdef', length),
  }
}

/** A 32-bit number for a text (FNV-1a), for seeds and hashed features. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash >>> 0
}
