import { diag } from '@opentelemetry/api'
import { ExportResultCode, parseKeyPairsIntoRecord, type ExportResult } from '@opentelemetry/core'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import { environment } from '../../environment.ts'
import { processIsCrashing } from '../crash.ts'
import { GRACE_MILLISECONDS, processIsEnding } from '../../ending.ts'
import type { ExportHeaders, Exporter } from './exporter.ts'
import { postAndWait } from './post-and-wait.ts'

/** What a request of a process that crashes is made of. */
interface LastRequest {
  url: string
  headers: ExportHeaders | undefined
  contentType: string
  serialize(spans: ReadableSpan[]): Uint8Array | undefined
}

/**
 * Hands spans to an exporter; those that are left when the process crashes it sends by itself, while the process waits. A process that has
 * nothing more to do is kept by an exporter of less patience.
 */
export class CrashExporter implements Exporter<ReadableSpan[]> {
  readonly #exporter: Exporter<ReadableSpan[]>
  readonly #makeLast: () => Exporter<ReadableSpan[]>
  #last: Exporter<ReadableSpan[]> | undefined
  readonly #request: LastRequest

  /** `exporterWith` makes an exporter that tries for so long, or as long as it likes. */
  constructor(exporterWith: (timeoutMillis?: number) => Exporter<ReadableSpan[]>, request: LastRequest) {
    this.#exporter = exporterWith()
    this.#makeLast = () => exporterWith(GRACE_MILLISECONDS)
    this.#request = request
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    if (!processIsCrashing()) {
      const exporter = processIsEnding() ? (this.#last ??= this.#makeLast()) : this.#exporter
      return exporter.export(spans, done)
    }
    const { url, headers, contentType, serialize } = this.#request
    const body = serialize(spans)
    const isSent = body && postAndWait(url, { ...headersNow(headers), 'content-type': contentType }, body)
    if (!isSent) diag.error(`spanlit: ${spans.length} spans of a process that has failed could not be sent`)
    done({ code: isSent ? ExportResultCode.SUCCESS : ExportResultCode.FAILED })
  }

  async forceFlush(): Promise<void> {
    await Promise.all([this.#exporter.forceFlush?.(), this.#last?.forceFlush?.()])
  }

  async shutdown(): Promise<void> {
    await Promise.all([this.#exporter.shutdown(), this.#last?.shutdown()])
  }
}

/** As OTLP's exporter has them; what a function promises for later there is no time to wait for. */
function headersNow(headers: ExportHeaders | undefined): Record<string, string> {
  const { OTEL_EXPORTER_OTLP_HEADERS, OTEL_EXPORTER_OTLP_TRACES_HEADERS } = environment()
  const given = typeof headers === 'function' ? headers() : headers
  return {
    ...parseKeyPairsIntoRecord(OTEL_EXPORTER_OTLP_HEADERS),
    ...parseKeyPairsIntoRecord(OTEL_EXPORTER_OTLP_TRACES_HEADERS),
    ...(given instanceof Promise ? {} : given),
  }
}
