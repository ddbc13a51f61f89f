import { trace, type Tracer, type TracerProvider } from '@opentelemetry/api'
import { settings } from '../settings.ts'
import { SCOPE_NAME, SCOPE_VERSION } from '../version.ts'

let known: { provider: TracerProvider; tracer: Tracer } | undefined

/** The tracer of the provider that was set on the instrumentation, else of the one that is registered now. */
export function currentTracer(): Tracer {
  const provider = settings.given.tracer ?? trace.getTracerProvider()
  if (known?.provider !== provider) known = { provider, tracer: provider.getTracer(SCOPE_NAME, SCOPE_VERSION) }
  return known.tracer
}
