import { diag } from '@opentelemetry/api'

const reported = new Set<string>()

/** Runs `trace`, which only tracing needs. An error that it throws is reported through `diag`, and the result is `undefined`. */
export function guarded<Result>(where: string, trace: () => Result): Result | undefined {
  try {
    return trace()
  } catch (error) {
    reportFault(where, error)
    return undefined
  }
}

/** Reports a fault of tracing itself through `diag`, once for each cause. Such a fault never reaches the application. */
export function reportFault(where: string, error: unknown): void {
  // Some thrown values cannot be converted to a string.
  const cause = `${where}: ${error instanceof Error ? error.message : typeof error}`
  if (reported.has(cause) || reported.size > 100) return
  reported.add(cause)
  diag.error(`spanlit: tracing of a call failed (${where}); the call itself goes on`, error)
}
