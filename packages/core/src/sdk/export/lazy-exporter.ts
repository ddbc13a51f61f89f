import { ExportResultCode, type ExportResult } from '@opentelemetry/core'
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base'
import { sayMistake } from '../mistake.ts'
import { exportOnce } from './export-once.ts'

/** An exporter that is loaded with the first spans; they wait for it. */
export class LazyExporter implements SpanExporter {
  private readonly load: () => Promise<SpanExporter>
  private loaded: Promise<SpanExporter> | undefined

  constructor(load: () => Promise<SpanExporter>) {
    this.load = load
  }

  private get exporter(): Promise<SpanExporter> {
    return (this.loaded ??= this.load())
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    void this.exporter
      .then(
        (exporter) => exportOnce(exporter, spans),
        (error: unknown) => {
          sayMistake('the exporter could not be loaded, and spans go nowhere.', error)
          return { code: ExportResultCode.FAILED, error: error instanceof Error ? error : new Error(String(error)) }
        },
      )
      .then(done)
  }

  async forceFlush(): Promise<void> {
    if (this.loaded) await (await this.loaded.catch(() => undefined))?.forceFlush?.()
  }

  async shutdown(): Promise<void> {
    if (this.loaded) await (await this.loaded.catch(() => undefined))?.shutdown()
  }
}
