import { AsyncLocalStorage } from 'node:async_hooks'
import { ROOT_CONTEXT, context } from '@opentelemetry/api'
import { suppressTracing } from '@opentelemetry/core'

/** Taken when this module is loaded, outside of any request. */
const runOutside = AsyncLocalStorage.snapshot()

/**
 * Runs what only tracing needs: outside of the caller's async context, whatever library keeps it, and marked so that tracers which know
 * OpenTelemetry's mark make no span of it. A timer or a request that is made in a caller's context would become part of that caller's
 * trace in every other tracer of the process (Sentry, Datadog).
 */
export function detached<Result>(fn: () => Result): Result {
  return runOutside(() => context.with(suppressTracing(ROOT_CONTEXT), fn))
}
