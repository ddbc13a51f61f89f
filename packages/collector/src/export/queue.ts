import type { Signal } from '../otlp/signal.ts'
import { Waiting, type QueueLimits } from './waiting.ts'

/** An export request on its way out: its bytes, and what a destination must know of them. */
export interface Batch {
  readonly signal: Signal
  readonly contentType: 'application/x-protobuf'
  readonly bytes: Uint8Array
  /** Spans, log records or data points. */
  readonly items: number
}

/** What stands between receiving and sending. */
export interface BatchQueue {
  /** True where what it holds is there again after the process has ended. */
  readonly isDurable: boolean
  /** True if a batch of this size would be taken now. */
  hasRoom(bytes: number): boolean
  /** Resolves once the batch is as safe as this queue makes it; rejects where it can't be. */
  put(batch: Batch): Promise<void>
  /** The oldest batch that nobody works on; waits for one. `undefined` once the queue is closed and gives no more. */
  take(): Promise<Batch | undefined>
  /** The batch has been sent or given up: it leaves the queue and makes room. */
  remove(batch: Batch): Promise<void>
  /** How many batches are waiting or worked on. */
  readonly size: number
  /** Resolves when the queue is empty. */
  empty(): Promise<void>
  /** No batch is put in any more. A queue that is durable gives none either; another ends when those that are left have been taken. */
  close(): void
}

/** A queue in memory: what it holds is lost when the process ends. */
export class MemoryQueue implements BatchQueue {
  readonly isDurable = false
  readonly #batches: Waiting<Batch>

  constructor(limits: QueueLimits) {
    this.#batches = new Waiting(limits)
  }

  get size(): number {
    return this.#batches.size
  }

  hasRoom(bytes: number): boolean {
    return this.#batches.hasRoom(bytes)
  }

  async put(batch: Batch): Promise<void> {
    this.#batches.hold(batch, batch.bytes.byteLength)
    this.#batches.offer(batch)
  }

  take(): Promise<Batch | undefined> {
    return this.#batches.take()
  }

  async remove(batch: Batch): Promise<void> {
    this.#batches.remove(batch)
  }

  empty(): Promise<void> {
    return this.#batches.empty()
  }

  close(): void {
    this.#batches.close({ leave: false })
  }
}
