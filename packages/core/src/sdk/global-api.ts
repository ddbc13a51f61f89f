import {
  ROOT_CONTEXT,
  context,
  createContextKey,
  propagation,
  trace,
  type ContextManager,
  type ProxyTracerProvider,
  type TracerProvider,
} from '@opentelemetry/api'
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core'

/** Where all copies of OpenTelemetry's API, whatever their versions, keep what is registered. */
const API: unique symbol = Symbol.for('opentelemetry.js.api.1') as never

interface Registry {
  version?: string
  diag?: unknown
  trace?: unknown
}

const holder = globalThis as { [API]?: Registry | undefined }

export function registeredAPI(): Registry {
  return holder[API] ?? {}
}

/**
 * Registers with our copy of the API, and leaves the registry readable for every copy in the process. The API refuses to register beside
 * another version, and a newer copy does not read the registry of an older one. So our copy registers on an empty registry; what was
 * registered before is added again, and the version is the newest of all copies. (Sentry's SDK does the same.)
 *
 * @param newest the version of the API that the application has, where that is known
 */
function register(work: () => void, newest: string | undefined): void {
  const before = holder[API]
  holder[API] = undefined
  try {
    work()
  } finally {
    const ours: Registry = holder[API] ?? {}
    const versions = [before?.version, ours.version, newest].filter((version) => version !== undefined)
    const version = versions.toSorted(byMinor).at(-1)
    holder[API] = { ...before, ...ours, ...(version === undefined ? {} : { version }) }
  }
}

function byMinor(one: string, other: string): number {
  const [, minor = 0, patch = 0] = one.split('.').map((part) => Number.parseInt(part, 10))
  const [, otherMinor = 0, otherPatch = 0] = other.split('.').map((part) => Number.parseInt(part, 10))
  return minor - otherMinor || patch - otherPatch
}

/** Registers `provider`, unless another SDK has registered one. Returns whether the API hands out its tracers now. */
export function registerProvider(provider: TracerProvider, newest: string | undefined): boolean {
  if (registeredAPI().trace === undefined) register(() => trace.setGlobalTracerProvider(provider), newest)
  return isRegistered(provider)
}

/**
 * Registers a context manager and the W3C propagators where there are none. They hold no spans, so they stay when tracing is shut down;
 * those of another SDK go when it pleases.
 */
export function registerContext(createManager: () => ContextManager, newest: string | undefined): void {
  if (!hasContextManager()) register(() => context.setGlobalContextManager(createManager().enable()), newest)
  // The propagator that stands in where none is registered has no fields.
  if (propagation.fields().length > 0) return
  const propagators = [new W3CTraceContextPropagator(), new W3CBaggagePropagator()]
  register(() => propagation.setGlobalPropagator(new CompositePropagator({ propagators })), newest)
}

function hasContextManager(): boolean {
  const probe = ROOT_CONTEXT.setValue(createContextKey('spanlit.probe'), true)
  return context.with(probe, () => context.active() === probe)
}

/** Whether the API hands out tracers of `provider`; else the application has registered another SDK before. */
export function isRegistered(provider: object): boolean {
  return registeredProvider() === provider
}

export function registeredProvider(): object {
  const global = trace.getTracerProvider() as TracerProvider & Partial<ProxyTracerProvider>
  return global.getDelegate?.() ?? global
}
