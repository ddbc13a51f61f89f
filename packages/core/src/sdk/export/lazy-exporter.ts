import { ExportResultCode, type ExportResult } from '@opentelemetry/core'
import { warnMisconfiguration } from '../misconfiguration.ts'
import { exportOnce } from './export-once.ts'
import type { Exporter } from './exporter.ts'

/** An exporter that is loaded with the first batch; batches wait for it. */
export class LazyExporter<Batch> implements Exporter<Batch> {
  readonly #load: () => Promise<Exporter<Batch>>
  #loading: Promise<Exporter<Batch>> | undefined

  constructor(load: () => Promise<Exporter<Batch>>) {
    this.#load = load
  }

  preload(): void {
    this.#exporter().catch(() => {})
  }

  #exporter(): Promise<Exporter<Batch>> {
    return (this.#loading ??= this.#load())
  }

  export(batch: Batch, done: (result: ExportResult) => void): void {
    void this.#exporter()
      .then(
        (exporter) => exportOnce(exporter, batch),
        (error: unknown) => {
          warnMisconfiguration('the exporter could not be loaded, and nothing is exported.', error)
          return { code: ExportResultCode.FAILED, error: error instanceof Error ? error : new Error(String(error)) }
        },
      )
      .then(done)
  }

  async forceFlush(): Promise<void> {
    await (await this.#loading?.catch(() => undefined))?.forceFlush?.()
  }

  async shutdown(): Promise<void> {
    await (await this.#loading?.catch(() => undefined))?.shutdown()
  }
}
