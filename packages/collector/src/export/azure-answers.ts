import { AsyncLocalStorage } from 'node:async_hooks'
import type { AzureMonitorExporterOptions } from '@azure/monitor-opentelemetry-exporter'

type PipelinePolicy = NonNullable<AzureMonitorExporterOptions['additionalPolicies']>[number]['policy']

/** The exporter's own requests have no time limit. */
const timeoutMs = 30_000

/** What Azure Monitor answers with these may be sent again; the exporter does so. */
const retryable = new Set([206, 401, 403, 408, 429, 439, 500, 502, 503, 504])

/** One export, and what came of its requests. */
export interface WatchedExport {
  /** Ends its requests; what they carry the exporter keeps. */
  readonly signal: AbortSignal
  /** What is not taken as a whole stays in the collector's own queue, so the exporter is to give it up. */
  readonly isQueued: boolean
  /** Items that will never be taken. */
  refused?: { items: number; cause: string }
  /** Items that may be sent again later, by the exporter where it keeps them. */
  kept?: { items: number; cause: string }
}

/**
 * Reads the ingestion endpoint's answers as they pass by: the exporter reports success for some that refuse items (a
 * wrong instrumentation key) and for all that it keeps, and a collector must neither lose spans nor hold them back without a word.
 */
export class AnswerWatch {
  /** What the exporter sends again by a timer is not taken for the export of that time. */
  readonly #exports = new AsyncLocalStorage<WatchedExport>()
  readonly #closing: AbortSignal

  /** `closing` ends the requests that belong to no export. */
  constructor(closing: AbortSignal) {
    this.#closing = closing
  }

  run<T>(watched: WatchedExport, work: () => T): T {
    return this.#exports.run(watched, work)
  }

  readonly policy: PipelinePolicy = {
    name: 'spanlitAnswerWatch',
    sendRequest: async (request, next) => {
      const watched = this.#exports.getStore()
      request.timeout ||= timeoutMs
      request.abortSignal ??= watched?.signal ?? this.#closing
      try {
        const response = await next(request)
        if (watched) note(watched, response.status, response.bodyAsText ?? '')
        if (watched?.isQueued && watched.kept?.items === Infinity) throw new Error(watched.kept.cause)
        if (response.status === 200 || isJsonObject(response.bodyAsText)) return response
        // On an error without its JSON, such as a gateway's 503, the exporter fails while it reads the body and gives the
        // batch up instead of keeping it.
        return { ...response, bodyAsText: '{"itemsReceived":0,"itemsAccepted":0,"errors":[]}' }
      } catch (error) {
        if (!watched) throw error
        watched.kept ??= { items: Infinity, cause: networkCause(error) }
        // The exporter would keep what an error of its own HTTP client has stopped.
        throw watched.isQueued ? new Error(watched.kept.cause) : error
      }
    },
  }
}

function note(watched: WatchedExport, status: number, body: string): void {
  // A redirect is followed, or refused in the exporter's own words.
  if (status === 200 || status === 307 || status === 308) return
  const { itemsReceived, itemsAccepted, errors } = readTrackResponse(body)
  const refused = errors.filter(({ statusCode }) => statusCode === undefined || !retryable.has(statusCode))
  const kept = errors.filter((error) => !refused.includes(error))
  const cause = ([first]: ItemError[]): string =>
    `it answered ${first?.statusCode ?? status}${first?.message ? `: ${first.message}` : ''}`
  if (status !== 206 && retryable.has(status)) {
    // For these the exporter keeps the whole request.
    watched.kept = { items: Infinity, cause: cause(errors) }
    return
  }
  if (kept.length > 0) watched.kept = { items: kept.length, cause: cause(kept) }
  if (status === 206 && refused.length === 0) return
  watched.refused = { items: refused.length || itemsReceived - itemsAccepted || Infinity, cause: cause(refused) }
}

function networkCause(error: unknown): string {
  const { name, code, message } = error as Error & { code?: string }
  if (name === 'AbortError') return 'it does not answer'
  return code && code !== 'REQUEST_SEND_ERROR' ? code : message
}

interface ItemError {
  statusCode?: number
  message?: string
}

interface TrackResponse {
  itemsReceived: number
  itemsAccepted: number
  errors: ItemError[]
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
