export interface QueueLimits {
  batches: number
  bytes: number
}

/** What waits for somebody to work on it, oldest first, within limits that count what is worked on as well. */
export class Waiting<Item extends object> {
  readonly #limits: QueueLimits
  readonly #waiting: Item[] = []
  /** All that is not removed yet, and its bytes. */
  readonly #held = new Map<Item, number>()
  readonly #takers: ((item: Item | undefined) => void)[] = []
  readonly #whenEmpty: (() => void)[] = []
  #bytes = 0
  #isClosed = false

  constructor(limits: QueueLimits) {
    this.#limits = limits
  }

  get size(): number {
    return this.#held.size
  }

  hasRoom(bytes: number): boolean {
    if (this.#isClosed) return false
    // A batch larger than the whole queue still gets through an empty one: refusing it would be forever.
    if (this.#held.size === 0) return true
    return this.#held.size < this.#limits.batches && this.#bytes + bytes <= this.#limits.bytes
  }

  /** Makes room for `item`, which is not to be had yet. */
  hold(item: Item, bytes: number): void {
    this.#held.set(item, bytes)
    this.#bytes += bytes
  }

  /** What is held may be taken. */
  offer(item: Item): void {
    const taker = this.#takers.shift()
    if (taker) taker(item)
    else this.#waiting.push(item)
  }

  /** The oldest item; waits for one. `undefined` once this is closed and none is left. */
  take(): Promise<Item | undefined> {
    const item = this.#waiting.shift()
    if (item || this.#isClosed) return Promise.resolve(item)
    return new Promise((resolve) => this.#takers.push(resolve))
  }

  remove(item: Item): void {
    const bytes = this.#held.get(item)
    if (bytes === undefined) return
    this.#held.delete(item)
    this.#bytes -= bytes
    if (this.#held.size === 0) for (const resolve of this.#whenEmpty.splice(0)) resolve()
  }

  empty(): Promise<void> {
    return this.#held.size === 0 ? Promise.resolve() : new Promise((resolve) => this.#whenEmpty.push(resolve))
  }

  /** Nothing comes in any more. What waits can still be taken, or is left where it is. */
  close({ leave }: { leave: boolean }): void {
    this.#isClosed = true
    if (leave) this.#waiting.length = 0
    for (const taker of this.#takers.splice(0)) taker(undefined)
  }
}
