/** Anything with a `then`: a promise of the language, of a library, or a query that waits to be sent. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return value !== null && typeof value === 'object' && typeof (value as { then?: unknown }).then === 'function'
}
