import type { Source } from '../model/span-store.ts'

const MAX_HELD = 50_000

/** Holds events back while the reader looks at what stands still; a bounded number, and it says how many it lost. */
export class Pausable {
  paused = false
  lost = 0
  #held: (readonly [unknown, Source])[] = []
  readonly #pass: (event: unknown, source: Source) => void

  constructor(pass: (event: unknown, source: Source) => void) {
    this.#pass = pass
  }

  get held(): number {
    return this.#held.length
  }

  take(event: unknown, source: Source): void {
    if (!this.paused) this.#pass(event, source)
    else if (this.#held.length < MAX_HELD) this.#held.push([event, source])
    else this.lost++
  }

  pause(): void {
    this.paused = true
  }

  resume(): void {
    this.paused = false
    this.passHeld()
  }

  /** Lets through what was held so far, and goes on holding where it is paused. */
  passHeld(): void {
    const held = this.#held
    this.#held = []
    this.lost = 0
    for (const [event, source] of held) this.#pass(event, source)
  }
}
