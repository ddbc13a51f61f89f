import {
  ROOT_CONTEXT,
  context,
  createContextKey,
  diag,
  propagation,
  trace,
  type ProxyTracerProvider,
  type TracerProvider,
} from '@opentelemetry/api'
import type { SDKRegistrationConfig } from '@opentelemetry/sdk-trace-base'
import { registeredAPI, sayMistake } from './mistake.ts'

/**
 * What a provider has to register with the API beside itself: nothing that is there. The context manager and the propagators hold no spans,
 * so they stay when tracing is shut down; those of another SDK go when it pleases.
 */
export function contextRegistration(): SDKRegistrationConfig {
  return {
    ...(hasContextManager() ? { contextManager: null } : {}),
    // The propagator that stands in where none is registered has none.
    ...(propagation.fields().length > 0 ? { propagator: null } : {}),
  }
}

function hasContextManager(): boolean {
  const probe = ROOT_CONTEXT.setValue(createContextKey('spanlit.probe'), true)
  return context.with(probe, () => context.active() === probe)
}

/** Whether the API hands out tracers of `provider`; else the application has registered an SDK before. */
export function isRegistered(provider: object): boolean {
  const global = trace.getTracerProvider() as TracerProvider & Partial<ProxyTracerProvider>
  return global.getDelegate?.() === provider
}

export function warnOfAnotherSDK(): void {
  const { version, trace: registered } = registeredAPI()
  if (!registered) {
    sayMistake(
      `@opentelemetry/api ${version} was loaded before the version that Spanlit works with, which can't register beside it, and spans go nowhere. ` +
        'Install @opentelemetry/api@1.9.1 in the application.',
    )
    return
  }
  diag.warn(
    'spanlit: another OpenTelemetry SDK is registered already, and spans go where it sends them. ' +
      'Leave startTracing out, and use instrumentOpenAI alone; or call startTracing before the other SDK.',
  )
}
