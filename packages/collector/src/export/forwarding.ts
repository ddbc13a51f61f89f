import { setTimeout as sleep } from 'node:timers/promises'
import type { Signal } from '../otlp/signal.ts'
import type { Latency, SignalCounts } from './counters.ts'
import type { Via } from './loop.ts'
import { now, type Batch, type Queue, type QueueLimits } from './queue.ts'
import type { Sender } from './sender.ts'

/** What a destination has done since the start, and how it stands now. */
export interface DestinationSnapshot {
  /** Its name, without secrets. */
  readonly destination: string
  readonly bySignal: Readonly<Record<Signal, Readonly<SignalCounts>>>
  /** How long its requests took, in seconds. */
  readonly latency: Latency
  /** What waits for it or is being sent. */
  readonly waiting: QueueLimits
  /** How much may wait for it. */
  readonly capacity: QueueLimits
  /** Batches that were set aside, those of earlier runs included. */
  readonly deadLetters: number
  /** The age of the oldest batch that waits for it, in seconds; 0 where none waits. */
  readonly oldestSeconds: number
  /** Why it takes nothing at the moment. */
  readonly failing: string | undefined
}

export interface ForwardingSnapshot {
  readonly destinations: readonly DestinationSnapshot[]
  /** Why nothing can be put into the queue. */
  readonly fault: string | undefined
}

const beatMs = 1000
const flushPollMs = 20

/** Hands batches to every destination. They share one queue, and nothing else: none waits for another. */
export class Forwarding {
  /** Notices batches that come back. */
  readonly via: Via
  readonly #senders: readonly Sender[]
  readonly #queue: Queue
  readonly #timer: NodeJS.Timeout | undefined

  constructor(senders: readonly Sender[], queue: Queue, via: Via) {
    this.via = via
    this.#senders = senders
    this.#queue = queue
    if (senders.length === 0) return
    this.#timer = setInterval(() => void this.#beat(), beatMs)
    this.#timer.unref()
    void this.#beat()
  }

  /** False if there is nowhere to forward to. */
  get active(): boolean {
    return this.#senders.length > 0
  }

  /** Why the collector can take nothing now: its queue can't be written, or all of it is full. */
  get fault(): string | undefined {
    if (this.#queue.fault !== undefined) return `the queue can't be written: ${this.#queue.fault}`
    return this.hasRoom(0) ? undefined : 'the queue is full'
  }

  /** When it makes sense to offer again what was not taken, in seconds. */
  get retryAfterSeconds(): number {
    return Math.max(1, ...this.#senders.map((sender) => Math.ceil(sender.pauseMs / 1000)))
  }

  /** True where a batch of this size would be taken now. */
  hasRoom(bytes: number): boolean {
    return this.#takers(bytes) !== undefined
  }

  /** Puts the batch into the queue for every destination that has room; false where it is to be offered again later. */
  async offer(batch: Batch): Promise<boolean> {
    const takers = this.#takers(batch.bytes.byteLength)
    if (!takers) return false
    for (const sender of this.#senders) if (!takers.includes(sender)) sender.skip(batch)
    if (takers.length === 0) return true
    const since = now()
    const placements = takers.map((sender) => ({
      destination: this.#senders.indexOf(sender),
      isClaimed: sender.wants(batch),
    }))
    const arrived = takers.map((sender) => sender.expect(batch))
    try {
      const ids = await this.#queue.put(batch, placements)
      for (const [index, sender] of takers.entries()) {
        sender.received(batch, ids[index] ?? 0, placements[index]?.isClaimed === true, since)
      }
    } finally {
      for (const done of arrived) done()
    }
    return true
  }

  /**
   * The destinations that have room. A full one that works asks senders to slow down, for all. A full one that is down stops no other: what the
   * others take is dropped for it.
   */
  #takers(bytes: number): readonly Sender[] | undefined {
    const full = this.#senders.filter((sender) => !sender.hasRoom(bytes))
    if (full.length === 0) return this.#senders
    const isStopped = full.length === this.#senders.length || full.some((sender) => sender.failing === undefined)
    if (!isStopped) return this.#senders.filter((sender) => !full.includes(sender))
    for (const sender of full) sender.sayFull()
    return undefined
  }

  /** Resolves when nothing is left to send, or after `timeoutMs`; true if nothing is left. */
  async flush(timeoutMs: number): Promise<boolean> {
    if (!this.active) return true
    const late = performance.now() + timeoutMs
    for (;;) {
      const left = await this.#queue.left().catch(() => 0)
      if (left === 0) return true
      const rest = late - performance.now()
      if (rest <= 0) return false
      await sleep(Math.min(flushPollMs, rest))
    }
  }

  counts(): { destination: string; sent: number; dropped: number; waiting: number; deadLetters: number }[] {
    return this.#senders.map(({ name, counters, totals }) => ({
      destination: name,
      sent: counters.sum('sent'),
      dropped: counters.sum('dropped'),
      waiting: totals.batches,
      deadLetters: totals.deadLetters,
    }))
  }

  /** All that an operator may want to know, for `/metrics`. */
  async snapshot(): Promise<ForwardingSnapshot> {
    const destinations = this.#senders.map(async (sender, index): Promise<DestinationSnapshot> => {
      const { name, counters, totals, limits, failing } = sender
      const oldest = await this.#queue.oldest(index).catch(() => undefined)
      return {
        destination: name,
        bySignal: counters.bySignal,
        latency: counters.latency,
        waiting: { batches: totals.batches, bytes: totals.bytes },
        capacity: limits,
        deadLetters: totals.deadLetters,
        oldestSeconds: oldest === undefined ? 0 : Math.max(0, now() - oldest) / 1000,
        failing,
      }
    })
    return { destinations: await Promise.all(destinations), fault: this.#queue.fault }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await Promise.all(this.#senders.map((sender) => sender.stop()))
    const left = this.#senders.map(({ totals }) => totals.batches)
    const lost = await this.#queue.close()
    for (const [index, sender] of this.#senders.entries()) sender.end(lost, left[index] ?? 0)
  }

  async #beat(): Promise<void> {
    for (const { destination, signal } of await this.#queue.beat()) this.#senders[destination]?.wake(signal)
    for (const sender of this.#senders) sender.beat()
  }
}
