/** Spans on their way out: an ExportTraceServiceRequest in protobuf. */
export interface Batch {
  readonly bytes: Uint8Array
  readonly spans: number
}

/** What stands between receiving and sending; behind this interface so that a durable queue can take its place. */
export interface BatchQueue {
  /** True if a batch of this size would be taken now. */
  hasRoom(bytes: number): boolean
  /** Resolves once the batch is as safe as this queue makes it. */
  put(batch: Batch): Promise<void>
  /** The oldest batch that nobody works on; waits for one. `undefined` once the queue is closed and empty. */
  take(): Promise<Batch | undefined>
  /** The batch has been sent or given up: it leaves the queue and makes room. */
  remove(batch: Batch): void
  /** How many batches are waiting or worked on. */
  readonly size: number
  /** Resolves when the queue is empty. */
  empty(): Promise<void>
  /** No batch is taken any more; `take` ends when those that are left have been taken. */
  close(): void
}

export interface QueueLimits {
  batches: number
  bytes: number
}

/** A queue in memory: what it holds is lost when the process ends. */
export class MemoryQueue implements BatchQueue {
  readonly #limits: QueueLimits
  readonly #waiting: Batch[] = []
  readonly #held = new Set<Batch>()
  readonly #takers: ((batch: Batch | undefined) => void)[] = []
  readonly #whenEmpty: (() => void)[] = []
  #bytes = 0
  #closed = false

  constructor(limits: QueueLimits) {
    this.#limits = limits
  }

  get size(): number {
    return this.#held.size
  }

  hasRoom(bytes: number): boolean {
    if (this.#closed) return false
    // A batch larger than the whole queue still gets through an empty one: refusing it would be forever.
    if (this.#held.size === 0) return true
    return this.#held.size < this.#limits.batches && this.#bytes + bytes <= this.#limits.bytes
  }

  async put(batch: Batch): Promise<void> {
    this.#held.add(batch)
    this.#bytes += batch.bytes.byteLength
    const taker = this.#takers.shift()
    if (taker) taker(batch)
    else this.#waiting.push(batch)
  }

  take(): Promise<Batch | undefined> {
    const batch = this.#waiting.shift()
    if (batch || this.#closed) return Promise.resolve(batch)
    return new Promise((resolve) => this.#takers.push(resolve))
  }

  remove(batch: Batch): void {
    if (!this.#held.delete(batch)) return
    this.#bytes -= batch.bytes.byteLength
    if (this.#held.size === 0) for (const resolve of this.#whenEmpty.splice(0)) resolve()
  }

  empty(): Promise<void> {
    return this.#held.size === 0 ? Promise.resolve() : new Promise((resolve) => this.#whenEmpty.push(resolve))
  }

  close(): void {
    this.#closed = true
    for (const taker of this.#takers.splice(0)) taker(undefined)
  }
}
