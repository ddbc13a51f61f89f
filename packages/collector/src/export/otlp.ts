import { Fault } from '../otlp/fault.ts'
import { decodeRequest } from '../otlp/protobuf.ts'
import { readRequest } from '../otlp/request.ts'
import type { Signal } from '../otlp/signal.ts'
import { networkCause, post } from './answer.ts'
import { compress } from './compress.ts'
import type { Destination, SendResult } from './destination.ts'
import { isLoop, type Via } from './loop.ts'
import { readOtlpAnswer } from './otlp-answer.ts'
import type { Batch } from './queue.ts'
import { untraced } from './untraced.ts'

/** With 50 ms behind a request, sixteen are enough for what one process can take in. */
const concurrency = 16

export interface OtlpDestinationOptions {
  /** Where to send: the whole URL of the traces endpoint. */
  url: string
  headers: Record<string, string>
  encoding: 'protobuf' | 'json'
}

/** Sends batches on to any OTLP/HTTP endpoint, gzipped. */
export class OtlpDestination implements Destination {
  readonly concurrency: number = concurrency
  readonly name: string
  readonly identity: string
  readonly #options: OtlpDestinationOptions
  readonly #via: Via

  constructor(options: OtlpDestinationOptions, via: Via) {
    this.#via = via
    const { origin, pathname } = new URL(options.url)
    this.name = origin + pathname
    this.identity = options.url
    this.#options = options
  }

  async send(batch: Batch, signal: AbortSignal): Promise<SendResult> {
    const { url, headers, encoding } = this.#options
    const isJson = encoding === 'json'
    const body = await compress(isJson ? toJson(batch) : batch.bytes)
    try {
      const answer = await untraced(() =>
        post(
          urlFor(batch.signal, url),
          body,
          {
            'content-type': isJson ? 'application/json' : 'application/x-protobuf',
            'content-encoding': 'gzip',
            ...this.#via.headers(batch),
            ...headers,
          },
          signal,
        ),
      )
      if (isLoop(answer)) {
        const cause = 'it leads back to this collector; forward to another endpoint'
        return { delivered: 0, refused: { items: batch.items, cause } }
      }
      return readOtlpAnswer(answer, batch)
    } catch (error) {
      return { delivered: 0, later: { cause: networkCause(error) } }
    }
  }

  async close(): Promise<void> {}
}

function urlFor(signal: Signal, tracesUrl: string): string {
  if (signal === 'traces') return tracesUrl
  const url = new URL(tracesUrl)
  url.pathname = url.pathname.replace(/traces(\/?)$/, `${signal}$1`)
  return url.href
}

function toJson({ signal, bytes }: Batch): string {
  const read = readRequest(signal, decodeRequest(signal, bytes), { items: Infinity, values: Infinity })
  if (read instanceof Fault) throw new Error(read.message)
  return JSON.stringify(read.data)
}
