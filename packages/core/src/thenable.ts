/** Observation of what a function of the application returns, without using it on the application's behalf. */

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return value !== null && typeof value === 'object' && typeof (value as { then?: unknown }).then === 'function'
}

/** Where the global Promise is replaced (zone.js), async functions still return the language's own. */
const OwnPromise = (async () => {})().constructor as PromiseConstructor

function isPlainPromise(value: PromiseLike<unknown>): boolean {
  return [Promise, OwnPromise].some((kind) => value instanceof kind && value.then === kind.prototype.then)
}

type Settle = (value: unknown) => void

/** Spans of results that nobody asks for end when the result is forgotten. */
const forgotten = new FinalizationRegistry<() => void>((end) => end())

/**
 * Calls `end` or `fail` when `result` settles, and returns what the application gets.
 *
 * A promise of the language is followed by another that settles as it does, so that a rejection that nobody handles stays
 * unhandled. Others may do their work only when `then` is called (the client's APIPromise parses the body, a query builder sends the
 * query): they are returned as they are, and observed when the application itself uses them.
 */
export function observeThenable(result: PromiseLike<unknown>, end: Settle, fail: Settle): PromiseLike<unknown> {
  if (isPlainPromise(result)) {
    return result.then(
      (value: unknown) => {
        end(value)
        return value
      },
      (error: unknown) => {
        fail(error)
        throw error
      },
    )
  }
  forgotten.register(result, () => end(undefined))
  if (!observeAPIPromise(result, end, fail)) observeLazily(result, end, fail)
  return result
}

/** The client's promise: `then`, `catch` and `finally` go by its `parse`, which makes one promise of the language. */
function observeAPIPromise(result: PromiseLike<unknown>, end: Settle, fail: Settle): boolean {
  const api = result as {
    parse?: () => Promise<unknown>
    asResponse?: () => Promise<unknown>
    responsePromise?: Promise<unknown>
  }
  const { parse, asResponse } = api
  if (typeof parse !== 'function' || typeof asResponse !== 'function') return false
  let parsing = false
  api.parse = () => {
    parsing = true
    const parsed = parse.call(api)
    parsed.then(end, fail)
    return parsed
  }
  api.asResponse = () => {
    const response = asResponse.call(api)
    // Beside the promise that the application gets, whose rejection is its own to handle.
    api.responsePromise?.then((value) => {
      if (!parsing) end(value)
    }, fail)
    return response
  }
  return true
}

function observeLazily(result: PromiseLike<unknown>, end: Settle, fail: Settle): void {
  const then = result.then
  result.then = ((fulfilled?: (value: unknown) => unknown, rejected?: (error: unknown) => unknown) =>
    then.call(
      result,
      (value) => {
        end(value)
        return fulfilled ? fulfilled(value) : value
      },
      (error) => {
        fail(error)
        if (rejected) return rejected(error)
        throw error
      },
    )) as PromiseLike<unknown>['then']
}
