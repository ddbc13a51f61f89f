import { context, createContextKey } from '@opentelemetry/api'

/** The key by which OpenTelemetry's SDK and instrumentations know that nothing is to be traced. */
const suppressed = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING')

/** An application that embeds the collector and traces its own requests would otherwise trace those of the collector, and so without end. */
export function untraced<Value>(work: () => Value): Value {
  return context.with(context.active().setValue(suppressed, true), work)
}
