import type { Block } from '../../model/markdown/blocks.ts'
import { MarkdownDocument } from '../../model/markdown/document.ts'

/** What an element remembers of the texts that it shows: how far each is unfolded, and its blocks, so that only what is new is drawn. */
export class TextMemory {
  readonly #changed: () => void
  #shown = new WeakMap<object, number>()
  #starts = new WeakMap<object, number>()
  #documents = new WeakMap<object, MarkdownDocument>()

  /** @param changed called when a text is unfolded */
  constructor(changed: () => void) {
    this.#changed = changed
  }

  shownOf(source: object): number | undefined {
    return this.#shown.get(source)
  }

  unfold(source: object, characters: number): void {
    this.#shown.set(source, characters)
    this.#starts.delete(source)
    this.#changed()
  }

  blocksOf(source: object, text: string): readonly Block[] {
    let document = this.#documents.get(source)
    if (!document) this.#documents.set(source, (document = new MarkdownDocument()))
    return document.update(text)
  }

  startOf(source: object): number {
    return this.#starts.get(source) ?? 0
  }

  setStart(source: object, start: number): void {
    this.#starts.set(source, start)
  }
}
