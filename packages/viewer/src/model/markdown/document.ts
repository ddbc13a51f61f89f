import { type Block, readBlocks } from './blocks.ts'

/**
 * A Markdown text that grows at its end. Blocks that can no longer change are kept, the same objects each time, so that a view
 * leaves them alone; only the last block is read again.
 */
export class MarkdownDocument {
  #text = ''
  #closed: Block[] = []
  #closedUntil = 0
  #blocks: readonly Block[] = []

  /** @param text the whole text so far */
  update(text: string): readonly Block[] {
    if (text === this.#text) return this.#blocks
    if (!text.startsWith(this.#text)) {
      this.#closed = []
      this.#closedUntil = 0
    }
    this.#text = text
    const open = readBlocks(text.slice(this.#closedUntil))
    const last = open.at(-1)
    if (last && open.length > 1) {
      this.#closed.push(...open.slice(0, -1).map(({ block }) => block))
      this.#closedUntil += last.start
    }
    this.#blocks = last ? [...this.#closed, last.block] : [...this.#closed]
    return this.#blocks
  }
}
