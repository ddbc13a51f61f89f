import { numberAttribute, stringAttribute } from './attributes.ts'
import { isFailed, type Span } from './span.ts'
import {
  ATTR_ERROR_MESSAGE,
  ATTR_ERROR_TYPE,
  ATTR_EXCEPTION_MESSAGE,
  ATTR_EXCEPTION_STACKTRACE,
  ATTR_EXCEPTION_TYPE,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_STATUS_CODE,
} from '../semconv.ts'

/** Why a span failed, in words and as it was recorded. */
export interface Failure {
  /** For a list: "rate limited". */
  readonly words: string
  /** A status code such as 429, where there is one. */
  readonly code: number | undefined
  readonly type: string | undefined
  readonly message: string
  readonly stack: string | undefined
}

const STATUS_WORDS: Readonly<Record<number, string>> = {
  400: 'bad request',
  401: 'not authenticated',
  403: 'forbidden',
  404: 'not found',
  408: 'timed out',
  409: 'conflict',
  413: 'too large',
  422: 'not processable',
  429: 'rate limited',
  499: 'closed by client',
  500: 'server error',
  502: 'bad gateway',
  503: 'unavailable',
  504: 'gateway timed out',
}

export function failureOf(span: Span): Failure | undefined {
  if (!isFailed(span)) return undefined
  const exception = span.moments.findLast(
    (moment) => moment.name === 'exception' || moment.attributes.has(ATTR_EXCEPTION_TYPE),
  )
  const thrown = exception?.attributes ?? new Map()
  const type = stringAttribute(span.attributes, ATTR_ERROR_TYPE) ?? stringAttribute(thrown, ATTR_EXCEPTION_TYPE)
  const code = statusCodeOf(span, type)
  // The live feed brings the API's own words under `error.message`, also where exported spans may carry only the type.
  const message =
    stringAttribute(span.attributes, ATTR_ERROR_MESSAGE) ??
    stringAttribute(thrown, ATTR_EXCEPTION_MESSAGE) ??
    span.statusMessage
  return {
    words: (code === undefined ? undefined : STATUS_WORDS[code]) ?? wordsOf(type, code),
    code,
    type,
    message,
    stack: stringAttribute(thrown, ATTR_EXCEPTION_STACKTRACE),
  }
}

function statusCodeOf(span: Span, type: string | undefined): number | undefined {
  if (type !== undefined && /^\d{3}$/.test(type)) return Number(type)
  const status = numberAttribute(span.attributes, ATTR_HTTP_RESPONSE_STATUS_CODE, ATTR_HTTP_STATUS_CODE)
  return status !== undefined && status >= 400 ? status : undefined
}

/** `RateLimitError` becomes "rate limit error", `insufficient_quota` becomes "insufficient quota". */
function wordsOf(type: string | undefined, code: number | undefined): string {
  if (type === undefined || type === '_OTHER') return code === undefined ? 'failed' : `status ${code}`
  const words = type
    .slice(type.lastIndexOf('.') + 1)
    .slice(0, 80)
    .replace(/^API(?=[A-Z])/, '')
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .toLowerCase()
  return words === 'user abort error' || words === 'abort error' ? 'aborted' : words
}
