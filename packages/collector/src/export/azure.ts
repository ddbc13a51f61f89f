import type { AzureMonitorExporterOptions, AzureMonitorTraceExporter } from '@azure/monitor-opentelemetry-exporter'
import { context } from '@opentelemetry/api'
import { ExportResultCode, suppressTracing, type ExportResult } from '@opentelemetry/core'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import { decodeTraces } from '../otlp/protobuf.ts'
import { readTraces } from '../otlp/traces.ts'
import type { ConnectionString } from './connection-string.ts'
import type { Destination, SendResult } from './destination.ts'
import type { Batch } from './queue.ts'
import { toReadableSpans } from './readable-span.ts'
import { RefusalWatch } from './track-response.ts'

/**
 * Sends batches to Azure Monitor by Microsoft's own exporter, which keeps what it may send again on disk
 * (`<tmp>/Microsoft-AzureMonitor-…`) and retries it on its own: for a batch it has taken, the collector's part is done.
 */
export class AzureDestination implements Destination {
  readonly name: string
  readonly #connection: ConnectionString
  readonly #storageDirectory: string | undefined
  readonly #watch = new RefusalWatch()
  #exporter: Promise<AzureMonitorTraceExporter> | undefined
  /** One export at a time, so that a refusal is counted for the batch it belongs to. */
  #previous: Promise<unknown> = Promise.resolve()

  constructor(connection: ConnectionString, storageDirectory: string | undefined) {
    this.#connection = connection
    this.#storageDirectory = storageDirectory
    this.name = `Azure Monitor (${new URL(connection.ingestionEndpoint).host})`
  }

  send(batch: Batch, signal: AbortSignal): Promise<SendResult> {
    const result = this.#previous.then(() => this.#send(batch, signal))
    this.#previous = result
    // The exporter's requests have no time limit; a collector that is told to stop must not wait for them.
    return Promise.race([result, aborted(signal)])
  }

  async close(): Promise<void> {
    await (await this.#exporter)?.shutdown()
  }

  async #send(batch: Batch, signal: AbortSignal): Promise<SendResult> {
    if (signal.aborted) return stopped
    try {
      this.#exporter ??= createExporter(this.#connection, this.#storageDirectory, this.#watch)
      const exporter = await this.#exporter
      this.#watch.reset()
      const spans = toReadableSpans(readTraces(decodeTraces(batch.bytes)).traces)
      const result = await context.with(suppressTracing(context.active()), () => exportOnce(exporter, spans))
      const refused = this.#watch.refused
      if (refused) return { outcome: 'refused', cause: refused.cause, spans: Math.min(refused.items, batch.spans) }
      if (result.code === ExportResultCode.SUCCESS) return { outcome: 'sent' }
      return { outcome: 'refused', cause: result.error?.message ?? 'the exporter gave no reason', spans: batch.spans }
    } catch (error) {
      return { outcome: 'refused', cause: (error as Error).message, spans: batch.spans }
    }
  }
}

const stopped: SendResult = { outcome: 'retry', cause: 'the collector was stopped' }

function aborted(signal: AbortSignal): Promise<SendResult> {
  if (signal.aborted) return Promise.resolve(stopped)
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(stopped), { once: true }))
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
  watch: RefusalWatch,
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
