import { context } from '@opentelemetry/api'
import { ExportResultCode, type ExportResult } from '@opentelemetry/core'
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base'
import { exportOnce } from './export-once.ts'

/**
 * Characters of the texts in one request. Collectors refuse a body of more than 20 MiB, and a character takes up to three bytes, a quoted one
 * up to four.
 */
const MAX_CHARACTERS = 4_000_000
/** What a span takes beside its texts: ids, times, the names of its attributes. */
const SPAN_CHARACTERS = 1000
/** After so many parts in a row that were not taken the rest is given up: each may have taken ten seconds. */
const MAX_FAILURES = 2

/**
 * Bounds what is sent at once: a batch processor counts spans alone, and 512 of them with content may be 100 MB. A batch that is too
 * large is exported in parts, one after the other. Also knows which exports are under way, so that a flush waits for them.
 */
export class BoundedBatches implements SpanExporter {
  private readonly exporter: SpanExporter
  private readonly running = new Set<Promise<void>>()

  constructor(exporter: SpanExporter) {
    this.exporter = exporter
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    const run = exportInTurn(this.exporter, partsOf(spans)).then(done)
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
  let firstError: Error | undefined
  let lost = 0
  let failures = 0
  for (const part of parts) {
    const result = failures < MAX_FAILURES ? await exportPart(exporter, part) : undefined
    if (result?.code === ExportResultCode.SUCCESS) {
      failures = 0
      continue
    }
    failures += 1
    lost += part.length
    firstError ??= result?.error
  }
  if (lost === 0) return { code: ExportResultCode.SUCCESS }
  const words = `${lost} of ${parts.flat().length} spans could not be sent${firstError ? `: ${firstError.message}` : ''}`
  return { code: ExportResultCode.FAILED, error: new Error(words, { cause: firstError }) }
}

function partsOf(spans: ReadableSpan[]): ReadableSpan[][] {
  const parts: ReadableSpan[][] = []
  let size = Infinity
  for (const span of spans) {
    const characters = charactersOf(span)
    size += characters
    if (size > MAX_CHARACTERS) {
      parts.push([])
      size = characters
    }
    parts.at(-1)?.push(span)
  }
  return parts
}

function charactersOf(span: ReadableSpan): number {
  let characters = SPAN_CHARACTERS
  for (const { attributes } of [span, ...span.events, ...span.links]) {
    for (const key in attributes) characters += lengthOf(attributes[key])
  }
  return characters
}

function lengthOf(value: unknown): number {
  if (typeof value === 'string') return value.length
  return Array.isArray(value) ? value.reduce<number>((sum, item) => sum + lengthOf(item), 0) : 0
}
