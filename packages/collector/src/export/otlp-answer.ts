import { ExportTraceServiceResponse, Status } from '../otlp/schema.ts'
import type { SendResult } from './destination.ts'
import type { Batch } from './queue.ts'

/** The statuses that OTLP/HTTP lets a client retry. https://opentelemetry.io/docs/specs/otlp/#retryable-response-codes */
const retryable = new Set([429, 502, 503, 504])

/** What an endpoint's answer says of the batch. https://opentelemetry.io/docs/specs/otlp/#otlphttp-response */
export async function readOtlpAnswer(response: Response, batch: Batch): Promise<SendResult> {
  const body = Buffer.from(await response.arrayBuffer())
  if (response.ok) return readSuccess(response, body, batch)
  const target = redirectTarget(response)
  const said = target
    ? ` to ${target}. Redirects are not followed: if spans belong there, forward to that URL`
    : withColon(messageOf(response, body))
  const cause = `it answered ${response.status}${said}`
  if (!retryable.has(response.status)) return { outcome: 'refused', cause, items: batch.items }
  const retryAfterMs = readRetryAfter(response.headers.get('retry-after'))
  return { outcome: 'retry', cause, ...(retryAfterMs !== undefined && { retryAfterMs }) }
}

interface PartialSuccess {
  partialSuccess?: { rejectedSpans?: unknown; errorMessage?: unknown } | null
}

/** A success may still reject spans, which must not be sent again. https://opentelemetry.io/docs/specs/otlp/#partial-success */
function readSuccess(response: Response, body: Buffer, batch: Batch): SendResult {
  const answer: PartialSuccess | undefined = decode(response, body, ExportTraceServiceResponse)
  const { rejectedSpans, errorMessage } = answer?.partialSuccess ?? {}
  const rejected = Number(rejectedSpans)
  // An endpoint that takes spans but does not answer in OTLP's words has taken them.
  if (!(rejected > 0)) return { outcome: 'sent' }
  const cause = `it rejected them${withColon(shortened(errorMessage))}`
  return { outcome: 'refused', cause, items: Math.min(rejected, batch.items) }
}

/** Where a redirect leads; without what may be secret in it. */
function redirectTarget(response: Response): string | undefined {
  const location = response.headers.get('location')
  if (response.status < 300 || response.status > 399 || !location) return undefined
  if (!URL.canParse(location, response.url)) return undefined
  const { origin, pathname } = new URL(location, response.url)
  return origin + pathname
}

/** Retry-After as milliseconds from now: seconds or a date (RFC 9110 §10.2.3); 0 would be a request after the other. */
function readRetryAfter(value: string | null): number | undefined {
  if (!value) return undefined
  const ms = /^\s*\d+\s*$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return Number.isFinite(ms) && ms > 0 ? ms : undefined
}

function messageOf(response: Response, body: Buffer): string {
  const status = decode(response, body, Status)
  return status ? shortened((status as { message?: unknown }).message) : body.toString('utf8', 0, 300).trim()
}

/** The answer's message, which is JSON or protobuf as its content type says; `undefined` if it is neither. */
function decode(response: Response, body: Buffer, message: typeof Status): object | undefined {
  try {
    const json = response.headers.get('content-type')?.startsWith('application/json')
    const answer = json
      ? (JSON.parse(body.toString()) as unknown)
      : message.toObject(message.decode(body), { longs: String })
    return typeof answer === 'object' && answer !== null ? answer : undefined
  } catch {
    return undefined
  }
}

function shortened(text: unknown): string {
  return typeof text === 'string' ? text.slice(0, 300) : ''
}

function withColon(text: string): string {
  return text && `: ${text}`
}
