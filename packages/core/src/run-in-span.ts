import {
  SpanStatusCode,
  context,
  trace,
  type Attributes,
  type Context,
  type Link,
  type Span,
  type SpanKind,
} from '@opentelemetry/api'
import * as names from './genai/attributes.ts'
import { describeFailure } from './openai/failure.ts'
import { isThenable, observeThenable } from './thenable.ts'
import { SCOPE_NAME, SCOPE_VERSION } from './version.ts'

/** Options of a span of your own. */
export interface SpanOptions {
  /** INTERNAL by default. */
  kind?: SpanKind
  attributes?: Attributes
  links?: Link[]
  /** The context whose span is the parent; the active one by default. */
  parent?: Context
}

/** Puts a failure on a span: status, `error.type`, and the exception as an event. */
export function recordFailure(span: Span, error: unknown): void {
  const failure = describeFailure(error)
  span.setAttribute(names.ERROR_TYPE, failure.type)
  span.setStatus({ code: SpanStatusCode.ERROR, message: failure.message })
  span.recordException(error instanceof Error ? error : failure.message)
}

/**
 * Runs `fn` in a new span, which ends when `fn` returns, when the promise that it returns settles, or when it throws.
 */
export function runInSpan<Result>(
  name: string,
  options: SpanOptions | undefined,
  fn: (span: Span) => Result,
  finish?: (span: Span, result: Awaited<Result>) => void,
): Result {
  const parent = options?.parent ?? context.active()
  const span = trace.getTracer(SCOPE_NAME, SCOPE_VERSION).startSpan(name, options, parent)
  let ended = false
  const end = (result: Awaited<Result>): void => {
    if (ended) return
    ended = true
    finish?.(span, result)
    span.end()
  }
  const fail = (error: unknown): void => {
    if (ended) return
    ended = true
    recordFailure(span, error)
    span.end()
  }
  let result: Result
  try {
    result = context.with(trace.setSpan(parent, span), fn, undefined, span)
  } catch (error) {
    fail(error)
    throw error
  }
  if (isThenable(result)) return observeThenable(result, end as (value: unknown) => void, fail) as Result
  end(result as Awaited<Result>)
  return result
}
