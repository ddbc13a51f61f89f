import { diag } from '@opentelemetry/api'
import { ExportResultCode, type ExportResult } from '@opentelemetry/core'
import { byteLength } from '../../utf8.ts'
import { exportOnce, inTime } from './export-once.ts'
import type { Exporter } from './exporter.ts'

/** What may be sent at once. */
export interface Bounds {
  /** Bytes of the texts in one request, as they are; a quoted one takes more. */
  maxBytes: number
  /** One after the other, so that a collector which is away is not asked for each; else all at once, the smallest spans first. */
  inTurn: boolean
  /** Runs an export outside of the context of whatever has ended the batch's last span, where nothing is traced. */
  detached<Result>(fn: () => Result): Result
}

/** A span or a log record: what its size depends on. */
interface Item {
  readonly attributes: object
  readonly body?: unknown
  readonly events?: readonly { attributes?: object | undefined }[]
  readonly links?: readonly { attributes?: object | undefined }[]
}

/** What an item takes beside its texts: ids, times, the names of its attributes. */
const ITEM_BYTES = 1000
/** After so many parts in a row that were not taken the rest is given up: each may have taken ten seconds. */
const MAX_FAILURES = 2
/** Causes that are told apart; they may be words of others. */
const MAX_TOLD = 100

/**
 * Bounds what is sent at once: a batch processor counts spans alone, and 512 of them with content may be 100 MB. A batch that is too
 * large is exported in parts. Also knows which exports are under way, so that a flush waits for them.
 */
export class ByteBoundedExporter<T extends Item> implements Exporter<T[]> {
  readonly #exporter: Exporter<T[]>
  readonly #what: string
  readonly #bounds: Bounds
  readonly #running = new Set<Promise<void>>()
  /** What has been told since spans were sent last; an endpoint that is away for a day is not told of each second. */
  readonly #reportedCauses = new Set<string>()
  #lost = 0

  /** @param what the items are, as a report names them */
  constructor(exporter: Exporter<T[]>, bounds: Bounds, what: string = 'spans') {
    this.#exporter = exporter
    this.#what = what
    this.#bounds = bounds
  }

  export(items: T[], done: (result: ExportResult) => void): void {
    const exporter = this.#exporter
    const bounds = this.#bounds
    const parts = partsOf(items, bounds)
    const exportPart = (part: T[]): Promise<ExportResult> => bounds.detached(() => exportOnce(exporter, part))
    const run = (bounds.inTurn ? exportInTurn : exportTogether)(exportPart, parts).then((results) =>
      done(this.#result(parts, results)),
    )
    this.#running.add(run)
    void run.finally(() => this.#running.delete(run))
  }

  /** The result that the batch processor reports: each failure once, until an export succeeds again. */
  #result(parts: T[][], results: PartResult[]): ExportResult {
    const failed = parts.filter((_, index) => results[index]?.code !== ExportResultCode.SUCCESS).flat().length
    this.#lost += failed
    if (failed === 0) {
      if (this.#lost > 0) diag.warn(`spanlit: ${this.#what} are sent again; ${this.#lost} were lost`)
      this.#lost = 0
      this.#reportedCauses.clear()
      return { code: ExportResultCode.SUCCESS }
    }
    const error = results.find((result) => result?.error)?.error
    const cause = error?.message ?? ''
    if (this.#reportedCauses.has(cause)) return { code: ExportResultCode.SUCCESS }
    if (this.#reportedCauses.size < MAX_TOLD) this.#reportedCauses.add(cause)
    if (parts.length === 1) return results[0] as ExportResult
    const words = `${failed} of ${parts.flat().length} ${this.#what} could not be sent${error ? `: ${cause}` : ''}`
    return { code: ExportResultCode.FAILED, error: new Error(words, { cause: error }) }
  }

  async forceFlush(): Promise<void> {
    await Promise.all(this.#running)
    // OTLP's waits for an answer that comes byte by byte as long as it comes.
    await inTime(Promise.resolve(this.#exporter.forceFlush?.()), 'the exporter does not come to an end')
  }

  async shutdown(): Promise<void> {
    await Promise.all(this.#running)
    await inTime(this.#exporter.shutdown(), 'the exporter does not come to an end')
  }
}

/** Nothing where the part was given up. */
type PartResult = ExportResult | undefined

/** The first part is exported at once, as a page that goes has no later. */
async function exportInTurn<T>(exportPart: (part: T[]) => Promise<ExportResult>, parts: T[][]): Promise<PartResult[]> {
  const results: PartResult[] = []
  let failures = 0
  for (const part of parts) {
    const result = failures < MAX_FAILURES ? await exportPart(part) : undefined
    failures = result?.code === ExportResultCode.SUCCESS ? 0 : failures + 1
    results.push(result)
  }
  return results
}

/** A page that goes has no time for one after the other. */
function exportTogether<T>(exportPart: (part: T[]) => Promise<ExportResult>, parts: T[][]): Promise<PartResult[]> {
  return Promise.all(parts.map(exportPart))
}

function partsOf<T extends Item>(items: T[], { maxBytes, inTurn }: Bounds): T[][] {
  const parts: T[][] = []
  const sized = items.map((item) => ({ item, bytes: bytesOf(item) }))
  if (!inTurn) sized.sort((one, other) => one.bytes - other.bytes)
  let size = Infinity
  for (const { item, bytes } of sized) {
    size += bytes
    if (size > maxBytes) {
      parts.push([])
      size = bytes
    }
    parts.at(-1)?.push(item)
  }
  return parts
}

function bytesOf(item: Item): number {
  let bytes = ITEM_BYTES + bytesIn(item.body)
  for (const { attributes } of [item, ...(item.events ?? []), ...(item.links ?? [])]) bytes += bytesIn(attributes)
  return bytes
}

/** An event's content is structured. */
function bytesIn(value: unknown): number {
  if (typeof value === 'string') return byteLength(value)
  if (typeof value !== 'object' || value === null) return 0
  let bytes = 0
  for (const item of Object.values(value)) bytes += bytesIn(item)
  return bytes
}
