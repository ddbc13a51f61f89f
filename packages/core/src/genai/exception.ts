import { SpanStatusCode, type Attributes, type Span } from '@opentelemetry/api'
import { ATTR_EXCEPTION_MESSAGE, ATTR_EXCEPTION_STACKTRACE, ATTR_EXCEPTION_TYPE, EVENT_EXCEPTION } from '../semconv.ts'
import { settings } from '../settings.ts'
import { noteRecorded, recordOf } from './error-ledger.ts'
import type { Failure } from './failure.ts'

/** The status of a span that has failed: `text`, or a summary where nothing of the message may be recorded. */
export function setFailed(span: Span, failure: Failure, text: string | undefined): void {
  span.setStatus({ code: SpanStatusCode.ERROR, message: text || summaryOf(failure) })
}

function summaryOf({ status, type }: Failure): string {
  return status === undefined ? type : `${status} ${type}`
}

/** The attributes of an exception (exception conventions). */
export function exceptionOf(failure: Failure, text: string | undefined): Attributes {
  const stack = text === undefined ? undefined : settings.recorder?.stack(failure, text)
  return {
    [ATTR_EXCEPTION_TYPE]: failure.exceptionType,
    [ATTR_EXCEPTION_MESSAGE]: text || summaryOf(failure),
    ...(stack ? { [ATTR_EXCEPTION_STACKTRACE]: stack } : {}),
  }
}

/**
 * Puts a failure on a span: the status, and the exception as an event. `text` is its message as it may be recorded;
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
