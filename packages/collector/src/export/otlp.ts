import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { context } from '@opentelemetry/api'
import { suppressTracing } from '@opentelemetry/core'
import { Fault } from '../otlp/fault.ts'
import { decodeRequest } from '../otlp/protobuf.ts'
import { readRequest } from '../otlp/request.ts'
import type { Signal } from '../otlp/signal.ts'
import type { Destination, SendResult } from './destination.ts'
import { readOtlpAnswer } from './otlp-answer.ts'
import type { Batch } from './queue.ts'

const gzipAsync = promisify(gzip)

const timeoutMs = 30_000

export interface OtlpDestinationOptions {
  /** Where to send: the whole URL of the traces endpoint. */
  url: string
  headers: Record<string, string>
  encoding: 'protobuf' | 'json'
}

/** Sends batches on to any OTLP/HTTP endpoint, gzipped. */
export class OtlpDestination implements Destination {
  readonly name: string
  readonly identity: string
  readonly #options: OtlpDestinationOptions

  constructor(options: OtlpDestinationOptions) {
    const { origin, pathname } = new URL(options.url)
    this.name = origin + pathname
    this.identity = options.url
    this.#options = options
  }

  async send(batch: Batch, signal: AbortSignal): Promise<SendResult> {
    const json = this.#options.encoding === 'json'
    const body = await gzipAsync(json ? toJson(batch) : batch.bytes)
    try {
      // An app that embeds the collector and traces its own requests would otherwise trace these, and so without end.
      const response = await context.with(suppressTracing(context.active()), () =>
        fetch(urlFor(batch.signal, this.#options.url), {
          method: 'POST',
          body,
          // Followed, a 301 would become a GET without the batch, and an API key would go to whatever host it names.
          redirect: 'manual',
          signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
          headers: {
            'content-type': json ? 'application/json' : 'application/x-protobuf',
            'content-encoding': 'gzip',
            ...this.#options.headers,
          },
        }),
      )
      return await readOtlpAnswer(response, batch)
    } catch (error) {
      return { outcome: 'retry', cause: networkCause(error) }
    }
  }

  async close(): Promise<void> {}
}

function networkCause(error: unknown): string {
  const { cause, message } = error as Error & { cause?: { message?: string; code?: string } }
  return cause?.code ?? (cause?.message || message)
}

function urlFor(signal: Signal, tracesUrl: string): string {
  const url = new URL(tracesUrl)
  url.pathname = url.pathname.replace(/traces(\/?)$/, `${signal}$1`)
  return url.href
}

function toJson({ signal, bytes }: Batch): string {
  const read = readRequest(signal, decodeRequest(signal, bytes))
  if (read instanceof Fault) throw new Error(read.message)
  return JSON.stringify(read.data)
}
