/** As many pieces are put together at once, so that the text does not become a rope of thousands, which is slow to keep and to read. */
const AT_ONCE = 64

/** A text that comes in pieces; where nobody wants it, it stays empty. */
export class Pieces {
  readonly #isWanted: boolean
  #whole = ''
  #recent = ''
  #count = 0

  constructor(isWanted: boolean) {
    this.#isWanted = isWanted
  }

  add(piece: string): void {
    if (!this.#isWanted) return
    this.#recent += piece
    this.#count += 1
    if (this.#count === AT_ONCE) this.join()
  }

  /** The text so far. */
  join(): string {
    // V8 puts a rope together when a character of it is asked for.
    this.#recent.charCodeAt(0)
    this.#whole += this.#recent
    this.#recent = ''
    this.#count = 0
    return this.#whole
  }
}
