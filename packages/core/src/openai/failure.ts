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

/** What was told of an error that is on a span. */
interface Told {
  /** On the span: nothing where its message may not be recorded. */
  text: string | undefined
  /** To the live feed. */
  live: string | undefined
  /** One of the moments of this copy. */
  at: number
}

const told = new WeakMap<object, Told>()
let moment = 0

/** How many failures were recorded so far. */
export function now(): number {
  return moment
}

export function alreadyTold(error: unknown): Told | undefined {
  return told.get(error as object)
}

/** Keeps the message of an error that no span has to itself. */
export function withhold(error: unknown): void {
  if (error === null || typeof error !== 'object' || told.has(error)) return
  told.set(error, { text: undefined, live: undefined, at: 0 })
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
 * Puts a failure on a span: the status, and the exception as an event. `text` is its message as it may be recorded (`errorText`);
 * without one there is a summary, and no stack. `live` is what the live feed is told.
 *
 * An exception is recorded once: not on a span that began at `since` where one inside has recorded it after that.
 */
export function recordFailure(
  span: Span,
  failure: Failure,
  text: string | undefined,
  live: string | undefined = text,
  since: number = Infinity,
): void {
  if (!span.isRecording()) return
  const { error } = failure
  setFailed(span, failure, text)
  if (!((alreadyTold(error)?.at ?? 0) > since)) span.addEvent(EVENT_EXCEPTION, exceptionOf(failure, text))
  if (error !== null && typeof error === 'object') told.set(error, { text, live, at: ++moment })
}

/**
 * Whether the message is content that may not be recorded: that of an error of the API or the client, which quotes what was sent or
 * answered, or of one that an inner span has kept to itself; also where an error around it repeats it, as the client's runners do.
 */
export function isWithheld({ error, message }: Failure, mayRecord: boolean): boolean {
  let cause = error as { message?: unknown; cause?: unknown } | null | undefined
  for (let depth = 0; depth < 5 && cause !== null && typeof cause === 'object'; depth++) {
    const known = told.get(cause)
    const isContent = known ? known.text === undefined : !mayRecord && (isFromAPI(cause) || isOfClient(cause))
    const said = text(cause.message)
    if (isContent && said && message.includes(said)) return true
    cause = cause.cause as typeof cause
  }
  return false
}

/** The class of which all errors of a client are, for each copy of the client's package. */
const clientErrors = new Set<unknown>()

/** @param root a client, or the prototype of its class */
export function knowErrorsOf(root: object): void {
  const { OpenAIError: known } = root.constructor as { OpenAIError?: unknown }
  if (typeof known === 'function') clientErrors.add(known)
}

/** The client's helpers put what they can't read into errors of their own, which have nothing but a message. */
function isOfClient(error: object): boolean {
  return [...clientErrors].some((known) => error instanceof (known as typeof Error))
}

/** By the members that `APIError` has in all versions, also where there was no answer. */
function isFromAPI(error: object): boolean {
  return 'status' in error && 'headers' in error && 'requestID' in error
}

/** The stack with the message as it may be recorded: V8 begins a stack with the message that the error had when it was made. */
function stackWith(text: string, { stack = '', message, exceptionType }: Failure): string | undefined {
  // A message may look like a stack itself.
  const at = stack.indexOf(message)
  const rest = at < 0 ? stack : stack.slice(at + message.length)
  const frames = rest.search(/\n\s+at /)
  // Other engines have frames alone, `function@url:line:column` each.
  const whole =
    frames >= 0 ? `${exceptionType}: ${text}${rest.slice(frames)}` : /^[^\n]*@[^\n]*:\d+:\d+/.test(stack) && stack
  return whole ? cutText(withoutSecrets(whole), MAX_STACK_BYTES) : undefined
}

const reported = new Set<string>()

/** Runs what only tracing needs: a fault of it goes to `diag`, and the result is `undefined` then. */
export function guarded<Result>(where: string, trace: () => Result): Result | undefined {
  try {
    return trace()
  } catch (error) {
    reportFault(where, error)
    return undefined
  }
}

/** A fault of tracing itself: it never reaches the application, and is said once for each cause. */
export function reportFault(where: string, error: unknown): void {
  // Not all that is thrown can be made a string.
  const cause = `${where}: ${error instanceof Error ? error.message : typeof error}`
  if (reported.has(cause) || reported.size > 100) return
  reported.add(cause)
  diag.error(`spanlit: tracing of a call failed (${where}); the call itself goes on`, error)
}
