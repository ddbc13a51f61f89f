import { AsyncLocalStorage } from 'node:async_hooks'
import { createRequire } from 'node:module'
import type { AzureMonitorExporterOptions, AzureMonitorTraceExporter } from '@azure/monitor-opentelemetry-exporter'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import { CollectorError } from '../errors.ts'
import { decodeTraces } from '../otlp/protobuf.ts'
import { readTraces } from '../otlp/traces.ts'
import type { Envelope } from './azure-envelopes.ts'
import type { ConnectionString } from './connection-string.ts'
import type { Batch } from './queue.ts'
import { toReadableSpans } from './readable-span.ts'

type PipelinePolicy = NonNullable<AzureMonitorExporterOptions['additionalPolicies']>[number]['policy']
type PipelineResponse = Awaited<ReturnType<PipelinePolicy['sendRequest']>>

const packageName = '@azure/monitor-opentelemetry-exporter'
const accepted = '{"itemsReceived":1,"itemsAccepted":1,"errors":[]}'

/**
 * Makes Azure Monitor's envelopes of batches by Microsoft's own exporter, which knows the mapping. Its requests are caught before they are sent:
 * it would keep what fails on a disk of its own, and send it again one batch a minute.
 */
export class AzureMapper {
  readonly #connection: ConnectionString
  /** Where the envelopes go of the export that is under way. */
  readonly #caught = new AsyncLocalStorage<Envelope[]>()
  #exporter: Promise<AzureMonitorTraceExporter> | undefined

  /** @throws CollectorError where the exporter is not installed */
  constructor(connection: ConnectionString) {
    requireExporter()
    this.#connection = connection
  }

  async map(batch: Batch): Promise<Envelope[]> {
    if (batch.signal !== 'traces') throw new Error(`${batch.signal} can't be sent to Azure Monitor yet`)
    this.#exporter ??= this.#create()
    const exporter = await this.#exporter
    const { traces } = readTraces(decodeTraces(batch.bytes))
    const envelopes: Envelope[] = []
    // The exporter describes the resource of the first span of an export, so each resource is an export of its own.
    for (const resourceSpans of traces.resourceSpans) {
      const spans = toReadableSpans({ resourceSpans: [resourceSpans] })
      await this.#caught.run(envelopes, () => exportOnce(exporter, spans))
    }
    return envelopes
  }

  async close(): Promise<void> {
    await (await this.#exporter?.catch(() => undefined))?.shutdown()
  }

  async #create(): Promise<AzureMonitorTraceExporter> {
    // The exporter reports on itself to Microsoft unless this is set; any value turns it off, so an empty one keeps it on.
    process.env['APPLICATION_INSIGHTS_NO_STATSBEAT'] ??= 'true'
    // Loaded when it is needed: most developers never forward, and it takes a noticeable part of the start.
    const { AzureMonitorTraceExporter: Exporter } = await import('@azure/monitor-opentelemetry-exporter')
    return new Exporter({
      connectionString: this.#connection.text,
      disableOfflineStorage: true,
      retryOptions: { maxRetries: 0 },
      additionalPolicies: [{ policy: this.#catch, position: 'perCall' }],
    })
  }

  readonly #catch: PipelinePolicy = {
    name: 'spanlitCatch',
    sendRequest: async (request, next) => {
      const caught = this.#caught.getStore()
      if (!caught || typeof request.body !== 'string') return next(request)
      for (const envelope of JSON.parse(request.body) as Envelope[]) caught.push(envelope)
      return { request, status: 200, headers: request.headers, bodyAsText: accepted } satisfies PipelineResponse
    },
  }
}

/** The exporter is an optional peer: with all that it needs it is four times as large as the collector. */
function requireExporter(): void {
  try {
    createRequire(import.meta.url).resolve(packageName)
  } catch (error) {
    throw new CollectorError(
      `Azure Monitor needs Microsoft's exporter, which is not installed beside @spanlit/collector: npm install ${packageName}@1.0.0-beta.47`,
      { cause: error },
    )
  }
}

/** The exporter calls back twice, first with the result and then with success; a promise keeps the first. */
function exportOnce(exporter: AzureMonitorTraceExporter, spans: ReadableSpan[]): Promise<void> {
  return new Promise((resolve, reject) => {
    exporter.export(spans, ({ error }) => (error ? reject(error) : resolve())).catch(reject)
  })
}
