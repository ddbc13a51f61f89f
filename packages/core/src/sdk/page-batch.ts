import { TraceFlags, diag } from '@opentelemetry/api'
import { ExportResultCode } from '@opentelemetry/core'
import type { ReadableSpan, SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace-base'

/** Small and often: a page may go at any time, and the browser takes only 64 KiB from one that goes. */
const MAX_BATCH = 16
const DELAY_MILLISECONDS = 500
/** Spans that wait; a page that makes them faster loses the rest. */
const MAX_WAITING = 2048

/**
 * Batches the spans of a page: what OpenTelemetry's batch processor does, in a fifth of its size. It has no timeout and no queue of exports
 * of its own, because `ByteBoundedExporter` has both.
 */
export class PageBatch implements SpanProcessor {
  readonly #exporter: SpanExporter
  #waiting: ReadableSpan[] = []
  #timer: ReturnType<typeof setTimeout> | undefined
  #dropped = 0

  constructor(exporter: SpanExporter) {
    this.#exporter = exporter
    globalThis.document?.addEventListener?.('visibilitychange', this.#onVisibility)
  }

  readonly #onVisibility = (): void => {
    // The last moment at which some browsers run anything of a page.
    if (document.visibilityState === 'hidden') this.#exportAll()
  }

  onStart(): void {}

  onEnd(span: ReadableSpan): void {
    if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) === 0) return
    if (this.#waiting.length >= MAX_WAITING) {
      this.#dropped += 1
      return
    }
    this.#waiting.push(span)
    if (this.#waiting.length >= MAX_BATCH) this.#schedule(0)
    else this.#schedule(DELAY_MILLISECONDS)
  }

  #schedule(milliseconds: number): void {
    if (milliseconds === 0) clearTimeout(this.#timer)
    else if (this.#timer !== undefined) return
    this.#timer = setTimeout(() => this.#exportAll(), milliseconds)
  }

  #exportAll(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const spans = this.#waiting.splice(0)
    if (this.#dropped > 0) diag.warn(`spanlit: ${this.#dropped} spans were dropped, because too many waited`)
    this.#dropped = 0
    for (let from = 0; from < spans.length; from += MAX_BATCH) {
      this.#exporter.export(spans.slice(from, from + MAX_BATCH), ({ code, error }) => {
        if (code !== ExportResultCode.SUCCESS) diag.error('spanlit: spans could not be exported', error)
      })
    }
  }

  async forceFlush(): Promise<void> {
    this.#exportAll()
    await this.#exporter.forceFlush?.()
  }

  async shutdown(): Promise<void> {
    globalThis.document?.removeEventListener?.('visibilitychange', this.#onVisibility)
    await this.forceFlush()
    await this.#exporter.shutdown()
  }
}
