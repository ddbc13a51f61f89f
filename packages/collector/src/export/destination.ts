import type { Batch } from './queue.ts'

/** What became of a batch. Items of which it says nothing were taken. */
export interface SendResult {
  /** Items that the other side has taken. */
  readonly delivered: number
  /** Items that it will never take; `batch` holds them where they can be told from the others, else all of it is meant or none can be. */
  readonly refused?: { readonly items: number; readonly cause: string; readonly batch?: Batch }
  /** It may take them later: all of the batch, or what is in `batch`. */
  readonly later?: { readonly cause: string; readonly retryAfterMs?: number; readonly batch?: Batch }
}

/** Somewhere that batches are forwarded to. */
export interface Destination {
  /** For messages: where this is, without secrets. */
  readonly name: string
  /** What tells it from all others, also the next time; secrets may be in it. */
  readonly identity: string
  /** How many requests may be under way at once, for each signal. */
  readonly concurrency: number
  /** Sends a batch once. It may throw what nobody foresaw: the batch is then refused. */
  send(batch: Batch, signal: AbortSignal): Promise<SendResult>
  close(): Promise<void>
}
