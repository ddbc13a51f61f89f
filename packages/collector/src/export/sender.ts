import { setTimeout as sleep } from 'node:timers/promises'
import { OncePerCause, type CollectorLogger } from '../log.ts'
import type { Destination } from './destination.ts'
import type { Batch, BatchQueue } from './queue.ts'

export interface RetryPolicy {
  /** The first wait; it doubles up to `maxDelayMs`, with jitter. */
  firstDelayMs: number
  maxDelayMs: number
  /** A batch that could not be sent for this long is dropped; Infinity where it is kept. */
  giveUpAfterMs: number
}

/** Milliseconds. Whatever a destination asks for: its clock, or its unit, may be wrong. */
const LONGEST_PAUSE = 3_600_000

/** How many batches are on their way to one destination at the same time. */
const concurrency = 4

function inBatches(count: number): string {
  return count === 1 ? 'one batch stays' : `${count} batches stay`
}

/** Empties one queue into one destination: retries with back-off, and says once per cause what it had to drop. */
export class Sender {
  readonly destination: Destination
  readonly queue: BatchQueue
  readonly #retry: RetryPolicy
  readonly #log: CollectorLogger
  readonly #once: OncePerCause
  readonly #stop = new AbortController()
  readonly #workers: Promise<void>[]
  /** While the destination asks for patience, no worker sends. By the clock that nobody sets. */
  #pausedUntil = 0
  #failing: string | undefined
  #sent = 0
  #dropped = 0

  constructor(destination: Destination, queue: BatchQueue, retry: RetryPolicy, log: CollectorLogger) {
    this.destination = destination
    this.queue = queue
    this.#retry = retry
    this.#log = log
    this.#once = new OncePerCause((message) => log.error(message))
    this.#workers = Array.from({ length: concurrency }, () => this.#work())
  }

  /** Spans sent and dropped so far. */
  get counts(): { sent: number; dropped: number } {
    return { sent: this.#sent, dropped: this.#dropped }
  }

  /** How long the destination wants to be left alone. */
  get pauseMs(): number {
    return Math.max(0, this.#pausedUntil - performance.now())
  }

  /** Says, once until the queue is empty again, that there is no room. Senders may drop what is not taken: nobody counts that. */
  sayFull(): void {
    if (this.#stop.signal.aborted) return
    const { name } = this.destination
    const cause = this.#failing ?? 'it takes spans more slowly than they come'
    this.#once.say(
      'full',
      `The queue for ${name} is full: ${cause}. Senders are asked to come back, and drop what they cannot keep.`,
    )
  }

  /** Stops at once; what is left in the queue is dropped and said. */
  async close(): Promise<void> {
    this.queue.close()
    this.#stop.abort()
    await Promise.all(this.#workers)
    await this.destination.close()
    // Each cause was said once, as it came up; this is the sum.
    if (this.#dropped > 0)
      this.#log.warn(`${this.destination.name}: sent ${this.#sent} spans, dropped ${this.#dropped}`)
    const left = this.queue.size
    if (left > 0) this.#log.info(`${this.destination.name}: ${inBatches(left)} in the queue for the next start`)
  }

  async #work(): Promise<void> {
    for (let batch = await this.queue.take(); batch; batch = await this.queue.take()) {
      if (await this.#deliver(batch)) await this.queue.remove(batch)
      if (this.queue.size === 0) this.#once.forget('full')
    }
  }

  /** False where the batch is to stay in the queue: the sender was stopped, and the queue is durable. */
  async #deliver(batch: Batch): Promise<boolean> {
    const started = performance.now()
    for (let attempt = 0; ; attempt += 1) {
      if (!(await this.#wait(this.pauseMs))) {
        return !this.queue.isDurable && this.#drop(batch.items, 'the collector was stopped')
      }
      const result = await this.destination.send(batch, this.#stop.signal)
      if (result.outcome === 'sent') return this.#delivered(batch.items)
      if (result.outcome === 'kept') {
        this.#sent += batch.items
        this.#say(result.cause, 'They are kept on disk and sent again')
        return true
      }
      if (result.outcome === 'refused') {
        if (result.items < batch.items) this.#delivered(batch.items - result.items)
        return this.#drop(result.items, result.cause)
      }
      this.#say(result.cause, 'They are kept and sent again')
      if (performance.now() - started >= this.#retry.giveUpAfterMs) return this.#drop(batch.items, result.cause)
      const delay = Math.min(result.retryAfterMs ?? this.#backOff(attempt), this.#retry.giveUpAfterMs, LONGEST_PAUSE)
      this.#pausedUntil = Math.max(this.#pausedUntil, performance.now() + delay)
    }
  }

  #backOff(attempt: number): number {
    const delay = Math.min(this.#retry.firstDelayMs * 2 ** attempt, this.#retry.maxDelayMs)
    return delay * (0.5 + Math.random() / 2)
  }

  /** False if the sender was stopped meanwhile. */
  async #wait(ms: number): Promise<boolean> {
    if (ms > 0) await sleep(ms, undefined, { signal: this.#stop.signal, ref: false }).catch(() => {})
    return !this.#stop.signal.aborted
  }

  #delivered(spans: number): true {
    this.#sent += spans
    this.#pausedUntil = 0
    if (this.#failing === undefined) return true
    this.#log.info(`${this.destination.name} takes spans again`)
    this.#once.forget(this.#failing)
    this.#failing = undefined
    return true
  }

  #say(cause: string, whatNow: string): void {
    if (this.#stop.signal.aborted) return
    this.#failing = cause
    this.#once.say(cause, `${this.destination.name} does not take spans: ${cause}. ${whatNow}.`)
  }

  #drop(spans: number, cause: string): true {
    if (spans === 0) return true
    this.#dropped += spans
    this.#once.say(
      `drop ${cause}`,
      `Dropped ${spans} ${spans === 1 ? 'span' : 'spans'} for ${this.destination.name}: ${cause}`,
    )
    return true
  }
}
