import { ExportTraceServiceResponse, Status } from '../otlp/schema.ts'
import type { Refusal } from './refusal.ts'

export type OtlpContentType = 'application/json' | 'application/x-protobuf'

/** The answer to an export, in the request's content type, as OTLP/HTTP wants it. */
export function exportResponse(type: OtlpContentType, rejected: number, reason: string | undefined): Response {
  const body = rejected > 0 ? { partialSuccess: { rejectedSpans: String(rejected), errorMessage: reason ?? '' } } : {}
  return encoded(type, 200, ExportTraceServiceResponse, body)
}

/** google.rpc codes by HTTP status, for the OTLP Status body. */
const rpcCodes: Record<number, number> = { 400: 3, 403: 7, 404: 5, 405: 12, 413: 8, 415: 3, 503: 14 }

export function statusResponse(type: OtlpContentType, refusal: Refusal): Response {
  const body = { code: rpcCodes[refusal.status] ?? 2, message: refusal.message }
  return encoded(type, refusal.status, Status, body, refusal.headers)
}

function encoded(
  type: OtlpContentType,
  status: number,
  message: typeof Status,
  body: object,
  headers: Record<string, string> = {},
): Response {
  const payload =
    type === 'application/json' ? JSON.stringify(body) : Buffer.from(message.encode(message.fromObject(body)).finish())
  return new Response(payload, { status, headers: { ...headers, 'content-type': type } })
}

/** The content type of an OTLP request; `undefined` for one that OTLP/HTTP does not have. */
export function otlpContentType(request: Request): OtlpContentType | undefined {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type === 'application/json' || type === 'application/x-protobuf') return type
  return undefined
}
