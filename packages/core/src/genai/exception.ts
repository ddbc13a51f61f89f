import { SpanStatusCode, type Attributes, type Span } from '@opentelemetry/api'
import { ATTR_EXCEPTION_MESSAGE, ATTR_EXCEPTION_STACKTRACE, ATTR_EXCEPTION_TYPE, EVENT_EXCEPTION } from '../semconv.ts'
import { cutText } from '../content/limit.ts'
import { withoutSecrets } from '../content/secrets.ts'
import { noteRecorded, recordOf } from './error-ledger.ts'
import type { Failure } from './failure.ts'

/** Bytes of UTF-8 that a stack may have. */
const MAX_STACK_BYTES = 8192

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
    [ATTR_EXCEPTION_TYPE]: failure.exceptionType,
    [ATTR_EXCEPTION_MESSAGE]: text || summaryOf(failure),
    ...(stack ? { [ATTR_EXCEPTION_STACKTRACE]: stack } : {}),
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
  if (!((recordOf(error)?.mark ?? 0) > since)) span.addEvent(EVENT_EXCEPTION, exceptionOf(failure, text))
  noteRecorded(error, text, live)
}

/** A frame as Firefox and WebKit write it: `function@url:line:column`, or native code. */
const FRAME =
  /^(?:(?:global|module|eval) code|(?:async\*|async |get |set |static )*[\w$.<>/*[\]]*)(?:@\S*\/\S*:\d+:\d+|@?\[native code\]|@)$/

/**
 * The stack, with the message that may be recorded in its first line. V8 begins a stack with the message that the error had when it was
 * made; other engines have frames alone. Undefined where the frames cannot be told from the message.
 */
function stackWith(text: string, { stack = '', message, exceptionType }: Failure): string | undefined {
  // A message may look like a stack itself.
  const at = stack.indexOf(message)
  const rest = at < 0 ? stack : stack.slice(at + message.length)
  const first = rest.search(/\n\s+at /)
  const frames = first >= 0 ? rest.slice(first) : isFramesAlone(stack) ? `\n${stack.trimEnd()}` : undefined
  return frames && cutText(withoutSecrets(`${exceptionType}: ${text}${frames}`), MAX_STACK_BYTES)
}

function isFramesAlone(stack: string): boolean {
  const lines = stack.trimEnd().split('\n')
  return /:\d+:\d+$/m.test(stack) && lines.every((line) => FRAME.test(line))
}
