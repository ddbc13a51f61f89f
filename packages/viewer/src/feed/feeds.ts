import type { Span } from '../model/span.ts'
import type { Source } from '../model/span-store.ts'
import { now } from '../now.ts'
import { Cleared } from './cleared.ts'
import { liveSlot } from './live-slot.ts'

export type ReceiverState = 'none' | 'connecting' | 'open' | 'reconnecting' | 'failed'

export interface FeedListener {
  event(event: unknown, source: Source): void
  /** The state of the connection changed. */
  state(): void
}

/** Both feeds of a viewer: the page's own, and a receiver's event stream. Nothing else of the viewer uses the network. */
export class Feeds {
  receiver: ReceiverState = 'none'
  readonly #listener: FeedListener
  #endpoint: string | undefined
  #stream: EventSource | undefined
  #retry: ReturnType<typeof setTimeout> | undefined
  #unsubscribe: (() => void) | undefined
  #cleared: Cleared | undefined
  /** The number of the receiver's last event. */
  #lastId = 0
  #connectedAt = 0

  constructor(listener: FeedListener) {
    this.#listener = listener
  }

  open(endpoint: string | undefined): void {
    this.close()
    const slot = liveSlot()
    if (endpoint !== this.#endpoint) this.#lastId = 0
    this.#endpoint = endpoint
    const address = endpoint === undefined || endpoint === '' ? undefined : addressOf(endpoint)
    this.#cleared = new Cleared(address, this.#cleared)
    // Nothing is published between the two: both run in one task.
    for (const event of slot.snapshot()) this.#takeFromPage(event)
    this.#unsubscribe = slot.subscribe((event) => this.#takeFromPage(event))
    if (address !== undefined) this.#connect('connecting')
  }

  /**
   * What came so far is not shown again: not when a feed is opened anew, and not in another page of this origin.
   *
   * @param spans the ended spans, the one that ended last first
   * @returns a function that takes it back
   */
  clear(spans: readonly Span[]): (() => void) | undefined {
    return this.#cleared?.add(spans, this.#lastId)
  }

  close(): void {
    this.#unsubscribe?.()
    this.#unsubscribe = undefined
    this.#stream?.close()
    this.#stream = undefined
    clearTimeout(this.#retry)
    this.receiver = 'none'
  }

  #connect(state: ReceiverState): void {
    this.#become(state)
    let stream: EventSource
    try {
      stream = new EventSource(`${withoutSlash(this.#endpoint!)}/live`)
    } catch {
      this.#become('failed')
      return
    }
    this.#stream = stream
    stream.addEventListener('open', () => {
      this.#connectedAt = now()
      this.#become('open')
    })
    stream.addEventListener('message', ({ data, lastEventId }: MessageEvent<unknown>) =>
      this.#takeFromReceiver(parsed(data), /^\d{1,16}$/.test(lastEventId) ? Number(lastEventId) : 0),
    )
    stream.addEventListener('error', () => {
      this.#become('reconnecting')
      // The browser retries with Last-Event-ID, unless the answer was no event stream.
      if (stream.readyState !== EventSource.CLOSED) return
      this.#retry = setTimeout(() => this.#connect('reconnecting'), 3000)
    })
  }

  #takeFromPage(event: unknown): void {
    if (!this.#cleared?.hasSpan(event)) this.#listener.event(event, 'page')
  }

  #takeFromReceiver(event: unknown, id: number): void {
    this.#lastId = id
    if (this.#cleared?.hasEvent(id, now() - this.#connectedAt) || this.#cleared?.hasSpan(event)) return
    this.#listener.event(event, 'receiver')
  }

  #become(state: ReceiverState): void {
    if (this.receiver === state) return
    this.receiver = state
    this.#listener.state()
  }
}

/** One name for a receiver, however its base URL was given. */
function addressOf(endpoint: string): string {
  try {
    return withoutSlash(new URL(endpoint, document.baseURI).href)
  } catch {
    return endpoint
  }
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '')
}

function parsed(data: unknown): unknown {
  try {
    return JSON.parse(String(data))
  } catch {
    return undefined
  }
}
