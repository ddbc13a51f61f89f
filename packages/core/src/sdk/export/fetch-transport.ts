import type { ExportResponse, IExporterTransport } from '@opentelemetry/otlp-exporter-base'
import { isOffline } from './offline-exporter.ts'
import { warnMisconfiguration } from '../misconfiguration.ts'
import type { ExportHeaders } from './exporter.ts'

/** What a browser sends on when the page has gone: 64 KiB, and nine requests, of all that are under way together. */
const MAX_KEEPALIVE_BYTES = 60 * 1024
const MAX_KEEPALIVE_REQUESTS = 9
const MAX_ATTEMPTS = 6
const FIRST_BACKOFF_MILLISECONDS = 1000
const MAX_BACKOFF_MILLISECONDS = 5000

const pending = { bytes: 0, requests: 0 }

/**
 * Sends by `fetch`, past an instrumented one, and tries again where OTLP says so. OpenTelemetry's own follows redirects, also to another
 * origin, with all headers and content; and it leaves answers unread, which Chromium takes for requests that are still under way: after
 * some nothing more is sent on.
 */
export class FetchTransport implements IExporterTransport {
  readonly #url: string
  readonly #contentType: string
  readonly #headers: ExportHeaders
  /** The refusal by the page's own policy, which stays as long as the page. */
  #refused: Error | undefined

  constructor(url: string, contentType: string, headers: ExportHeaders = {}) {
    this.#url = url
    this.#contentType = contentType
    this.#headers = headers
    globalThis.addEventListener?.('securitypolicyviolation', this.#onPolicyViolation)
  }

  readonly #onPolicyViolation = ({ blockedURI, disposition }: SecurityPolicyViolationEvent): void => {
    if (disposition !== 'enforce' || blockedURI !== this.#url) return
    const words = `The page's Content-Security-Policy does not allow requests to ${this.#url}, and spans go nowhere. Name its origin in connect-src.`
    this.#refused = new Error(words)
    warnMisconfiguration(words)
  }

  async send(data: Uint8Array, timeoutMillis: number): Promise<ExportResponse> {
    const deadline = performance.now() + timeoutMillis
    let backoff = FIRST_BACKOFF_MILLISECONDS
    for (let attempt = 1; ; attempt++) {
      if (this.#refused) return { status: 'failure', error: this.#refused }
      const response = await this.#post(data, deadline - performance.now())
      if (response.status !== 'retryable' || attempt === MAX_ATTEMPTS || isOffline()) return response
      const wait = response.retryInMillis ?? backoff * (0.8 + 0.4 * Math.random())
      if (performance.now() + wait > deadline) return response
      await new Promise((resolve) => setTimeout(resolve, wait))
      backoff = Math.min(backoff * 1.5, MAX_BACKOFF_MILLISECONDS)
    }
  }

  async #post(data: Uint8Array, timeoutMillis: number): Promise<ExportResponse> {
    const { fetch } = globalThis as { fetch: typeof globalThis.fetch & { __original?: typeof globalThis.fetch } }
    const keepalive =
      pending.bytes + data.byteLength <= MAX_KEEPALIVE_BYTES && pending.requests < MAX_KEEPALIVE_REQUESTS
    const bytes = keepalive ? data.byteLength : 0
    const requests = keepalive ? 1 : 0
    pending.bytes += bytes
    pending.requests += requests
    try {
      const headers = typeof this.#headers === 'function' ? await this.#headers() : this.#headers
      const response = await (fetch.__original ?? fetch)(this.#url, {
        method: 'POST',
        headers: { ...headers, 'content-type': this.#contentType },
        body: data as Uint8Array<ArrayBuffer>,
        signal: AbortSignal.timeout(Math.max(timeoutMillis, 0)),
        keepalive,
        redirect: 'manual',
      })
      const body = new Uint8Array(await response.arrayBuffer())
      return outcomeOf(response, body)
    } catch (error) {
      const cause = error instanceof Error ? error : new Error(String(error))
      // After a timeout no time is left for a retry. A network that is away may come back.
      return cause instanceof TypeError ? { status: 'retryable', error: cause } : { status: 'failure', error: cause }
    } finally {
      pending.bytes -= bytes
      pending.requests -= requests
    }
  }

  shutdown(): void {
    globalThis.removeEventListener?.('securitypolicyviolation', this.#onPolicyViolation)
  }
}

function outcomeOf(response: Response, data: Uint8Array): ExportResponse {
  if (response.ok) return { status: 'success', data }
  if (response.type === 'opaqueredirect') {
    const error = new Error(
      'The endpoint answers with a redirect, which is not followed: what is sent is for the endpoint that was named. Give the one that it leads to.',
    )
    return { status: 'failure', error }
  }
  if (![429, 502, 503, 504].includes(response.status)) {
    const error = Object.assign(new Error(`The endpoint answers ${response.status}.`), { code: response.status })
    return { status: 'failure', error }
  }
  const after = response.headers.get('retry-after')
  const seconds = Number(after)
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(after ?? '') - Date.now()
  return { status: 'retryable', ...(after && Number.isFinite(wait) ? { retryInMillis: Math.max(wait, 0) } : {}) }
}
