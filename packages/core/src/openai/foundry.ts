import { context, createContextKey, trace, type Context } from '@opentelemetry/api'
import type { Method, Wrapping } from '../patch/method-wrap.ts'

/**
 * A client from a Microsoft Foundry project has its `responses.create` replaced by `@azure/ai-projects`, which may make spans of its own
 * (an option of the project's client). Where both trace a call, there is one span: Spanlit's where it wraps the replacement, the
 * project's where Spanlit stands below it (on the class).
 */
const SCOPE = '@azure/ai-projects'

/** The SDK's key (`suppressTracing` of `@opentelemetry/core`); keys are registered by their description. */
const SUPPRESS = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING')

/** Whether a method is the project's replacement: it is the one that reads these properties of a request and of its options for tracing. */
export function isReplacedByProject(method: unknown): boolean {
  if (typeof method !== 'function') return false
  const code = Function.prototype.toString.call(method)
  return code.includes('agent_reference') && code.includes('contentRecording')
}

/** The context as it was before {@link withoutProjectSpans}. */
const WHOLE = createContextKey('spanlit.whole')

export function withoutProjectSpans(whole: Context): Context {
  return whole.setValue(SUPPRESS, true).setValue(WHOLE, whole)
}

/** Below the project's replacement, in the client's `post`, all others trace again: the credential, an instrumented `fetch`. */
export function traceOthers(wrapping: Wrapping): Method {
  return function (this: object, ...args: unknown[]) {
    const whole = context.active().getValue(WHOLE) as Context | undefined
    const post = (): unknown => wrapping.original().apply(this, args)
    return whole ? context.with(whole, post) : post()
  }
}

export function isInsideProjectSpan(parent: Context): boolean {
  const span = trace.getSpan(parent) as { instrumentationScope?: { name?: string } } | undefined
  return span?.instrumentationScope?.name === SCOPE
}
