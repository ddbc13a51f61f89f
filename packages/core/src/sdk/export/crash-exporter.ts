import { diag } from '@opentelemetry/api'
import { ExportResultCode, parseKeyPairsIntoRecord, type ExportResult } from '@opentelemetry/core'
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base'
import { environment } from '../../environment.ts'
import { toKeyValues, toOtlpSpan } from '../../live/otlp.ts'
import { processIsCrashing } from '../crash.ts'
import { GRACE_MILLISECONDS, processIsEnding } from '../../ending.ts'
import type { Headers } from '../options.ts'
import { postAndWait } from './post-and-wait.ts'

/**
 * Hands spans to an exporter; those that are left when the process crashes it sends by itself, while the process waits. A process that has
 * nothing more to do is kept by an exporter of less patience.
 */
export class CrashExporter implements SpanExporter {
  private readonly exporter: SpanExporter
  private readonly makeLast: () => SpanExporter
  private last: SpanExporter | undefined
  private readonly url: string
  private readonly headers: Headers | undefined

  /** `exporterWith` makes an exporter that tries for so long, or as long as it likes. */
  constructor(exporterWith: (timeoutMillis?: number) => SpanExporter, url: string, headers: Headers | undefined) {
    this.exporter = exporterWith()
    this.makeLast = () => exporterWith(GRACE_MILLISECONDS)
    this.url = url
    this.headers = headers
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    if (!processIsCrashing()) {
      const exporter = processIsEnding() ? (this.last ??= this.makeLast()) : this.exporter
      return exporter.export(spans, done)
    }
    const body = JSON.stringify({ resourceSpans: spans.map(toResourceSpans) })
    const isSent = postAndWait(this.url, { ...headersNow(this.headers), 'content-type': 'application/json' }, body)
    if (!isSent) diag.error(`spanlit: ${spans.length} spans of a process that has failed could not be sent`)
    done({ code: isSent ? ExportResultCode.SUCCESS : ExportResultCode.FAILED })
  }

  async forceFlush(): Promise<void> {
    await Promise.all([this.exporter.forceFlush?.(), this.last?.forceFlush?.()])
  }

  async shutdown(): Promise<void> {
    await Promise.all([this.exporter.shutdown(), this.last?.shutdown()])
  }
}

function toResourceSpans(span: ReadableSpan): unknown {
  const { name, version } = span.instrumentationScope
  return {
    resource: { attributes: toKeyValues(span.resource.attributes) },
    scopeSpans: [{ scope: version ? { name, version } : { name }, spans: [toOtlpSpan(span)] }],
  }
}

/** As OTLP's exporter has them; what a function promises for later there is no time to wait for. */
function headersNow(headers: Headers | undefined): Record<string, string> {
  const { OTEL_EXPORTER_OTLP_HEADERS, OTEL_EXPORTER_OTLP_TRACES_HEADERS } = environment()
  const given = typeof headers === 'function' ? headers() : headers
  return {
    ...parseKeyPairsIntoRecord(OTEL_EXPORTER_OTLP_HEADERS),
    ...parseKeyPairsIntoRecord(OTEL_EXPORTER_OTLP_TRACES_HEADERS),
    ...(given instanceof Promise ? {} : given),
  }
}
