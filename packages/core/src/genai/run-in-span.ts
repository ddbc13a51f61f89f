import {
  INVALID_SPAN_CONTEXT,
  SpanStatusCode,
  context,
  trace,
  type Attributes,
  type Context,
  type Link,
  type Span,
  type SpanKind,
} from '@opentelemetry/api'
import { checkFunction } from '../check-options.ts'
import * as names from '../semconv.ts'
import { capturesOnSpan, type ContentPolicy } from '../content-policy.ts'
import { guarded, reportFault } from '../faults.ts'
import { recordOf, isWithheld, ledgerMark } from './error-ledger.ts'
import { recordFailure } from './exception.ts'
import { describeFailure } from './failure.ts'
import { inheritedUser } from './inherited.ts'
import { loadRecorder } from './load-recorder.ts'
import { currentPolicy, settings } from '../settings.ts'
import { isThenable } from '../patch/is-thenable.ts'
import { observeThenable } from '../patch/thenable.ts'
import { currentTracer } from './tracer.ts'

/** Options of a span of your own. */
export interface WithSpanOptions {
  /** INTERNAL by default. */
  kind?: SpanKind
  attributes?: Attributes
  links?: Link[]
  /** The context whose span is the parent; the active one by default. */
  parent?: Context
}

/** One span of the application's own: it ends once, and a fault of tracing stays in it. */
export class OwnSpan {
  readonly #span: Span
  readonly #context: Context
  readonly #operation: string
  readonly #finish: ((span: Span, result: unknown) => void) | undefined
  readonly #policy: ContentPolicy | undefined
  readonly #since = ledgerMark()
  ended = false

  /** `finish` is called before the span ends, with what the function has returned. */
  constructor(
    name: string,
    options: WithSpanOptions = {},
    finish?: (span: Span, result: unknown) => void,
    policy?: ContentPolicy,
  ) {
    const parent = options.parent ?? context.active()
    const user = inheritedUser(parent)
    const started = user ? { ...options, attributes: { ...user, ...options.attributes } } : options
    this.#span =
      // A span processor may throw.
      guarded('start', () => currentTracer().startSpan(name, started, parent)) ??
      trace.wrapSpanContext(trace.getSpanContext(parent) ?? INVALID_SPAN_CONTEXT)
    this.#context = trace.setSpan(parent, this.#span)
    this.#operation = String(options.attributes?.[names.ATTR_GEN_AI_OPERATION_NAME] ?? name)
    this.#finish = finish
    this.#policy = policy
  }

  /** Runs `fn` in the span, which fails where `fn` throws. */
  run<Result>(fn: (span: Span) => Result): Result {
    try {
      return context.with(this.#context, fn, undefined, this.#span)
    } catch (error) {
      this.fail(error)
      throw error
    }
  }

  /** Ends the span with what `fn` has returned, once it has settled. Returns what the application gets. */
  follow<Result>(result: Result): Result {
    try {
      if (isThenable(result)) return observeThenable(result, this.end, this.fail) as Result
    } catch (error) {
      reportFault('result', error)
    }
    this.end(result)
    return result
  }

  readonly end = (result?: unknown): void => {
    if (this.ended) return
    this.ended = true
    const finish = this.#finish
    if (finish) this.#complete('finish', () => finish(this.#span, result))
    else this.#endSpan()
  }

  readonly fail = (error: unknown): void => {
    if (this.ended) return
    this.ended = true
    this.#complete('error', () => {
      this.#record(error)
      this.#finish?.(this.#span, undefined)
    })
  }

  /** Records content, then ends the span: later, with the time of now, where the recorder of content is still being loaded. */
  #complete(where: string, record: () => void): void {
    const { capture } = this.#policy ?? currentPolicy()
    const loading = capture === 'none' && !settings.live ? undefined : loadRecorder()
    const endTime = loading && performance.now()
    const complete = (): void => {
      guarded(where, record)
      this.#endSpan(endTime)
    }
    if (loading) void loading.then(complete)
    else complete()
  }

  #endSpan(endTime?: number): void {
    guarded('end', () => this.#span.end(endTime))
  }

  /** Status, `error.type`, and the exception as an event; what an API or a tool has said only where content may be recorded. */
  #record(error: unknown): void {
    const span = this.#span
    const operation = this.#operation
    if (!span.isRecording()) return
    // Whatever comes: to read an error may throw.
    span.setStatus({ code: SpanStatusCode.ERROR })
    span.setAttribute(names.ATTR_ERROR_TYPE, '_OTHER')
    const failure = describeFailure(error)
    span.setAttribute(names.ATTR_ERROR_TYPE, failure.type)
    const policy = this.#policy ?? currentPolicy()
    const mayRecord = capturesOnSpan(policy)
    const known = recordOf(error)
    const live = known
      ? known.live
      : settings.recorder?.text(names.ATTR_ERROR_MESSAGE, failure.message, { policy, operation })
    const isKept = (operation === 'execute_tool' && !mayRecord) || isWithheld(failure, mayRecord)
    recordFailure(span, failure, isKept ? undefined : known ? known.text : live, live, this.#since)
    if (live) settings.live?.content(span, { [names.ATTR_ERROR_MESSAGE]: live })
  }
}

/**
 * Runs `fn` for `who` in a new span, which ends when `fn` returns, when the promise that it returns settles, or when it throws.
 */
export function runInSpan<Result>(
  who: string,
  name: string,
  options: WithSpanOptions | undefined,
  fn: (span: Span) => Result,
): Result {
  checkFunction(who, fn)
  const own = new OwnSpan(name, options)
  return own.follow(own.run(fn))
}
