/** How many pieces are joined at once. A rope of thousands of pieces is slow to keep and to read. */
const AT_ONCE = 64

/** A text that comes in pieces. */
export class Pieces {
  #whole = ''
  #recent = ''
  #count = 0

  add(piece: string): void {
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
