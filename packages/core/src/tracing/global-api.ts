import { diag, trace, type ProxyTracerProvider, type TracerProvider } from '@opentelemetry/api'
import type { SDKRegistrationConfig } from '@opentelemetry/sdk-trace-base'

/** The context manager and the propagators hold no spans, so they stay when tracing is shut down. */
let hasContext = false

/** What a provider has to register with the API beside itself; after the first time nothing. */
export function contextRegistration(): SDKRegistrationConfig {
  if (hasContext) return { contextManager: null, propagator: null }
  hasContext = true
  return {}
}

/** Whether the API hands out tracers of `provider`; else the application has registered an SDK before. */
export function isRegistered(provider: object): boolean {
  const global = trace.getTracerProvider() as TracerProvider & Partial<ProxyTracerProvider>
  return global.getDelegate?.() === provider
}

export function warnOfAnotherSDK(): void {
  diag.warn(
    'spanlit: another OpenTelemetry SDK is registered already, and spans go where it sends them. ' +
      'Leave startTracing out, and use instrumentOpenAI alone; or call startTracing before the other SDK.',
  )
}
