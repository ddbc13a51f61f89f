import { STATUS_CODES } from 'node:http'
import { FastResponse } from 'srvx/node'
import { responseTypes, Status } from '../otlp/schema.ts'
import type { Signal } from '../otlp/signal.ts'
import type protobuf from 'protobufjs'
import type { Refusal } from './refusal.ts'

export type OtlpContentType = 'application/json' | 'application/x-protobuf'

/**
 * A response with its reason phrase, which some senders print and Node's adapter leaves out. Browsers may not guess its type. On Node it is written
 * without a stream in between.
 */
export function reply(status: number, body: BodyInit | null, headers: Record<string, string> = {}): Response {
  return new FastResponse(body, {
    status,
    statusText: STATUS_CODES[status] ?? '',
    headers: { 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin', ...headers },
  })
}

export function replyJson(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return reply(status, JSON.stringify(body), { 'content-type': 'application/json', ...headers })
}

/** What OTLP calls the count of rejected items, by signal. */
const rejectedField: Readonly<Record<Signal, string>> = {
  traces: 'rejectedSpans',
  logs: 'rejectedLogRecords',
  metrics: 'rejectedDataPoints',
}

/** The answer to an export, in the request's content type, as OTLP/HTTP wants it. */
export function exportResponse(
  signal: Signal,
  type: OtlpContentType,
  rejected: number,
  reason: string | undefined,
): Response {
  const partialSuccess = { [rejectedField[signal]]: String(rejected), errorMessage: reason ?? '' }
  return encoded(type, 200, responseTypes[signal], rejected > 0 ? { partialSuccess } : {})
}

/** google.rpc codes by HTTP status, for the OTLP Status body. */
const rpcCodes: Record<number, number> = { 400: 3, 401: 16, 403: 7, 404: 5, 405: 12, 413: 8, 415: 3, 503: 14 }

export function statusResponse(type: OtlpContentType, refusal: Refusal): Response {
  const body = { code: rpcCodes[refusal.status] ?? 2, message: refusal.message }
  return encoded(type, refusal.status, Status, body, refusal.headers)
}

function encoded(
  type: OtlpContentType,
  status: number,
  message: protobuf.Type,
  body: object,
  headers: Record<string, string> = {},
): Response {
  const payload =
    type === 'application/json' ? JSON.stringify(body) : Buffer.from(message.encode(message.fromObject(body)).finish())
  return reply(status, payload, { ...headers, 'content-type': type })
}

const jsonTypes = new Set(['application/json', 'application/x-ndjson', 'application/jsonl', 'application/json-lines'])

/** The content type of an OTLP request; `undefined` for one that OTLP/HTTP does not have. JSON lines are answered in JSON. */
export function otlpContentType(request: Request): OtlpContentType | undefined {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (jsonTypes.has(type)) return 'application/json'
  if (type === 'application/x-protobuf' || type === 'application/protobuf') return 'application/x-protobuf'
  return undefined
}
