/** An error that a call or a function has thrown, as spans describe it. */
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
  /** What was thrown. */
  error: unknown
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Gateways give the code of HTTP as a number. The numbers that other errors have (`DOMException`) say nothing. */
function codeOf(error: object, code: unknown): string | undefined {
  return typeof code === 'number' && 'headers' in error ? String(code) : text(code)
}

export function describeFailure(error: unknown): Failure {
  if (error === null || typeof error !== 'object') {
    return { type: 'Error', exceptionType: 'Error', message: String(error), error }
  }
  const { code, type, status, message, name, stack, headers } = error as Record<string, unknown>
  const className = text((error.constructor as { name?: unknown } | undefined)?.name) ?? text(name) ?? 'Error'
  return {
    type: codeOf(error, code) ?? text(type) ?? className,
    exceptionType: className,
    message: text(message) ?? '',
    status: typeof status === 'number' ? status : undefined,
    stack: text(stack),
    headers,
    error,
  }
}
