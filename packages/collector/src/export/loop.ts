import { randomUUID } from 'node:crypto'
import type { Answer } from './answer.ts'
import type { Batch } from './queue.ts'

/** The collectors that a batch has come through. */
export const viaHeader = 'x-spanlit-via'
/** Loop Detected (RFC 5842 §7.2). */
export const loopStatus = 508

/** More collectors in a row than these are a loop, too: of collectors that are restarted all the time. */
const mostCollectors = 16

/** A collector, among those that a batch comes through: it must not send one to itself. */
export class Via {
  readonly #id = randomUUID()

  /** True where a request has come through this collector before: it forwards to somebody who forwards to it. */
  comesBack(via: string | null): boolean {
    const collectors = via?.split(',') ?? []
    return collectors.length >= mostCollectors || collectors.some((id) => id.trim() === this.#id)
  }

  headers({ via }: Batch): Record<string, string> {
    return { [viaHeader]: via ? `${via},${this.#id}` : this.#id }
  }
}

export function isLoop({ status, headers }: Answer): boolean {
  return status === loopStatus && headers.has(viaHeader)
}
