import { ExportResultCode, type ExportResult } from '@opentelemetry/core'
import type { Exporter } from './exporter.ts'

/** As long as the batch processor waits; a flush must not wait for ever on an exporter that never calls back. */
const TIMEOUT_MILLISECONDS = 30_000

/**
 * One export as a promise, which never rejects: an exporter that throws, that rejects (Azure's is an async function, and fails on spans
 * that it does not expect) or that never calls back has failed. Azure's calls back twice; the first counts.
 */
export async function exportOnce<Batch>(exporter: Exporter<Batch>, batch: Batch): Promise<ExportResult> {
  try {
    const called = new Promise<ExportResult>((resolve, reject) => {
      Promise.resolve(exporter.export(batch, resolve) as unknown).catch(reject)
    })
    return await inTime(called, 'the exporter has not called back')
  } catch (error) {
    return { code: ExportResultCode.FAILED, error: error instanceof Error ? error : new Error(String(error)) }
  }
}

/** Waits for the work of an exporter as long as for an export; rejects with `words` after that. */
export async function inTime<T>(work: Promise<T>, words: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(words)), TIMEOUT_MILLISECONDS)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
