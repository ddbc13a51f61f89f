import { TraceFlags, diag } from '@opentelemetry/api'
import { ExportResultCode } from '@opentelemetry/core'
import type { ReadableSpan, SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace-base'

/** Exports each span in the turn in which it ends, for an exporter that has nothing to wait for. */
export class ImmediateProcessor implements SpanProcessor {
  readonly #exporter: SpanExporter

  constructor(exporter: SpanExporter) {
    this.#exporter = exporter
  }

  onStart(): void {}

  onEnd(span: ReadableSpan): void {
    if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) === 0) return
    this.#exporter.export([span], ({ code, error }) => {
      if (code !== ExportResultCode.SUCCESS) diag.error('spanlit: a span could not be exported', error)
    })
  }

  async forceFlush(): Promise<void> {
    await this.#exporter.forceFlush?.()
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown()
  }
}
