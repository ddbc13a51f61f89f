import { networkCause, post, type Answer } from './answer.ts'
import { readAzureAnswer } from './azure-answer.ts'
import { joinEnvelopes, splitEnvelopes } from './azure-envelopes.ts'
import { AzureMapper } from './azure-mapper.ts'
import { redirected } from './azure-redirect.ts'
import { compress } from './compress.ts'
import type { ConnectionString } from './connection-string.ts'
import type { Destination, SendResult } from './destination.ts'
import type { Batch } from './queue.ts'
import { untraced } from './untraced.ts'

/** The ingestion endpoint answers in some tens of milliseconds. */
const concurrency = 8
const mostRedirects = 5

/**
 * Sends batches to Azure Monitor. Microsoft's exporter makes the envelopes; the requests are the collector's own, several at once, so that its queue
 * is the only place where anything waits to be sent again.
 */
export class AzureDestination implements Destination {
  readonly concurrency: number = concurrency
  readonly name: string
  readonly identity: string
  readonly #mapper: AzureMapper
  #endpoint: string

  /** @throws CollectorError where Microsoft's exporter is not installed */
  constructor(connection: ConnectionString) {
    this.identity = connection.text
    this.name = `Azure Monitor (${new URL(connection.ingestionEndpoint).host})`
    this.#endpoint = `${connection.ingestionEndpoint.replace(/\/+$/, '')}/v2.1/track`
    this.#mapper = new AzureMapper(connection)
  }

  async send(batch: Batch, signal: AbortSignal): Promise<SendResult> {
    const envelopes =
      batch.contentType === 'application/x-json-stream'
        ? splitEnvelopes(batch.bytes)
        : await untraced(() => this.#mapper.map(batch))
    if (envelopes.length === 0) return { delivered: batch.items }
    const body = await compress(joinEnvelopes(envelopes))
    try {
      return readAzureAnswer(await untraced(() => this.#post(body, signal)), batch, envelopes)
    } catch (error) {
      return { delivered: 0, later: { cause: networkCause(error) } }
    }
  }

  close(): Promise<void> {
    return this.#mapper.close()
  }

  async #post(body: Uint8Array, signal: AbortSignal): Promise<Answer> {
    const headers = { 'content-type': 'application/x-json-stream', 'content-encoding': 'gzip' }
    for (let redirects = 0; ; redirects += 1) {
      const answer = await post(this.#endpoint, body, headers, signal)
      const target = redirects < mostRedirects ? redirected(answer, this.#endpoint) : undefined
      if (!target) return answer
      // Azure's global endpoint leads to the one of a region, which is asked directly from then on.
      this.#endpoint = target
    }
  }
}
