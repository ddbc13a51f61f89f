import type { CollectorLogger } from '../log.ts'
import { signals, type Signal } from '../otlp/signal.ts'
import { Counters } from './counters.ts'
import type { Destination } from './destination.ts'
import { Lane } from './lane.ts'
import type { Batch, Lost, Queue, QueueLimits, QueueTotals } from './queue.ts'
import { Report } from './report.ts'
import type { RetryPolicy } from './retry.ts'

export interface SenderOptions {
  readonly destination: Destination
  /** The number of the destination in the queue. */
  readonly index: number
  readonly queue: Queue
  readonly limits: QueueLimits
  readonly retry: RetryPolicy
  readonly log: CollectorLogger
}

/** One destination: its share of the queue, a lane for each signal, and its counters. */
export class Sender {
  readonly counters: Counters = new Counters()
  readonly #options: SenderOptions
  readonly #lanes: Readonly<Record<Signal, Lane>>
  readonly #report: Report
  /** Batches that are being put into the queue, which its sums do not hold yet. */
  #arriving = 0
  #arrivingBytes = 0
  #isClosed = false

  constructor(options: SenderOptions) {
    this.#options = options
    const { destination, index, queue, retry, log } = options
    this.#report = new Report(destination.name, log)
    const common = { destination, index, queue, retry, counters: this.counters, report: this.#report }
    this.#lanes = Object.fromEntries(
      signals.map((signal) => [signal, new Lane({ ...common, signal })]),
    ) as unknown as Record<Signal, Lane>
  }

  get name(): string {
    return this.#options.destination.name
  }

  get limits(): QueueLimits {
    return this.#options.limits
  }

  get totals(): QueueTotals {
    return this.#options.queue.totals(this.#options.index)
  }

  /** Why the destination takes nothing of some signal at the moment. */
  get failing(): string | undefined {
    return signals.map((signal) => this.#lanes[signal].failing).find((cause) => cause !== undefined)
  }

  /** How long the destination wants to be left alone. */
  get pauseMs(): number {
    return Math.max(...signals.map((signal) => this.#lanes[signal].pauseMs))
  }

  hasRoom(bytes: number): boolean {
    if (this.#isClosed) return false
    const { limits, totals } = this
    const batches = totals.batches + this.#arriving
    // A batch larger than the whole queue still gets through an empty one: refusing it would be forever.
    if (batches === 0) return true
    return batches < limits.batches && totals.bytes + this.#arrivingBytes + bytes <= limits.bytes
  }

  /** Says, once until there is room again, that there is none. Senders may drop what is not taken: nobody counts that. */
  sayFull(): void {
    if (!this.#isClosed) this.#report.full(this.failing)
  }

  /** Others take the batch, and this destination has neither room nor hope. */
  skip({ signal, items }: Batch): void {
    this.counters.bySignal[signal].received += items
    this.counters.bySignal[signal].dropped += items
    this.#report.skipped(this.failing ?? 'it takes batches more slowly than they come')
  }

  /** True where the batch is sent at once, and need not be claimed from the queue later. */
  wants({ signal, bytes }: Batch): boolean {
    return this.#lanes[signal].wants(bytes.byteLength)
  }

  /** Keeps room for a batch until the function that is returned is called. */
  expect({ bytes }: Batch): () => void {
    this.#arriving += 1
    this.#arrivingBytes += bytes.byteLength
    return () => {
      this.#arriving -= 1
      this.#arrivingBytes -= bytes.byteLength
    }
  }

  /** The batch is in the queue. */
  received(batch: Batch, id: number, isClaimed: boolean, since: number): void {
    this.counters.bySignal[batch.signal].received += batch.items
    const lane = this.#lanes[batch.signal]
    if (isClaimed) lane.take({ ...batch, id, attempts: 0, blamed: 0, since })
    else lane.wake()
  }

  wake(signal: Signal): void {
    this.#lanes[signal].wake()
  }

  /** Called every second. */
  beat(): void {
    if (this.totals.batches === 0) this.#report.notFull()
  }

  /** Ends what is under way. */
  async stop(): Promise<void> {
    this.#isClosed = true
    await Promise.all(signals.map((signal) => this.#lanes[signal].close()))
    await this.#options.destination.close()
  }

  /** Counts what is lost with a queue in memory, and says how it ended. `left` batches stay in a durable one. */
  end(lost: readonly Lost[], left: number): void {
    const { log, index, queue } = this.#options
    for (const { destination, signal, items } of lost) {
      if (destination !== index) continue
      this.counters.bySignal[signal].dropped += items
      this.#report.dropped(signal, items, 'the collector was stopped')
    }
    // Each cause was said once, as it came up; this is the sum.
    const dropped = this.counters.sum('dropped')
    if (dropped > 0) log.warn(`${this.name}: sent ${this.counters.sum('sent')} spans, dropped ${dropped}`)
    if (queue.isDurable && left > 0) log.info(`${this.name}: ${inBatches(left)} in the queue for the next start`)
  }
}

function inBatches(count: number): string {
  return count === 1 ? 'one batch stays' : `${count} batches stay`
}
