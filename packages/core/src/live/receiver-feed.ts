import { diag } from '@opentelemetry/api'
import { detached } from '../detached.node.ts'
import { processIsEnding } from '../ending.ts'
import type { LiveEvent } from './protocol.ts'
import type { LiveFeed } from './feed.ts'

/** Events wait this long for others to travel with. */
const BATCH_MILLISECONDS = 40
/** What waits is bounded by number and by characters; the oldest go first, and it is said how many. */
const MAX_WAITING = 5000
const MAX_WAITING_SIZE = 32_000_000
const MAX_BATCH_SIZE = 4_000_000
const FIRST_RETRY_MILLISECONDS = 500
const MAX_RETRY_MILLISECONDS = 15_000
const REQUEST_TIMEOUT_MILLISECONDS = 5000
/** The first question, and those of a process that waits for nothing else, keep it no longer. */
const SHORT_TIMEOUT_MILLISECONDS = 1000

/**
 * Sends live events of a Node backend to a Spanlit receiver, in development. Before the first, the receiver must say that it is one: an
 * unfinished span would be a wrong record in any other collector.
 */
export class ReceiverFeed implements LiveFeed {
  readonly #baseUrl: string
  #waiting: { json: string }[] = []
  #size = 0
  #dropped = 0
  #isReceiver: boolean | undefined
  #retryAfter = FIRST_RETRY_MILLISECONDS
  #timer: ReturnType<typeof setTimeout> | undefined
  #sending: Promise<void> | undefined
  #closed = false

  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl
  }

  publish(event: LiveEvent): void {
    // What answers at the endpoint is no receiver of ours.
    if (this.#closed || this.#isReceiver === false) return
    const json = JSON.stringify(event)
    this.#waiting.push({ json })
    this.#size += json.length
    while (this.#waiting.length > MAX_WAITING || (this.#size > MAX_WAITING_SIZE && this.#waiting.length > 1)) {
      this.#size -= this.#waiting.shift()?.json.length ?? 0
      this.#dropped += 1
    }
    this.#schedule(BATCH_MILLISECONDS)
  }

  #schedule(milliseconds: number): void {
    if (this.#timer !== undefined || this.#sending || this.#closed) return
    this.#timer = detached(() =>
      setTimeout(() => {
        this.#timer = undefined
        void this.#send()
      }, milliseconds),
    )
    this.#timer.unref?.()
  }

  #send(): Promise<void> {
    return (this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = undefined
      if (this.#waiting.length > 0 && this.#isReceiver !== false) this.#schedule(this.#retryAfter)
    }))
  }

  async #sendAll(): Promise<void> {
    if (!(await this.#recognise())) return
    while (this.#waiting.length > 0) {
      const batch = this.#takeBatch()
      if (await this.#post(batch)) {
        this.#retryAfter = FIRST_RETRY_MILLISECONDS
        continue
      }
      this.#waiting.unshift(...batch)
      for (const { json } of batch) this.#size += json.length
      this.#retryAfter = Math.min(this.#retryAfter * 2, MAX_RETRY_MILLISECONDS)
      return
    }
  }

  #takeBatch(): { json: string }[] {
    let size = 0
    let count = 0
    while (count < this.#waiting.length && (count === 0 || size < MAX_BATCH_SIZE)) {
      size += this.#waiting[count]?.json.length ?? 0
      count += 1
    }
    const batch = this.#waiting.splice(0, count)
    this.#size -= size
    return batch
  }

  /** Asks once what stands at the endpoint; asks again later where nobody answers, or none that has time. */
  async #recognise(): Promise<boolean> {
    if (this.#isReceiver !== undefined) return this.#isReceiver
    try {
      const response = await request(`${this.#baseUrl}/`, {}, SHORT_TIMEOUT_MILLISECONDS)
      if (isBusy(response)) throw new Error(`the endpoint answers ${response.status}`)
      const about = response.ok
        ? ((await response.json().catch(() => undefined)) as { spanlit?: unknown } | undefined)
        : undefined
      this.#isReceiver = about?.spanlit === 'receiver'
    } catch (error) {
      diag.debug('spanlit: no receiver answers yet', error)
      this.#retryAfter = Math.min(this.#retryAfter * 2, MAX_RETRY_MILLISECONDS)
      return false
    }
    if (!this.#isReceiver) {
      this.#waiting = []
      this.#size = 0
    }
    return this.#isReceiver
  }

  async #post(batch: { json: string }[]): Promise<boolean> {
    try {
      const response = await request(`${this.#baseUrl}/live`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: `{"events":[${batch.map(({ json }) => json).join(',')}]}`,
      })
      await response.body?.cancel()
      if (this.#dropped > 0) {
        diag.warn(`spanlit: ${this.#dropped} live events were dropped while the receiver was away`)
        this.#dropped = 0
      }
      // What it refuses it would refuse again.
      return !isBusy(response)
    } catch (error) {
      diag.debug('spanlit: the receiver is away', error)
      return false
    }
  }

  async flush(): Promise<void> {
    if (this.#timer !== undefined) clearTimeout(this.#timer)
    this.#timer = undefined
    await this.#sending
    if (this.#waiting.length > 0) await this.#send()
  }

  close(): void {
    this.#closed = true
    if (this.#timer !== undefined) clearTimeout(this.#timer)
    this.#waiting = []
    this.#size = 0
  }
}

/** Whether the same request may be answered otherwise later: of a receiver that starts, or of a proxy before one. */
function isBusy({ status }: Response): boolean {
  return status >= 500 || status === 429
}

/** A request that is not traced itself, and that goes nowhere else: what it holds is to stay on this machine. */
function request(
  url: string,
  init: RequestInit,
  timeout = processIsEnding() ? SHORT_TIMEOUT_MILLISECONDS : REQUEST_TIMEOUT_MILLISECONDS,
): Promise<Response> {
  return detached(() => fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(timeout) }))
}
