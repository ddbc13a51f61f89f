import { diag } from '@opentelemetry/api'

/** What tracing needs to know of an error that the client has thrown. */
export interface Failure {
  /** `error.type`: the API's own code, else its type, else the error's class. */
  type: string
  /** May echo what was sent, so it counts as content. */
  message: string
  /** HTTP status, where the API answered. */
  status?: number | undefined
  exceptionType: string
  stack?: string | undefined
  headers?: unknown
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function describeFailure(error: unknown): Failure {
  if (error === null || typeof error !== 'object') {
    return { type: 'Error', exceptionType: 'Error', message: String(error) }
  }
  const { code, type, status, message, name, stack, headers } = error as Record<string, unknown>
  const className = text((error.constructor as { name?: unknown } | undefined)?.name) ?? text(name) ?? 'Error'
  return {
    type: text(code) ?? text(type) ?? className,
    exceptionType: className,
    message: text(message) ?? '',
    status: typeof status === 'number' ? status : undefined,
    stack: text(stack),
    headers,
  }
}

const reported = new Set<string>()

/** A fault of tracing itself: it never reaches the application, and is said once for each cause. */
export function reportFault(where: string, error: unknown): void {
  const cause = `${where}: ${error instanceof Error ? error.message : String(error)}`
  if (reported.has(cause) || reported.size > 100) return
  reported.add(cause)
  diag.error(`spanlit: tracing of a call failed (${where}); the call itself goes on`, error)
}
