import { SpanStatusCode, diag, type Attributes, type Span } from '@opentelemetry/api'
import { EVENT_EXCEPTION } from '../genai/attributes.ts'
import { cutText } from '../genai/limit.ts'
import { withoutSecrets } from '../genai/secrets.ts'

/** Bytes of UTF-8 that a stack may have. */
const MAX_STACK_BYTES = 8192

/** What tracing needs to know of an error that the client has thrown. */
export interface Failure {
  /** `error.type`: the API's own code, else its type, else the error's class. */
  type: string
  /** May echo what was sent, so it counts as content. */
  message: string
  /** HTTP status, where the API answered. */
  status?: number | undefined
  exceptionType: string
  stack?: string | undefined
  headers?: unknown
  /** What was thrown. */
  error: unknown
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function describeFailure(error: unknown): Failure {
  if (error === null || typeof error !== 'object') {
    return { type: 'Error', exceptionType: 'Error', message: String(error), error }
  }
  const { code, type, status, message, name, stack, headers } = error as Record<string, unknown>
  const className = text((error.constructor as { name?: unknown } | undefined)?.name) ?? text(name) ?? 'Error'
  return {
    type: text(code) ?? text(type) ?? className,
    exceptionType: className,
    message: text(message) ?? '',
    status: typeof status === 'number' ? status : undefined,
    stack: text(stack),
    headers,
    error,
  }
}

/** Errors that are on a span, each with the text that went with it. */
const recorded = new WeakMap<object, string | undefined>()

/** Whether an inner span holds the exception already. */
export function isRecorded(error: unknown): boolean {
  return recorded.has(error as object)
}

/** The status of a span that has failed: `text`, or a summary where nothing of the message may be recorded. */
export function setFailed(span: Span, failure: Failure, text: string | undefined): void {
  span.setStatus({ code: SpanStatusCode.ERROR, message: text || summaryOf(failure) })
}

function summaryOf({ status, type }: Failure): string {
  return status === undefined ? type : `${status} ${type}`
}

/** The attributes of an exception (exception conventions). */
export function exceptionOf(failure: Failure, text: string | undefined): Attributes {
  const stack = text === undefined ? undefined : stackWith(text, failure)
  return {
    'exception.type': failure.exceptionType,
    'exception.message': text || summaryOf(failure),
    ...(stack ? { 'exception.stacktrace': stack } : {}),
  }
}

/**
 * Puts a failure on the span where it happened: the status, and the exception as an event. `text` is its message as it may be
 * recorded (`errorText`); without one there is a summary, and no stack.
 */
export function recordFailure(span: Span, failure: Failure, text: string | undefined): void {
  const { error } = failure
  setFailed(span, failure, text)
  span.addEvent(EVENT_EXCEPTION, exceptionOf(failure, text))
  if (error !== null && typeof error === 'object') recorded.set(error, text)
}

/** The stack with the message as it may be recorded: V8 begins a stack with the message that the error had when it was made. */
function stackWith(text: string, { stack = '', message, exceptionType }: Failure): string | undefined {
  // A message may look like a stack itself.
  const at = stack.indexOf(message)
  const rest = at < 0 ? stack : stack.slice(at + message.length)
  const frames = rest.search(/\n\s+at /)
  if (frames >= 0) return cutText(withoutSecrets(`${exceptionType}: ${text}${rest.slice(frames)}`), MAX_STACK_BYTES)
  // Other engines have frames alone, `function@url:line:column` each.
  return /^[^\n]*@[^\n]*:\d+:\d+/.test(stack) ? cutText(withoutSecrets(stack), MAX_STACK_BYTES) : undefined
}

const reported = new Set<string>()

/** A fault of tracing itself: it never reaches the application, and is said once for each cause. */
export function reportFault(where: string, error: unknown): void {
  const cause = `${where}: ${error instanceof Error ? error.message : String(error)}`
  if (reported.has(cause) || reported.size > 100) return
  reported.add(cause)
  diag.error(`spanlit: tracing of a call failed (${where}); the call itself goes on`, error)
}
