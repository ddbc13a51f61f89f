import { context } from '@opentelemetry/api'
import { ExportResultCode, type ExportResult } from '@opentelemetry/core'
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base'
import { byteLength } from '../genai/limit.ts'
import { exportOnce } from './export-once.ts'

/** What may be sent at once. */
export interface Bounds {
  /** Bytes of the texts in one request, as they are; a quoted one takes more. */
  maxBytes: number
  /** One after the other, so that a collector which is away is not asked for each; else all at once, the smallest spans first. */
  inTurn: boolean
}

/** What a span takes beside its texts: ids, times, the names of its attributes. */
const SPAN_BYTES = 1000
/** After so many parts in a row that were not taken the rest is given up: each may have taken ten seconds. */
const MAX_FAILURES = 2

/**
 * Bounds what is sent at once: a batch processor counts spans alone, and 512 of them with content may be 100 MB. A batch that is too
 * large is exported in parts. Also knows which exports are under way, so that a flush waits for them.
 */
export class BoundedBatches implements SpanExporter {
  private readonly exporter: SpanExporter
  private readonly bounds: Bounds
  private readonly running = new Set<Promise<void>>()

  constructor(exporter: SpanExporter, bounds: Bounds) {
    this.exporter = exporter
    this.bounds = bounds
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    const { exporter, bounds } = this
    const run = (bounds.inTurn ? exportInTurn : exportTogether)(exporter, partsOf(spans, bounds)).then(done)
    this.running.add(run)
    void run.finally(() => this.running.delete(run))
  }

  async forceFlush(): Promise<void> {
    await Promise.all(this.running)
    await this.exporter.forceFlush?.()
  }

  async shutdown(): Promise<void> {
    await Promise.all(this.running)
    await this.exporter.shutdown()
  }
}

/** The first part is exported at once, as a page that goes has no later. */
async function exportInTurn(exporter: SpanExporter, parts: ReadableSpan[][]): Promise<ExportResult> {
  if (parts.length === 1) return exportOnce(exporter, parts[0] ?? [])
  // The context in which nothing is traced: a browser's does not outlive an `await`.
  const exportPart = context.bind(context.active(), exportOnce)
  const results: (ExportResult | undefined)[] = []
  let failures = 0
  for (const part of parts) {
    const result = failures < MAX_FAILURES ? await exportPart(exporter, part) : undefined
    failures = result?.code === ExportResultCode.SUCCESS ? 0 : failures + 1
    results.push(result)
  }
  return together(parts, results)
}

/** A page that goes has no time for one after the other. */
async function exportTogether(exporter: SpanExporter, parts: ReadableSpan[][]): Promise<ExportResult> {
  const results = await Promise.all(parts.map((part) => exportOnce(exporter, part)))
  return parts.length === 1 ? (results[0] as ExportResult) : together(parts, results)
}

function together(parts: ReadableSpan[][], results: (ExportResult | undefined)[]): ExportResult {
  const failed = parts.filter((_, index) => results[index]?.code !== ExportResultCode.SUCCESS)
  if (failed.length === 0) return { code: ExportResultCode.SUCCESS }
  const error = results.find((result) => result?.error)?.error
  const words = `${failed.flat().length} of ${parts.flat().length} spans could not be sent${error ? `: ${error.message}` : ''}`
  return { code: ExportResultCode.FAILED, error: new Error(words, { cause: error }) }
}

function partsOf(spans: ReadableSpan[], { maxBytes, inTurn }: Bounds): ReadableSpan[][] {
  const parts: ReadableSpan[][] = []
  const sized = spans.map((span) => ({ span, bytes: bytesOf(span) }))
  if (!inTurn) sized.sort((one, other) => one.bytes - other.bytes)
  let size = Infinity
  for (const { span, bytes } of sized) {
    size += bytes
    if (size > maxBytes) {
      parts.push([])
      size = bytes
    }
    parts.at(-1)?.push(span)
  }
  return parts
}

function bytesOf(span: ReadableSpan): number {
  let bytes = SPAN_BYTES
  for (const { attributes } of [span, ...span.events, ...span.links]) {
    for (const key in attributes) bytes += bytesIn(attributes[key])
  }
  return bytes
}

function bytesIn(value: unknown): number {
  if (typeof value === 'string') return byteLength(value)
  return Array.isArray(value) ? value.reduce<number>((sum, item) => sum + bytesIn(item), 0) : 0
}
