import { diag } from '@opentelemetry/api'
import { ExportResultCode, type ExportResult } from '@opentelemetry/core'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import { warnMisconfiguration } from '../misconfiguration.ts'
import { adviceOn, isWebPage } from './answer.ts'
import type { FlushableExporter, OtlpEndpoint } from './exporter.ts'
import { FetchTransport } from './fetch-transport.ts'
import { tracesRequest } from './json-spans.ts'

const TIMEOUT_MILLISECONDS = 10_000

/** Sends spans of a page as OTLP/JSON. Whoever exports by it waits for its calls back: there is no queue here. */
export class JsonSpanExporter implements FlushableExporter<ReadableSpan[]> {
  readonly #endpoint: OtlpEndpoint
  readonly #transport: FetchTransport

  constructor(endpoint: OtlpEndpoint) {
    this.#endpoint = endpoint
    this.#transport = new FetchTransport(endpoint.url, 'application/json', endpoint.headers)
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    const fail = (error: unknown): void => {
      const words = adviceOn(error, this.#endpoint)
      if (words) warnMisconfiguration(words)
      done({ code: ExportResultCode.FAILED, error: words ? new Error(words, { cause: error }) : (error as Error) })
    }
    // Serialized and sent at once: a page that goes has no later turn.
    const body = new TextEncoder().encode(JSON.stringify(tracesRequest(spans)))
    this.#transport.send(body, TIMEOUT_MILLISECONDS).then((response) => {
      if (response.status !== 'success') return fail('error' in response ? response.error : undefined)
      if (response.data && isWebPage(response.data)) return fail(response.data)
      tellOfRejected(response.data)
      done({ code: ExportResultCode.SUCCESS })
    }, fail)
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {
    this.#transport.shutdown()
  }
}

/** OTLP's partial success: the receiver has rejected some of the spans. */
function tellOfRejected(data: Uint8Array | undefined): void {
  try {
    const { partialSuccess } = JSON.parse(new TextDecoder().decode(data)) as { partialSuccess?: object }
    if (partialSuccess && Object.keys(partialSuccess).length > 0) {
      diag.warn('spanlit: the endpoint has not taken all spans', JSON.stringify(partialSuccess))
    }
  } catch {
    // An answer without JSON says nothing more than its status.
  }
}
