import type { Signal } from '../otlp/signal.ts'
import type { Counters } from './counters.ts'
import type { Destination, SendResult } from './destination.ts'
import { merge, takeGroup } from './merge.ts'
import { now, type Queue, type QueueLimits, type WaitingBatch } from './queue.ts'
import type { Report } from './report.ts'
import { delayAfter, mostBlamed, type RetryPolicy } from './retry.ts'

export interface LaneContext {
  readonly destination: Destination
  /** The number of the destination in the queue. */
  readonly index: number
  readonly signal: Signal
  readonly queue: Queue
  readonly retry: RetryPolicy
  readonly counters: Counters
  readonly report: Report
}

/** What is claimed and not yet under way, so that the next request need not wait for the queue. */
const backlog: QueueLimits = { batches: 64, bytes: 4 * 1024 * 1024 }
/** What is under way at once, however many requests it takes. */
const mostBytesUnderWay = 16 * 1024 * 1024

/**
 * Sends the batches of one signal to one destination. While the destination fails, one request at a time asks whether it is back, and each failed
 * batch goes to the tail of the queue. A batch that fails while others are taken is at fault itself, and holds nothing up.
 */
export class Lane {
  readonly #context: LaneContext
  readonly #stop = new AbortController()
  readonly #underWay = new Set<Promise<void>>()
  #ready: WaitingBatch[] = []
  #readyBytes = 0
  #bytesUnderWay = 0
  /** The queue may hold batches for this lane that nobody has claimed. */
  #mayHaveMore = true
  #isClaiming = false
  /** Requests in vain since the last that was not. */
  #failures = 0
  #failing: string | undefined
  #pausedUntil = 0
  #lastFailure = 0
  #timer: NodeJS.Timeout | undefined
  #timerAt = Infinity

  constructor(context: LaneContext) {
    this.#context = context
  }

  /** Why the destination takes nothing at the moment. */
  get failing(): string | undefined {
    return this.#failures > 0 ? this.#failing : undefined
  }

  /** How long the destination wants to be left alone. */
  get pauseMs(): number {
    return Math.max(0, this.#pausedUntil - now())
  }

  /** True where a new batch need not wait in the queue, because none waits before it. */
  wants(bytes: number): boolean {
    if (this.#stop.signal.aborted || this.#mayHaveMore || this.#isClaiming) return false
    return this.#ready.length < backlog.batches && this.#readyBytes + bytes <= backlog.bytes
  }

  /** Takes a batch that was claimed for this lane as it was put into the queue. */
  take(batch: WaitingBatch): void {
    this.#add([batch])
    this.#pump()
  }

  /** Somebody has put a batch into the queue, or the time of one has come. */
  wake(): void {
    this.#mayHaveMore = true
    this.#pump()
  }

  /** Stops at once. What is not delivered goes back to the queue. */
  async close(): Promise<void> {
    this.#stop.abort()
    clearTimeout(this.#timer)
    await Promise.all(this.#underWay)
  }

  #add(batches: readonly WaitingBatch[]): void {
    for (const batch of batches) {
      this.#ready.push(batch)
      this.#readyBytes += batch.bytes.byteLength
    }
  }

  #pump(): void {
    const { destination } = this.#context
    while (!this.#stop.signal.aborted) {
      if (this.pauseMs > 0) return this.#wakeAt(this.#pausedUntil)
      const most = this.#failures > 0 ? 1 : destination.concurrency
      if (this.#underWay.size >= most || this.#bytesUnderWay > mostBytesUnderWay) return
      if (this.#mayHaveMore && this.#readyBytes < backlog.bytes / 2) this.#claim()
      const group = takeGroup(this.#ready)
      if (group.length === 0) return
      this.#readyBytes -= sizeOf(group)
      const sending = this.#send(group)
      this.#underWay.add(sending)
      void sending.then(() => {
        this.#underWay.delete(sending)
        this.#pump()
      })
    }
  }

  #claim(): void {
    if (this.#isClaiming) return
    this.#isClaiming = true
    this.#mayHaveMore = false
    const { queue, index, signal } = this.#context
    queue
      .claim(index, signal, backlog)
      .then((batches) => {
        // As many as were asked for: there may be others.
        if (batches.length >= backlog.batches || sizeOf(batches) > backlog.bytes / 2) this.#mayHaveMore = true
        this.#add(batches)
      })
      .catch((error: unknown) => this.#context.report.fault(`the queue can't be read: ${(error as Error).message}`))
      .finally(() => {
        this.#isClaiming = false
        if (this.#ready.length > 0) this.#pump()
      })
  }

  async #send(group: readonly WaitingBatch[]): Promise<void> {
    const { destination, counters } = this.#context
    const bytes = sizeOf(group)
    this.#bytesUnderWay += bytes
    const started = now()
    const batch = merge(group)
    let result: SendResult
    try {
      result = await destination.send(batch, this.#stop.signal)
    } catch (error) {
      result = { delivered: 0, refused: { items: batch.items, cause: (error as Error).message } }
    }
    this.#bytesUnderWay -= bytes
    counters.took((now() - started) / 1000)
    // A request that was cut off says nothing of the batch, which goes back to the queue with all that is not settled.
    if (this.#stop.signal.aborted && result.later && !result.later.batch) return
    try {
      await this.#settle(group, result, started)
    } catch (error) {
      this.#context.report.fault(`the queue can't be written: ${(error as Error).message}`)
    }
  }

  async #settle(group: readonly WaitingBatch[], result: SendResult, started: number): Promise<void> {
    const { queue, index: destination } = this.#context
    const ids = group.map(({ id }) => id)
    const { delivered, refused, later } = result
    if (delivered > 0 || !later) this.#succeeded(delivered)
    this.#counts.sent += delivered
    if (refused && !refused.batch && group.length > 1 && delivered === 0 && !later) {
      // One of them spoils the others: each is sent alone.
      this.#retryIn(0)
      return queue.settle({ ids, destination, later: { delayMs: 0, cause: refused.cause, isBlamed: false } })
    }
    if (later && !later.batch) return this.#postpone(group, later, started)
    // Where some were taken, those that were refused can't be told from the others unless they come back by themselves.
    const dead = refused && (refused.batch || delivered === 0) ? refused : undefined
    if (refused) this.#refuse(refused.items, refused.cause, dead !== undefined)
    const rest = later?.batch && { ...later, batch: later.batch }
    const delayMs = rest ? this.#failed(rest, started, group) : 0
    await queue.settle({
      ids,
      destination,
      ...(rest && { later: { batch: rest.batch, delayMs, cause: rest.cause, isBlamed: false } }),
      ...(dead && queue.isDurable && { dead }),
    })
  }

  async #postpone(
    group: readonly WaitingBatch[],
    later: NonNullable<SendResult['later']>,
    started: number,
  ): Promise<void> {
    const { queue, index: destination, retry } = this.#context
    const isBlamed = this.#isAtFault(group)
    const delayMs = this.#failed(later, started, group)
    const isOver = ({ since, blamed }: WaitingBatch): boolean =>
      now() - since >= retry.giveUpAfterMs || (isBlamed && blamed + 1 >= mostBlamed)
    const over = group.filter(isOver)
    const kept = group.filter((batch) => !over.includes(batch))
    const { cause } = later
    if (kept.length > 0) {
      this.#counts.retries += 1
      const ids = kept.map(({ id }) => id)
      await queue.settle({ ids, destination, later: { delayMs, cause, isBlamed } })
    }
    if (over.length === 0) return
    for (const { items } of over) this.#giveUp(items, cause, true)
    const dead = queue.isDurable && { dead: { cause } }
    await queue.settle({ ids: over.map(({ id }) => id), destination, ...dead })
  }

  get #counts(): Counters['bySignal'][Signal] {
    return this.#context.counters.bySignal[this.#context.signal]
  }

  #refuse(items: number, cause: string, isWhole: boolean): void {
    this.#counts.refused += items
    this.#giveUp(items, cause, isWhole)
  }

  /** Counts items that leave the queue undelivered, and says why. */
  #giveUp(items: number, cause: string, canBeSetAside: boolean): void {
    const { queue, report, signal } = this.#context
    if (queue.isDurable && canBeSetAside) {
      this.#counts.setAside += items
      report.setAside(signal, items, cause)
    } else if (items > 0) {
      this.#counts.dropped += items
      report.dropped(signal, items, cause)
    }
  }

  /** A batch that failed before, and fails again while the destination takes others. */
  #isAtFault(group: readonly WaitingBatch[]): boolean {
    return this.#failures === 0 && group.some(({ attempts }) => attempts > 0)
  }

  /** Notes that a request was in vain, and returns for how long its batch is to wait. */
  #failed(
    { cause, retryAfterMs }: NonNullable<SendResult['later']>,
    started: number,
    group: readonly WaitingBatch[],
  ): number {
    const { report, retry, signal } = this.#context
    report.failing(signal, cause)
    const attempts = group.reduce((most, batch) => Math.max(most, batch.attempts), 0) + 1
    const delayMs = delayAfter(attempts, retry, retryAfterMs)
    this.#retryIn(delayMs)
    if (this.#isAtFault(group)) return delayMs
    // Of requests that were under way together one counts.
    if (started >= this.#lastFailure) {
      this.#failures += 1
      this.#lastFailure = now()
    }
    this.#failing = cause
    this.#pausedUntil = Math.max(this.#pausedUntil, now() + delayAfter(this.#failures, retry, retryAfterMs))
    return delayMs
  }

  #succeeded(delivered: number): void {
    this.#failures = 0
    this.#pausedUntil = 0
    if (delivered === 0 || this.#failing === undefined) return
    this.#context.report.recovered(this.#context.signal, this.#failing)
    this.#failing = undefined
  }

  #retryIn(ms: number): void {
    // The queue's clock counts from the moment when it has the batch back.
    this.#wakeAt(now() + ms + 25)
  }

  #wakeAt(at: number): void {
    if (at >= this.#timerAt || this.#stop.signal.aborted) return
    clearTimeout(this.#timer)
    this.#timerAt = at
    this.#timer = setTimeout(
      () => {
        this.#timerAt = Infinity
        this.wake()
      },
      Math.max(0, at - now()),
    )
    this.#timer.unref()
  }
}

function sizeOf(batches: readonly WaitingBatch[]): number {
  return batches.reduce((sum, { bytes }) => sum + bytes.byteLength, 0)
}
