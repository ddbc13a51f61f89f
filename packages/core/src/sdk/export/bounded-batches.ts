import { context, diag } from '@opentelemetry/api'
import { ExportResultCode, type ExportResult } from '@opentelemetry/core'
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base'
import { byteLength } from '../../content/limit.ts'
import { exportOnce, inTime } from './export-once.ts'

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
/** Causes that are told apart; they may be words of others. */
const MAX_TOLD = 100

/**
 * Bounds what is sent at once: a batch processor counts spans alone, and 512 of them with content may be 100 MB. A batch that is too
 * large is exported in parts. Also knows which exports are under way, so that a flush waits for them.
 */
export class BoundedBatches implements SpanExporter {
  private readonly exporter: SpanExporter
  private readonly bounds: Bounds
  private readonly running = new Set<Promise<void>>()
  /** What has been told since spans were sent last; an endpoint that is away for a day is not told of each second. */
  private readonly told = new Set<string>()
  private lost = 0

  constructor(exporter: SpanExporter, bounds: Bounds) {
    this.exporter = exporter
    this.bounds = bounds
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    const { exporter, bounds } = this
    const parts = partsOf(spans, bounds)
    const run = (bounds.inTurn ? exportInTurn : exportTogether)(exporter, parts).then((results) =>
      done(this.news(parts, results)),
    )
    this.running.add(run)
    void run.finally(() => this.running.delete(run))
  }

  /** The result as the batch processor is to tell of it: of the same failure once, until spans are sent again. */
  private news(parts: ReadableSpan[][], results: PartResult[]): ExportResult {
    const failed = parts.filter((_, index) => results[index]?.code !== ExportResultCode.SUCCESS).flat().length
    this.lost += failed
    if (failed === 0) {
      if (this.lost > 0) diag.warn(`spanlit: spans are sent again; ${this.lost} were lost`)
      this.lost = 0
      this.told.clear()
      return { code: ExportResultCode.SUCCESS }
    }
    const error = results.find((result) => result?.error)?.error
    const cause = error?.message ?? ''
    if (this.told.has(cause)) return { code: ExportResultCode.SUCCESS }
    if (this.told.size < MAX_TOLD) this.told.add(cause)
    if (parts.length === 1) return results[0] as ExportResult
    const words = `${failed} of ${parts.flat().length} spans could not be sent${error ? `: ${cause}` : ''}`
    return { code: ExportResultCode.FAILED, error: new Error(words, { cause: error }) }
  }

  async forceFlush(): Promise<void> {
    await Promise.all(this.running)
    // OTLP's waits for an answer that comes byte by byte as long as it comes.
    await inTime(Promise.resolve(this.exporter.forceFlush?.()), 'the exporter does not come to an end')
  }

  async shutdown(): Promise<void> {
    await Promise.all(this.running)
    await inTime(this.exporter.shutdown(), 'the exporter does not come to an end')
  }
}

/** Nothing where the part was given up. */
type PartResult = ExportResult | undefined

/** The first part is exported at once, as a page that goes has no later. */
async function exportInTurn(exporter: SpanExporter, parts: ReadableSpan[][]): Promise<PartResult[]> {
  if (parts.length === 1) return [await exportOnce(exporter, parts[0] ?? [])]
  // The context in which nothing is traced: a browser's does not outlive an `await`.
  const exportPart = context.bind(context.active(), exportOnce)
  const results: PartResult[] = []
  let failures = 0
  for (const part of parts) {
    const result = failures < MAX_FAILURES ? await exportPart(exporter, part) : undefined
    failures = result?.code === ExportResultCode.SUCCESS ? 0 : failures + 1
    results.push(result)
  }
  return results
}

/** A page that goes has no time for one after the other. */
function exportTogether(exporter: SpanExporter, parts: ReadableSpan[][]): Promise<PartResult[]> {
  return Promise.all(parts.map((part) => exportOnce(exporter, part)))
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
