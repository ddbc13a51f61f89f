import { isThenable } from './is-thenable.ts'

/**
 * What the client's methods return (`APIPromise`), with the members that it keeps to itself. Its own `then` parses the body on first use,
 * so it must never be called on the client's behalf: every observation here stands beside the client's own promises, never between, and
 * none is observed that nobody asked for.
 */
export interface APIPromise extends PromiseLike<unknown> {
  parse: () => Promise<unknown>
  asResponse: () => Promise<unknown>
  responsePromise: Promise<Answer>
  parseResponse: (client: unknown, answer: Answer | undefined) => unknown
  _thenUnwrap: (transform: Transform) => unknown
}

/** What the client knows of an answer. */
export interface Answer {
  response?: { headers?: unknown }
}

type Transform = (data: unknown, answer: unknown) => unknown

export function isAPIPromise(value: unknown): value is APIPromise {
  if (value === null || typeof value !== 'object') return false
  const { responsePromise, parse, parseResponse, asResponse, _thenUnwrap: thenUnwrap } = value as Partial<APIPromise>
  return (
    // Not by its class: where the global Promise is replaced (zone.js), the client's is still the language's own.
    isThenable(responsePromise) &&
    typeof parse === 'function' &&
    typeof parseResponse === 'function' &&
    typeof asResponse === 'function' &&
    typeof thenUnwrap === 'function'
  )
}

/** Who wants to know what an application asks of a call's promise, and what comes of it. */
export interface PromiseObserver {
  /** The application has asked for something; for the parsed result, where `parsing` says so. */
  asked(parsing: boolean): void
  /** The answer is here, and about to be parsed. */
  answered?(answer: Answer | undefined): void
  /** The parsed result, which may come again. */
  parsed(value: unknown): void
  /** The answer is here, and the application has asked for it raw; `parsed` may come as well. */
  raw(answer: Answer): void
  failed(error: unknown): void
}

/** Observes a promise of the client's, and those that `_thenUnwrap` makes of it. */
export function observeAPIPromise(api: APIPromise, observer: PromiseObserver): void {
  const { parse, parseResponse, asResponse, _thenUnwrap: thenUnwrap } = api
  const { parsed, failed } = observer

  // Each passes its own `this`: another tool's proxy may stand for the promise, and the client's private fields are not on that.
  // `then`, `catch`, `finally` and `withResponse` all come by here.
  api.parse = function (this: APIPromise) {
    observer.asked(true)
    const promise = parse.call(this)
    promise.then(parsed, failed)
    return promise
  }
  // Called at most once, with the answer.
  api.parseResponse = function (this: APIPromise, client, answer) {
    observer.answered?.(answer)
    return parseResponse.call(this, client, answer)
  }
  api.asResponse = function (this: APIPromise) {
    observer.asked(false)
    const response = asResponse.call(this)
    // Beside the promise that the application gets, whose rejection is its own to handle.
    api.responsePromise.then((answer) => observer.raw(answer), failed)
    return response
  }
  api._thenUnwrap = function (this: APIPromise, transform) {
    const next = thenUnwrap.call(this, (data, answer) => {
      parsed(data)
      return transform(data, answer)
    })
    if (isAPIPromise(next)) observeAPIPromise(next, observer)
    return next
  }
  if (Object.hasOwn(api, 'then')) observePagedResult(api, observer)
}

/** The promise of a page has members of its own since openai 7, which lead to another promise that does the work. */
function observePagedResult(page: APIPromise, observer: PromiseObserver): void {
  const members = page as unknown as Record<string, (...args: unknown[]) => unknown>
  const then = page.then.bind(page)
  let isObserved = false
  for (const name of ['then', 'catch', 'finally', 'withResponse']) {
    const original = members[name]
    if (!original) continue
    members[name] = function (this: unknown, ...args) {
      observer.asked(true)
      if (!isObserved) {
        isObserved = true
        then(observer.parsed, observer.failed)
      }
      return original.apply(this, args)
    }
  }
}
