import type { Call } from './call.ts'
import { reportFault } from './failure.ts'
import { isThenable, observeThenable } from '../thenable.ts'
import { isStream, observeStream, unwatch, whenCollected } from './stream.ts'

/**
 * What the client's methods return (`APIPromise`), with the members that it keeps to itself. Its own `then` parses the
 * body on first use, so it must never be called on the client's behalf: every observation here stands beside the
 * client's own promises, never between, and none is observed that nobody asked for.
 */
interface APIPromiseLike {
  parse?: () => unknown
  responsePromise?: Promise<{ response?: { headers?: unknown } }>
  parseResponse?: (client: unknown, props: { response?: { headers?: unknown } } | undefined) => unknown
  _thenUnwrap?: (transform: (data: unknown, props: unknown) => unknown) => unknown
  asResponse?: () => Promise<unknown>
  then: PromiseLike<unknown>['then']
}

const nothing = (): void => {}

/** Observes what a call has returned, and returns what the application gets: the client's own promise as it is. */
export function observeResult(result: unknown, call: Call): unknown {
  if (isAPIPromise(result)) {
    const observation = new Observation(call, result)
    call.onAttempt = () => observation.sending()
  } else if (isThenable(result)) {
    // A helper that polls, a client of a version unknown to us, a mock of a test.
    return observeThenable(
      result,
      (value) => deliver(value, call),
      (error) => call.fail(error),
      // A mock's promise is the test's own.
      !call.operation.composite,
    )
  } else {
    deliver(result, call)
  }
  return result
}

function isAPIPromise(value: unknown): value is APIPromiseLike {
  if (value === null || typeof value !== 'object') return false
  const { responsePromise, parse, parseResponse, asResponse, _thenUnwrap: thenUnwrap } = value as APIPromiseLike
  return (
    // Not by its class: where the global Promise is replaced (zone.js), the client's is still the language's own.
    isThenable(responsePromise) &&
    typeof parse === 'function' &&
    typeof parseResponse === 'function' &&
    typeof asResponse === 'function' &&
    typeof thenUnwrap === 'function'
  )
}

function deliver(value: unknown, call: Call): void {
  try {
    if (isStream(value)) observeStream(value, call)
    else call.succeed(value)
  } catch (error) {
    reportFault('result', error)
    call.end()
  }
}

/** What the application asks of one call's promise, and of those that are made of it. */
class Observation {
  private readonly call: Call
  private readonly promise: APIPromiseLike
  /** The application has asked for the result, in any way. */
  private used = false
  /** It has asked for the parsed result. */
  private parsing = false
  private delivered = false
  private watched: Promise<unknown> | undefined

  constructor(call: Call, promise: APIPromiseLike) {
    this.call = call
    this.promise = promise
    this.watchUse(promise)
  }

  /**
   * Called when the request is about to be sent. An application that awaits its call has asked for the result by now, and the
   * result tells all; one that has not may never ask, so the answer itself is watched.
   *
   * A rejection that the application does not handle must stay unhandled, and one that it handles must not show up a second time: so
   * the watching promise rejects too, until the application subscribes.
   */
  sending(): void {
    if (this.used || this.watched) return
    const { call } = this
    this.watched = this.promise.responsePromise?.then(
      (props) => {
        call.answered(props)
        if (this.parsing) return
        // Only the raw response was asked for: its body is the application's to read.
        if (this.used) call.end()
        // Nobody has asked for anything. They may yet, so the call ends when the promise is forgotten.
        else whenCollected(this.promise, call)
      },
      (error: unknown) => {
        call.fail(error)
        throw error
      },
    )
  }

  private use(): void {
    if (this.used) return
    this.used = true
    if (!this.watched) return
    this.watched.catch(nothing)
    unwatch(this.call)
  }

  private deliver(value: unknown): void {
    if (this.delivered) return
    this.delivered = true
    deliver(value, this.call)
  }

  /** Watches the members of a promise, and of those that `_thenUnwrap` makes of it, for what the application asks of it. */
  private watchUse(api: APIPromiseLike): void {
    const { call } = this
    const { parse, parseResponse, asResponse, _thenUnwrap: thenUnwrap } = api
    let parsed: Promise<unknown> | undefined

    // `then`, `catch`, `finally` and `withResponse` all come by here, and it returns the same promise each time.
    api.parse = () => {
      this.parsing = true
      this.use()
      const result = parse?.call(api) as Promise<unknown>
      if (result !== parsed) {
        parsed = result
        result.then(
          (value) => this.deliver(value),
          (error) => call.fail(error),
        )
      }
      return result
    }
    // Called at most once, with the answer.
    api.parseResponse = (client, props) => {
      call.answered(props)
      return parseResponse?.call(api, client, props)
    }
    api.asResponse = () => {
      this.use()
      const response = asResponse?.call(api)
      // Beside the promise that the application gets, whose rejection is its own to handle.
      api.responsePromise?.then(
        () => {
          // The body is the application's to read.
          if (!this.parsing) call.end()
        },
        (error: unknown) => call.fail(error),
      )
      return response as Promise<unknown>
    }
    api._thenUnwrap = (transform) => {
      const next = thenUnwrap?.call(api, (data, props) => {
        this.deliver(data)
        return transform(data, props)
      })
      if (isAPIPromise(next)) this.watchUse(next)
      return next
    }
    if (Object.hasOwn(api, 'then')) this.watchPage(api)
  }

  /** The promise of a page has members of its own since openai 7, which lead to another promise that does the work. */
  private watchPage(page: APIPromiseLike): void {
    const members = page as unknown as Record<string, (...args: unknown[]) => unknown>
    const then = page.then.bind(page)
    let watched = false
    for (const name of ['then', 'catch', 'finally', 'withResponse']) {
      const original = members[name]
      members[name] = (...args) => {
        this.parsing = true
        this.use()
        if (!watched) {
          watched = true
          then(
            (value) => this.deliver(value),
            (error) => this.call.fail(error),
          )
        }
        return original?.apply(page, args)
      }
    }
  }
}
