import { AsyncLocalStorage } from 'node:async_hooks'
import { createRequire } from 'node:module'
import type { AzureMonitorExporterOptions } from '@azure/monitor-opentelemetry-exporter'
import { CollectorError } from '../errors.ts'
import { Fault } from '../otlp/fault.ts'
import type { ResourceSpans } from '../otlp/model.ts'
import { decodeRequest } from '../otlp/protobuf.ts'
import { readRequest } from '../otlp/request.ts'
import type { Signal } from '../otlp/signal.ts'
import type { Envelope } from './azure-envelopes.ts'
import { completeEnvelope, nameSpan } from './azure-names.ts'
import type { ConnectionString } from './connection-string.ts'
import type { Batch } from './queue.ts'
import { toReadableLogs, type LogsData } from './readable-log.ts'
import { toReadableMetrics, type MetricsData } from './readable-metrics.ts'
import { toReadableSpans } from './readable-span.ts'

type PipelinePolicy = NonNullable<AzureMonitorExporterOptions['additionalPolicies']>[number]['policy']
type PipelineResponse = Awaited<ReturnType<PipelinePolicy['sendRequest']>>

/** What all of Microsoft's exporters have in common. */
interface Exporter {
  export(items: never, done: (result: { error?: Error }) => void): Promise<void>
  shutdown(): Promise<void>
}

type Exporters = Record<Signal, Exporter>

const packageName = '@azure/monitor-opentelemetry-exporter'
const accepted = '{"itemsReceived":1,"itemsAccepted":1,"errors":[]}'

/**
 * Makes Azure Monitor's envelopes of batches by Microsoft's own exporters, which know the mapping. Their requests are caught before they are
 * sent: they would keep what fails on a disk of their own, and send it again one batch a minute.
 */
export class AzureMapper {
  readonly #connection: ConnectionString
  /** Where the envelopes go of the export that is under way. */
  readonly #caught = new AsyncLocalStorage<Envelope[]>()
  #exporters: Promise<Exporters> | undefined

  /** @throws CollectorError where the exporter is not installed */
  constructor(connection: ConnectionString) {
    requireExporter()
    this.#connection = connection
  }

  async map({ signal, bytes }: Batch): Promise<Envelope[]> {
    const read = readRequest(signal, decodeRequest(signal, bytes), noLimits)
    if (read instanceof Fault) throw new Error(read.message)
    this.#exporters ??= this.#create()
    const exporter = (await this.#exporters)[signal]
    const envelopes: Envelope[] = []
    // The exporter describes the resource of the first span of an export, so each resource is an export of its own.
    for (const { items, times } of exportsOf(signal, read.data)) {
      const own: Envelope[] = []
      await this.#caught.run(own, () => exportOnce(exporter, items))
      for (const [index, time] of times.entries()) if (time !== undefined && own[index]) own[index]['time'] = time
      for (const envelope of own) {
        completeEnvelope(envelope)
        envelopes.push(envelope)
      }
    }
    return envelopes
  }

  async close(): Promise<void> {
    const exporters = await this.#exporters?.catch(() => undefined)
    await Promise.all(Object.values(exporters ?? {}).map((exporter) => exporter.shutdown()))
  }

  async #create(): Promise<Exporters> {
    // The exporter reports on itself to Microsoft unless this is set; any value turns it off, so an empty one keeps it on.
    process.env['APPLICATION_INSIGHTS_NO_STATSBEAT'] ??= 'true'
    // Loaded when they are needed: most developers never forward, and they take a noticeable part of the start.
    const { AzureMonitorTraceExporter, AzureMonitorLogExporter, AzureMonitorMetricExporter } =
      await import('@azure/monitor-opentelemetry-exporter')
    const options: AzureMonitorExporterOptions = {
      connectionString: this.#connection.text,
      disableOfflineStorage: true,
      retryOptions: { maxRetries: 0 },
      additionalPolicies: [{ policy: this.#catch, position: 'perCall' }],
    }
    return {
      traces: new AzureMonitorTraceExporter(options),
      logs: new AzureMonitorLogExporter(options),
      metrics: new AzureMonitorMetricExporter(options),
    }
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

/** What was taken is mapped, and several requests may have been merged. */
const noLimits = { items: Infinity, values: Infinity }

interface OneExport {
  items: unknown
  /** Times of the envelopes, where the exporter does not know them. */
  times: readonly (string | undefined)[]
}

function exportsOf(signal: Signal, data: object): OneExport[] {
  switch (signal) {
    case 'traces':
      return ((data as { resourceSpans?: ResourceSpans[] }).resourceSpans ?? []).map((resourceSpans) => ({
        items: toReadableSpans({ resourceSpans: [resourceSpans] }).map(nameSpan),
        times: [],
      }))
    case 'logs':
      return ((data as LogsData).resourceLogs ?? []).map((logs) => ({ items: toReadableLogs(logs), times: [] }))
    case 'metrics':
      return ((data as MetricsData).resourceMetrics ?? []).map((resource) => {
        const { times, ...items } = toReadableMetrics(resource)
        return { items, times }
      })
  }
}

/** The exporter is an optional peer: with all that it needs it is three times as large as the collector. */
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
function exportOnce(exporter: Exporter, items: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    exporter.export(items as never, ({ error }) => (error ? reject(error) : resolve())).catch(reject)
  })
}
