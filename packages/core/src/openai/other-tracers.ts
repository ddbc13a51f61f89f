import { context, createContextKey, diag, trace, type Context } from '@opentelemetry/api'

/**
 * Other libraries trace the same calls: Microsoft's `@azure/ai-projects` in its own clients, `@opentelemetry/instrumentation-openai` (which
 * comes with the auto-instrumentations), OpenLLMetry and OpenInference. Each call gets one span: Spanlit's where Spanlit's method is the
 * outer one, else the other library's.
 */
const OTHER_SCOPES = /^@azure\/ai-projects$|\binstrumentation-openai$/

/** The SDK's key (`suppressTracing` of `@opentelemetry/core`); keys are registered by their description. */
const SUPPRESS = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING')

/** The context as it was before {@link withoutOthersSpans}. */
const UNSUPPRESSED = createContextKey('spanlit.whole')

/** Whether a method was replaced by an instrumentation of OpenTelemetry's kind, which marks what it replaces. */
export function isTracedByOther(method: unknown): boolean {
  const isMarked = typeof method === 'function' && (method as { __wrapped?: unknown }).__wrapped === true
  if (isMarked) warnOnce("Spanlit's spans are recorded, and the other instrumentation's are left out")
  return isMarked
}

/** The context for another tracer's method: it makes no span of its own there. */
export function withoutOthersSpans(whole: Context): Context {
  return whole.setValue(SUPPRESS, true).setValue(UNSUPPRESSED, whole)
}

/** Below the other tracer's method, in the client's own, everything is traced again: the credential, an instrumented `fetch`. */
export function withOthersSpans<T>(work: () => T): T {
  const whole = context.active().getValue(UNSUPPRESSED) as Context | undefined
  return whole ? context.with(whole, work) : work()
}

/** Whether the call is traced already, by another library's span around it. */
export function isInsideOthersSpan(parent: Context): boolean {
  const span = trace.getSpan(parent) as { instrumentationScope?: { name?: string } } | undefined
  const scope = span?.instrumentationScope?.name
  if (scope === undefined || !OTHER_SCOPES.test(scope)) return false
  if (scope.endsWith('instrumentation-openai'))
    warnOnce(`the spans of ${scope} are recorded, and Spanlit's are left out`)
  return true
}

const warned = new Set<string>()

function warnOnce(outcome: string): void {
  if (warned.has(outcome)) return
  warned.add(outcome)
  diag.warn(
    `spanlit: another instrumentation traces the openai package too. So that each call has one span, ${outcome}. Turn one of them off, e.g. by OTEL_NODE_DISABLED_INSTRUMENTATIONS=openai.`,
  )
}
