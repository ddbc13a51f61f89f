import { setTimeout as sleep } from 'node:timers/promises'
import type { Batch } from './queue.ts'
import type { Sender } from './sender.ts'

/** Hands batches to every destination; a batch is taken by all of them or by none. */
export class Forwarding {
  readonly #senders: readonly Sender[]

  constructor(senders: readonly Sender[]) {
    this.#senders = senders
  }

  /** False if there is nowhere to forward to. */
  get active(): boolean {
    return this.#senders.length > 0
  }

  /** When it makes sense to offer again what was not taken, in seconds. */
  get retryAfterSeconds(): number {
    return Math.max(1, ...this.#senders.map((sender) => Math.ceil(sender.pauseMs / 1000)))
  }

  /** True where every queue would take a batch of this size now. */
  hasRoom(bytes: number): boolean {
    const full = this.#senders.filter((sender) => !sender.queue.hasRoom(bytes))
    for (const sender of full) sender.sayFull()
    return full.length === 0
  }

  /** Puts the batch into every queue; false, and into none, if one of them has no room. */
  async offer(batch: Batch): Promise<boolean> {
    if (!this.hasRoom(batch.bytes.byteLength)) return false
    // Each queue tells its batches apart by identity, and so gets its own.
    await Promise.all(this.#senders.map((sender) => sender.queue.put({ ...batch })))
    return true
  }

  /** Resolves when every queue is empty, or after `timeoutMs`; true if they are empty. */
  async flush(timeoutMs: number): Promise<boolean> {
    const timer = new AbortController()
    const empty = Promise.all(this.#senders.map((sender) => sender.queue.empty())).then(() => true)
    const late = sleep(timeoutMs, false, { signal: timer.signal }).catch(() => false)
    const flushed = await Promise.race([empty, late])
    timer.abort()
    return flushed
  }

  counts(): { destination: string; sent: number; dropped: number; waiting: number }[] {
    return this.#senders.map((sender) => ({
      destination: sender.destination.name,
      ...sender.counts,
      waiting: sender.queue.size,
    }))
  }

  async close(): Promise<void> {
    await Promise.all(this.#senders.map((sender) => sender.close()))
  }
}
