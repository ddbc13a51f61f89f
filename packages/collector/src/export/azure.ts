import type { AzureMonitorExporterOptions, AzureMonitorTraceExporter } from '@azure/monitor-opentelemetry-exporter'
import { context } from '@opentelemetry/api'
import { ExportResultCode, suppressTracing, type ExportResult } from '@opentelemetry/core'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import { decodeTraces } from '../otlp/protobuf.ts'
import { readTraces } from '../otlp/traces.ts'
import { AnswerWatch, type WatchedExport } from './azure-answers.ts'
import type { ConnectionString } from './connection-string.ts'
import type { Destination, SendResult } from './destination.ts'
import type { Batch } from './queue.ts'
import { toReadableSpans } from './readable-span.ts'

/**
 * Sends batches to Azure Monitor by Microsoft's own exporter, which keeps what it may send again on disk
 * (`<tmp>/Microsoft-AzureMonitor-…`) and retries it on its own: for a batch it has taken, the collector's part is done. It keeps 50 MB for
 * two days, and takes a batch off the disk before it sends it; so where the collector's queue is durable, batches stay there instead. Only of
 * one that Azure Monitor takes in part the exporter keeps the rest.
 */
export class AzureDestination implements Destination {
  readonly name: string
  readonly identity: string
  readonly #connection: ConnectionString
  readonly #storageDirectory: string | undefined
  readonly #isQueued: boolean
  readonly #closing = new AbortController()
  readonly #watch = new AnswerWatch(this.#closing.signal)
  #exporter: Promise<AzureMonitorTraceExporter> | undefined
  /** One export at a time: the exporter asks Azure Monitor for each, also while it is away. */
  #previous: Promise<unknown> = Promise.resolve()

  /** @param isQueued what Azure Monitor does not take stays in a durable queue */
  constructor(connection: ConnectionString, storageDirectory: string | undefined, isQueued = false) {
    this.#connection = connection
    this.#storageDirectory = storageDirectory
    this.#isQueued = isQueued
    this.identity = connection.text
    this.name = `Azure Monitor (${new URL(connection.ingestionEndpoint).host})`
  }

  send(batch: Batch, signal: AbortSignal): Promise<SendResult> {
    const result = this.#previous.then(() => this.#send(batch, signal))
    this.#previous = result
    return result
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await (await this.#exporter?.catch(() => undefined))?.shutdown()
  }

  async #send(batch: Batch, signal: AbortSignal): Promise<SendResult> {
    if (signal.aborted) return { outcome: 'retry', cause: 'the collector was stopped' }
    if (batch.signal !== 'traces') {
      return { outcome: 'refused', cause: `${batch.signal} are not sent to Azure Monitor yet`, items: batch.items }
    }
    try {
      this.#exporter ??= createExporter(this.#connection, this.#storageDirectory, this.#watch)
      const exporter = await this.#exporter
      const spans = toReadableSpans(readTraces(decodeTraces(batch.bytes)).traces)
      const watched: WatchedExport = { signal, isQueued: this.#isQueued }
      const result = await this.#watch.run(watched, () =>
        context.with(suppressTracing(context.active()), () => exportOnce(exporter, spans)),
      )
      return outcomeOf(result, watched, batch)
    } catch (error) {
      return { outcome: 'refused', cause: (error as Error).message, items: batch.items }
    }
  }
}

function outcomeOf(
  { code, error }: ExportResult,
  { isQueued, refused, kept }: WatchedExport,
  batch: Batch,
): SendResult {
  if (refused) return { outcome: 'refused', cause: refused.cause, items: Math.min(refused.items, batch.items) }
  if (code === ExportResultCode.SUCCESS) return kept ? { outcome: 'kept', cause: kept.cause } : { outcome: 'sent' }
  if (!kept) return { outcome: 'refused', cause: error?.message ?? 'the exporter gave no reason', items: batch.items }
  if (isQueued && kept.items === Infinity) return { outcome: 'retry', cause: kept.cause }
  // A disk that is full or cannot be written.
  const cause = `${kept.cause}, and the exporter has not kept them on disk`
  // Of a batch that has been taken in part nothing may be sent twice.
  if (kept.items < batch.items) return { outcome: 'refused', cause, items: kept.items }
  return { outcome: 'retry', cause }
}

/** The exporter calls back twice, first with the result and then with success; a promise keeps the first. */
function exportOnce(exporter: AzureMonitorTraceExporter, spans: ReadableSpan[]): Promise<ExportResult> {
  return new Promise((resolve, reject) => {
    exporter.export(spans, resolve).catch(reject)
  })
}

async function createExporter(
  connection: ConnectionString,
  storageDirectory: string | undefined,
  watch: AnswerWatch,
): Promise<AzureMonitorTraceExporter> {
  // The exporter reports on itself to Microsoft unless this is set; any value turns it off, so an empty one keeps it on.
  process.env['APPLICATION_INSIGHTS_NO_STATSBEAT'] ??= 'true'
  // Loaded when it is needed: most developers never forward, and it takes a noticeable part of the start.
  const { AzureMonitorTraceExporter: Exporter } = await import('@azure/monitor-opentelemetry-exporter')
  const options: AzureMonitorExporterOptions = {
    connectionString: connection.text,
    ...(storageDirectory && { storageDirectory }),
    // Its HTTP client would wait for a minute of Retry-After with the batch in its hands; so it goes to disk at once.
    retryOptions: { maxRetries: 0 },
    additionalPolicies: [{ policy: watch.policy, position: 'perCall' }],
  }
  if (connection.ingestionEndpoint.startsWith('http://')) {
    // The exporter rewrites http to https in a connection string, which no stand-in on this machine speaks.
    options.host = connection.ingestionEndpoint.replace(/\/$/, '')
    options.allowInsecureConnection = true
  }
  return new Exporter(options)
}
