import { diag } from '@opentelemetry/api'
import { ExportResultCode, type ExportResult } from '@opentelemetry/core'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import type { Exporter } from './exporter.ts'

/** How many batches a page keeps; the oldest are dropped first. */
const MAX_KEPT = 100

/** Whether the browser knows that there is no network; a server on the same machine may answer all the same. */
export function isOffline(): boolean {
  return (globalThis.navigator as Partial<Navigator> | undefined)?.onLine === false
}

/** Keeps what could not be sent while there was no network, and sends it when the network is back. */
export class OfflineExporter implements Exporter<ReadableSpan[]> {
  readonly #exporter: Exporter<ReadableSpan[]>
  readonly #kept: ReadableSpan[][] = []
  #lost = 0

  constructor(exporter: Exporter<ReadableSpan[]>) {
    this.#exporter = exporter
    globalThis.addEventListener?.('online', this.#sendKept)
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.#exporter.export(spans, (result) => {
      if (result.code === ExportResultCode.SUCCESS || !isOffline()) return done(result)
      this.#kept.push(spans)
      if (this.#kept.length > MAX_KEPT) this.#lost += this.#kept.shift()?.length ?? 0
      done({ code: ExportResultCode.SUCCESS })
    })
  }

  readonly #sendKept = (): void => {
    for (const spans of this.#kept.splice(0)) {
      this.export(spans, ({ code, error }) => {
        if (code !== ExportResultCode.SUCCESS) this.#report(spans.length, error)
      })
    }
    if (this.#lost > 0) this.#report(this.#lost)
    this.#lost = 0
  }

  #report(count: number, ...cause: unknown[]): void {
    diag.warn(`spanlit: ${count} spans of the time without a network were lost`, ...cause)
  }

  async forceFlush(): Promise<void> {
    await this.#exporter.forceFlush?.()
  }

  async shutdown(): Promise<void> {
    globalThis.removeEventListener?.('online', this.#sendKept)
    await this.#exporter.shutdown()
  }
}
