import type { SeededRandom } from './seeded-random.ts'

/** The delays of a real model, all divided by one factor. */
export interface Pace {
  /** From the request to the first token, in milliseconds before the factor. */
  think(milliseconds: number, signal: AbortSignal): Promise<void>
  /** Between two tokens. */
  token(signal: AbortSignal): Promise<void>
  /** An advised wait (a `retry-after`), in real milliseconds. */
  advise(milliseconds: number): number
}

/**
 * @param speed 1 is the real thing, 20 is twenty times as fast.
 */
export function paceOf(speed: number, random: SeededRandom): Pace {
  return {
    think: (milliseconds, signal) => wait((milliseconds * (0.8 + random.next() * 0.4)) / speed, signal),
    // Models send tokens in small bursts: most follow at once, now and then one is late.
    token: (signal) => wait((random.next() < 0.12 ? 60 + random.next() * 70 : 8 + random.next() * 22) / speed, signal),
    advise: (milliseconds) => Math.max(1, Math.round(milliseconds / speed)),
  }
}

/** Resolves after the time, or at once when the caller is gone. */
function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', done, { once: true })
  })
}
