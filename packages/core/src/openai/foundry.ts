import { createContextKey, trace, type Context } from '@opentelemetry/api'

/**
 * A client from a Microsoft Foundry project has its `responses.create` replaced by `@azure/ai-projects`, which may make spans of its own
 * (an option of the project's client). Where both trace a call, there is one span: Spanlit's where it wraps the replacement, the
 * project's where Spanlit stands below it (on the class).
 */
const SCOPE = '@azure/ai-projects'

/** The SDK's key (`suppressTracing` of `@opentelemetry/core`); keys are registered by their description. */
const SUPPRESS = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING')

/** Whether a method is the project's replacement: it is the one that reads this property of a request. */
export function isReplacedByProject(method: unknown): boolean {
  return typeof method === 'function' && Function.prototype.toString.call(method).includes('agent_reference')
}

export function withoutProjectSpans(context: Context): Context {
  return context.setValue(SUPPRESS, true)
}

export function isInsideProjectSpan(context: Context): boolean {
  const span = trace.getSpan(context) as { instrumentationScope?: { name?: string } } | undefined
  return span?.instrumentationScope?.name === SCOPE
}
