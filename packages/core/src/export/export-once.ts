import { ExportResultCode, type ExportResult } from '@opentelemetry/core'
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base'

/** As long as the batch processor waits; a flush must not wait for ever on an exporter that never calls back. */
const TIMEOUT_MILLISECONDS = 30_000

/**
 * One export as a promise, which never rejects: an exporter that throws, that rejects (Azure's is an async function, and fails on spans
 * that it does not expect) or that never calls back has failed. Azure's calls back twice; the first counts.
 */
export async function exportOnce(exporter: SpanExporter, spans: ReadableSpan[]): Promise<ExportResult> {
  let timer: ReturnType<typeof setTimeout> | undefined
  try {
    return await new Promise<ExportResult>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error('the exporter has not called back')), TIMEOUT_MILLISECONDS)
      Promise.resolve(exporter.export(spans, resolve) as unknown).catch(reject)
    })
  } catch (error) {
    return { code: ExportResultCode.FAILED, error: error instanceof Error ? error : new Error(String(error)) }
  } finally {
    clearTimeout(timer)
  }
}
