import type { Batch } from './queue.ts'

/** What became of a batch. */
export type SendResult =
  | { outcome: 'sent' }
  /** The other side does not take it now, but the destination has put it where it will send it again from by itself. */
  | { outcome: 'kept'; cause: string }
  /** The batch may be sent again, after `retryAfterMs` if the other side asked for it. */
  | { outcome: 'retry'; cause: string; retryAfterMs?: number }
  /** The other side will never take these spans. */
  | { outcome: 'refused'; cause: string; items: number }

/** Somewhere that spans are forwarded to. */
export interface Destination {
  /** For messages: where this is, without secrets. */
  readonly name: string
  /** What tells it from all others, also the next time; secrets may be in it. */
  readonly identity: string
  /** Sends a batch once; never throws. */
  send(batch: Batch, signal: AbortSignal): Promise<SendResult>
  close(): Promise<void>
}
