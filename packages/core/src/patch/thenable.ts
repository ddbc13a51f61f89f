import { isAPIPromise, observeAPIPromise, type PromiseObserver } from './api-promise.ts'

/** Observation of what a function of the application returns, without using it on the application's behalf. */

/** Where the global Promise is replaced (zone.js), async functions still return the language's own. */
const OwnPromise = (async () => {})().constructor as PromiseConstructor

/** A subclass may take more than a function to be made, and does more. */
function isPlainPromise(value: PromiseLike<unknown>): value is Promise<unknown> {
  return [Promise, OwnPromise].some(
    (kind) => Object.getPrototypeOf(value) === kind.prototype && value.then === kind.prototype.then,
  )
}

type Settle = (value: unknown) => void

/** Spans of results that nobody asks for end when the result is forgotten; what is held must not lead back to it. */
export const forgotten: FinalizationRegistry<Settle> = new FinalizationRegistry((end) => end(undefined))

/**
 * Calls `end` or `fail` when `result` settles, and returns what the application gets.
 *
 * A promise of the language is followed by another that settles as it does, so that a rejection that nobody handles stays unhandled, and
 * that has what its maker has put on it; with `asItIs` it is returned itself, at the price that a rejection looks handled. Others may do
 * their work only when `then` is called (the client's APIPromise parses the body, a query builder sends the query), or be more than a
 * promise: they are returned as they are, and observed when the application itself uses them.
 */
export function observeThenable(
  result: PromiseLike<unknown>,
  end: Settle,
  fail: Settle,
  asItIs = false,
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
    return asItIs ? result : withMembersOf(result, followed)
  }
  forgotten.register(result, end, result)
  if (isAPIPromise(result)) observeAPIPromise(result, endWith(result, end, fail))
  else observeLazily(result, end, fail)
  return result
}

/** `promise` with what libraries put on theirs: methods (`.json()`, `.cancel()`), the process that it waits for. */
function withMembersOf(from: object, promise: PromiseLike<unknown>): PromiseLike<unknown> {
  // Most have nothing, and V8 takes a while to say so in another way.
  return Reflect.ownKeys(from).length > 0
    ? Object.defineProperties(promise, Object.getOwnPropertyDescriptors(from))
    : promise
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
  // An argument that is no function stands for nothing.
  result.then = ((fulfilled?: unknown, rejected?: unknown, ...more: []) => {
    forgotten.unregister(result)
    return then.call(
      result,
      (value) => {
        end(value)
        return typeof fulfilled === 'function' ? (fulfilled as Settle)(value) : value
      },
      failing(fail, rejected),
      ...more,
    )
  }) as PromiseLike<unknown>['then']
  // It may have a `catch` of its own, which does not go by its `then`.
  const members = result as { catch?: (...args: unknown[]) => unknown }
  const original = members.catch
  if (typeof original !== 'function') return
  members.catch = (...args) => {
    forgotten.unregister(result)
    // Some take the errors that are meant before the function (Bluebird); those go by `then`.
    return args.length > 1 ? original.apply(result, args) : original.call(result, failing(fail, args[0]))
  }
}

function failing(fail: Settle, rejected: unknown): (error: unknown) => unknown {
  return (error) => {
    fail(error)
    if (typeof rejected === 'function') return (rejected as Settle)(error)
    throw error
  }
}
