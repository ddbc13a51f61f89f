import type { Source } from '../model/span-store.ts'
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

  constructor(listener: FeedListener) {
    this.#listener = listener
  }

  open(endpoint: string | undefined): void {
    this.close()
    const slot = liveSlot()
    // Nothing is published between the two: both run in one task.
    for (const event of slot.snapshot()) this.#listener.event(event, 'page')
    this.#unsubscribe = slot.subscribe((event) => this.#listener.event(event, 'page'))
    this.#endpoint = endpoint
    if (endpoint !== undefined && endpoint !== '') this.#connect('connecting')
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
      stream = new EventSource(`${this.#endpoint!.replace(/\/+$/, '')}/live`)
    } catch {
      this.#become('failed')
      return
    }
    this.#stream = stream
    stream.addEventListener('open', () => this.#become('open'))
    stream.addEventListener('message', ({ data }: MessageEvent<unknown>) =>
      this.#listener.event(parsed(data), 'receiver'),
    )
    stream.addEventListener('error', () => {
      this.#become('reconnecting')
      // The browser tries again by itself, with Last-Event-ID, unless the answer was no event stream: then it gives up.
      if (stream.readyState !== EventSource.CLOSED) return
      this.#retry = setTimeout(() => this.#connect('reconnecting'), 3000)
    })
  }

  #become(state: ReceiverState): void {
    if (this.receiver === state) return
    this.receiver = state
    this.#listener.state()
  }
}

function parsed(data: unknown): unknown {
  try {
    return JSON.parse(String(data))
  } catch {
    return undefined
  }
}
