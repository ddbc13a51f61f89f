import type { AzureMonitorExporterOptions } from '@azure/monitor-opentelemetry-exporter'

type PipelinePolicy = NonNullable<AzureMonitorExporterOptions['additionalPolicies']>[number]['policy']

/** What Azure Monitor says of single items may be sent again with these; the exporter does so. */
const retryable = new Set([206, 401, 403, 408, 429, 439, 500, 502, 503, 504])

/**
 * Reads the ingestion endpoint's answers as they pass by: the exporter reports success for some that refuse items (a
 * wrong instrumentation key) and no reason for others, and a collector must not lose spans without a word.
 */
export class RefusalWatch {
  #refused: { items: number; cause: string } | undefined

  get refused(): { items: number; cause: string } | undefined {
    return this.#refused
  }

  reset(): void {
    this.#refused = undefined
  }

  readonly policy: PipelinePolicy = {
    name: 'spanlitRefusalWatch',
    sendRequest: async (request, next) => {
      const response = await next(request)
      // For these the exporter keeps the whole request and sends it again.
      if (response.status !== 200 && (response.status === 206 || !retryable.has(response.status))) {
        this.#read(response.status, response.bodyAsText ?? '')
      }
      if (response.status === 200 || isJsonObject(response.bodyAsText)) return response
      // On an error without its JSON, such as a gateway's 503, the exporter fails while it reads the body and gives the
      // batch up instead of keeping it.
      return { ...response, bodyAsText: '{"itemsReceived":0,"itemsAccepted":0,"errors":[]}' }
    },
  }

  #read(status: number, body: string): void {
    const { itemsReceived, itemsAccepted, errors } = readTrackResponse(body)
    const refused = errors.filter(({ statusCode }) => statusCode === undefined || !retryable.has(statusCode))
    if (status === 206 && refused.length === 0) return
    const items = refused.length || itemsReceived - itemsAccepted || Number.MAX_SAFE_INTEGER
    const said = refused[0]?.message
    this.#refused = { items, cause: `it answered ${refused[0]?.statusCode ?? status}${said ? `: ${said}` : ''}` }
  }
}

interface TrackResponse {
  itemsReceived: number
  itemsAccepted: number
  errors: { statusCode?: number; message?: string }[]
}

function readTrackResponse(body: string): TrackResponse {
  try {
    const read = JSON.parse(body) as Partial<TrackResponse> | null
    return { itemsReceived: 0, itemsAccepted: 0, ...read, errors: Array.isArray(read?.errors) ? read.errors : [] }
  } catch {
    return { itemsReceived: 0, itemsAccepted: 0, errors: [] }
  }
}

function isJsonObject(text: string | null | undefined): boolean {
  try {
    return typeof JSON.parse(text ?? '') === 'object'
  } catch {
    return false
  }
}
