import { isAPIPromise, observeAPIPromise, type PromiseObserver } from './openai/api-promise.ts'

/** Observation of what a function of the application returns, without using it on the application's behalf. */

/** Where the global Promise is replaced (zone.js), async functions still return the language's own. */
const OwnPromise = (async () => {})().constructor as PromiseConstructor

function isPlainPromise(value: PromiseLike<unknown>): boolean {
  return [Promise, OwnPromise].some((kind) => value instanceof kind && value.then === kind.prototype.then)
}

/** Promises with methods of their own, as libraries make them (`.json()`, `.withResponse()`): only they themselves have those. */
function hasMethods(value: object): boolean {
  return Object.values(value).some((member) => typeof member === 'function')
}

type Settle = (value: unknown) => void

/** Spans of results that nobody asks for end when the result is forgotten; what is held must not lead back to it. */
export const forgotten: FinalizationRegistry<Settle> = new FinalizationRegistry((end) => end(undefined))

/**
 * Calls `end` or `fail` when `result` settles, and returns what the application gets.
 *
 * A promise of the language is followed by another that settles as it does, so that a rejection that nobody handles stays
 * unhandled; with `asItIs` it is returned itself, at the price that a rejection looks handled. Others may do their work only when `then` is called (the client's APIPromise parses the body, a query builder sends the
 * query): they are returned as they are, and observed when the application itself uses them.
 */
export function observeThenable(
  result: PromiseLike<unknown>,
  end: Settle,
  fail: Settle,
  asItIs: boolean = hasMethods(result),
): PromiseLike<unknown> {
  if (isPlainPromise(result)) {
    const followed = result.then(
      (value: unknown) => {
        end(value)
        return value
      },
      (error: unknown) => {
        fail(error)
        if (asItIs) return undefined
        throw error
      },
    )
    return asItIs ? result : followed
  }
  forgotten.register(result, end, result)
  if (isAPIPromise(result)) observeAPIPromise(result, endWith(result, end, fail))
  else observeLazily(result, end, fail)
  return result
}

/** `known` is the one that the registry knows: the promises that are made of it keep it alive. */
function endWith(known: object, end: Settle, fail: Settle): PromiseObserver {
  let isParsing = false
  return {
    asked(parsing) {
      isParsing ||= parsing
      if (parsing) forgotten.unregister(known)
    },
    raw(answer) {
      if (!isParsing) end(answer)
    },
    parsed: end,
    failed: fail,
  }
}

function observeLazily(result: PromiseLike<unknown>, end: Settle, fail: Settle): void {
  const then = result.then
  result.then = ((fulfilled?: (value: unknown) => unknown, rejected?: (error: unknown) => unknown) => {
    forgotten.unregister(result)
    return then.call(
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
    )
  }) as PromiseLike<unknown>['then']
  // It may have a `catch` of its own, which does not go by its `then`.
  const members = result as { catch?: (rejected?: (error: unknown) => unknown) => unknown }
  const original = members.catch
  if (typeof original !== 'function') return
  members.catch = (rejected) => {
    forgotten.unregister(result)
    return original.call(result, (error) => {
      fail(error)
      if (rejected) return rejected(error)
      throw error
    })
  }
}
