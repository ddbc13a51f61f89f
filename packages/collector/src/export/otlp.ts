import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { context } from '@opentelemetry/api'
import { suppressTracing } from '@opentelemetry/core'
import { decodeTraces } from '../otlp/protobuf.ts'
import { Status } from '../otlp/schema.ts'
import { readTraces } from '../otlp/traces.ts'
import type { Destination, SendResult } from './destination.ts'
import type { Batch } from './queue.ts'

const gzipAsync = promisify(gzip)

/** The statuses that OTLP/HTTP lets a client retry. https://opentelemetry.io/docs/specs/otlp/#retryable-response-codes */
const retryable = new Set([429, 502, 503, 504])
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
  readonly #options: OtlpDestinationOptions

  constructor(options: OtlpDestinationOptions) {
    const { origin, pathname } = new URL(options.url)
    this.name = origin + pathname
    this.#options = options
  }

  async send(batch: Batch, signal: AbortSignal): Promise<SendResult> {
    const json = this.#options.encoding === 'json'
    const body = await gzipAsync(json ? JSON.stringify(readTraces(decodeTraces(batch.bytes)).traces) : batch.bytes)
    try {
      // An app that embeds the collector and traces its own requests would otherwise trace these, and so without end.
      const response = await context.with(suppressTracing(context.active()), () =>
        fetch(this.#options.url, {
          method: 'POST',
          body,
          signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
          headers: {
            'content-type': json ? 'application/json' : 'application/x-protobuf',
            'content-encoding': 'gzip',
            ...this.#options.headers,
          },
        }),
      )
      return await resultOf(response, batch)
    } catch (error) {
      return { outcome: 'retry', cause: networkCause(error) }
    }
  }

  async close(): Promise<void> {}
}

async function resultOf(response: Response, batch: Batch): Promise<SendResult> {
  const body = Buffer.from(await response.arrayBuffer())
  if (response.ok) return { outcome: 'sent' }
  const said = messageOf(response, body)
  const cause = `it answered ${response.status}${said && `: ${said}`}`
  if (!retryable.has(response.status)) return { outcome: 'refused', cause, spans: batch.spans }
  const retryAfterMs = readRetryAfter(response.headers.get('retry-after'))
  return { outcome: 'retry', cause, ...(retryAfterMs !== undefined && { retryAfterMs }) }
}

/** Retry-After as milliseconds from now: seconds or a date (RFC 9110 §10.2.3). */
function readRetryAfter(value: string | null): number | undefined {
  if (!value) return undefined
  const ms = /^\s*\d+\s*$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined
}

function messageOf(response: Response, body: Buffer): string {
  try {
    const json = response.headers.get('content-type')?.startsWith('application/json')
    const status = json ? (JSON.parse(body.toString()) as unknown) : Status.toObject(Status.decode(body))
    const message = (status as { message?: unknown } | null)?.message
    return typeof message === 'string' ? message.slice(0, 300) : ''
  } catch {
    return body.toString('utf8', 0, 300).trim()
  }
}

function networkCause(error: unknown): string {
  const { cause, message } = error as Error & { cause?: { message?: string; code?: string } }
  return cause?.code ?? (cause?.message || message)
}
