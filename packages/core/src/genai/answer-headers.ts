import type { Span } from '@opentelemetry/api'
import * as names from '../semconv.ts'

/** The header's name and its attribute. */
type HeaderAttribute = readonly [name: string, attribute: string]

const headerAttribute = (name: string): HeaderAttribute => [name, names.ATTR_HTTP_RESPONSE_HEADER + name]

/** On every answer: what the API's support asks for. */
const REQUEST_ID = headerAttribute('x-request-id')
export const HEADERS: readonly HeaderAttribute[] = [REQUEST_ID]
/** Where something went wrong, if only in an attempt: what was left of the rate limit, and when to come back. */
export const FAILURE_HEADERS: readonly HeaderAttribute[] = [
  ...HEADERS,
  ...[
    'apim-request-id',
    'retry-after',
    'retry-after-ms',
    'x-ratelimit-remaining-requests',
    'x-ratelimit-remaining-tokens',
    'x-ratelimit-reset-requests',
    'x-ratelimit-reset-tokens',
  ].map(headerAttribute),
]

/** Puts the answer's headers on its span; `headers` is a `Headers`, or whatever a client of another version has in its place. */
export function setHeaders(span: Span, headers: unknown, wanted: readonly HeaderAttribute[]): void {
  const get = (headers as Headers | undefined)?.get
  if (typeof get !== 'function') return
  for (const [name, attribute] of wanted) {
    const value = get.call(headers, name)
    if (value !== null) span.setAttribute(attribute, [value])
  }
}

export function setRequestId(span: Span, id: string): void {
  span.setAttribute(REQUEST_ID[1], [id])
}
