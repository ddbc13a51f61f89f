import type { Signal } from '../otlp/signal.ts'

/** An export request on its way out: its bytes, and what a destination must know of them. */
export interface Batch {
  readonly signal: Signal
  /** OTLP in protobuf as it was received, or JSON lines of Azure Monitor's envelopes, the rest of a batch that it took in part. */
  readonly contentType: 'application/x-protobuf' | 'application/x-json-stream'
  readonly bytes: Uint8Array
  /** Spans, log records or data points. */
  readonly items: number
  /** The collectors that it has come through, so that none forwards it to itself. */
  readonly via?: string
}

/** A batch that waits for one destination. */
export interface WaitingBatch extends Batch {
  readonly id: number
  /** How often it was sent in vain. */
  readonly attempts: number
  /** How often it was sent in vain while the destination took others. */
  readonly blamed: number
  /** When it was received, by `now()`. */
  readonly since: number
}

export interface QueueLimits {
  batches: number
  bytes: number
}

/** A destination as the queue knows it. */
export interface QueueTarget {
  /** What tells it from all others, also after a restart. */
  readonly identity: string
  /** For messages: without secrets. */
  readonly name: string
}

/** Where a batch goes, and whether whoever puts it in sends it at once. */
export interface Placement {
  readonly destination: number
  readonly isClaimed: boolean
}

/** What becomes of batches that were claimed. Those that neither stay nor are dead letters leave the queue. */
export interface Settlement {
  readonly ids: readonly number[]
  readonly destination: number
  /** They are sent again, or only what is in `batch`, after `delayMs`. */
  readonly later?: {
    readonly batch?: Batch
    readonly delayMs: number
    readonly cause: string
    readonly isBlamed: boolean
  }
  /** They are set aside, or only what is in `batch`. */
  readonly dead?: { readonly batch?: Batch; readonly cause: string }
}

/** Sums by destination. */
export interface QueueTotals {
  /** Batches and bytes that wait or are being sent, dead letters aside. */
  readonly batches: number
  readonly bytes: number
  readonly deadLetters: number
}

/** What a destination could send, by signal. */
export interface Due {
  readonly destination: number
  readonly signal: Signal
}

/** What stands between receiving and sending. One implementation is in memory, one in SQLite. */
export interface Queue {
  /** True where what it holds is there again after the process has ended. */
  readonly isDurable: boolean
  /** Sums by destination, as of the last change. */
  totals(destination: number): QueueTotals
  /** Why nothing can be put in now. */
  readonly fault: string | undefined
  /** Resolves with an id for each placement once the batch is as safe as this queue makes it; rejects where it can't be. */
  put(batch: Batch, placements: readonly Placement[]): Promise<number[]>
  /** Batches that nobody works on and whose time has come, oldest first, at least one if there is any. */
  claim(destination: number, signal: Signal, limits: QueueLimits): Promise<WaitingBatch[]>
  settle(settlement: Settlement): Promise<void>
  /** Gives batches back that were claimed and not sent. */
  release(ids: readonly number[]): Promise<void>
  /** What has come due since, by other processes as well. To be called every second. */
  beat(): Promise<Due[]>
  /** Batches that this process could still send, now or later. */
  left(): Promise<number>
  /** When the oldest batch was received. */
  oldest(destination: number): Promise<number | undefined>
  /** Ends the queue, and says what is lost with it. */
  close(): Promise<Lost[]>
}

/** Items that a queue in memory still held when it was closed. */
export interface Lost {
  readonly destination: number
  readonly signal: Signal
  readonly items: number
}

/** Milliseconds since 1970 by a clock that nobody sets back while the process runs. */
export function now(): number {
  return performance.timeOrigin + performance.now()
}
