import type { Call } from './call.ts'
import { reportFault } from './failure.ts'
import { isStream, observeStream, whenCollected } from './stream.ts'

/**
 * What the client's methods return (`APIPromise`), with the members that it keeps to itself. Its own `then` parses the
 * body on first use, so it must never be called on the client's behalf: every observation here stands beside the
 * client's own promises, never between, and none is observed that nobody asked for.
 */
interface APIPromiseLike {
  parse?: () => unknown
  responsePromise?: Promise<{ response?: { headers?: unknown } }>
  parseResponse?: (...args: unknown[]) => unknown
  _thenUnwrap?: (transform: (data: unknown, props: unknown) => unknown) => unknown
  asResponse?: () => Promise<unknown>
  then: PromiseLike<unknown>['then']
}

const nothing = (): void => {}

/** Observes a call's promise, which is returned to the application as it is. */
export function observePromise(promise: object, call: Call): void {
  const api = promise as APIPromiseLike
  if (!isAPIPromise(api)) {
    observePlainPromise(api, call)
    return
  }
  const observation = new Observation(call)
  observation.watchAnswer(api)
  observation.watchUse(api)
}

function isAPIPromise(value: unknown): value is APIPromiseLike {
  if (value === null || typeof value !== 'object') return false
  const { responsePromise, parse, parseResponse, asResponse, _thenUnwrap } = value as APIPromiseLike
  return (
    responsePromise instanceof Promise &&
    [parse, parseResponse, asResponse, _thenUnwrap].every((member) => typeof member === 'function')
  )
}

/** A client of a version unknown to us, or one that returns plain promises. */
function observePlainPromise(promise: APIPromiseLike, call: Call): void {
  if (typeof promise.then !== 'function') {
    call.succeed(promise)
    return
  }
  promise.then(
    (value) => deliver(value, call),
    (error) => call.fail(error),
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

class Observation {
  private readonly call: Call
  /** The application has asked for the result, in any way. */
  private used = false
  /** It has asked for the parsed result. */
  private parsing = false
  private arrived = false
  private delivered = false
  private watched: Promise<unknown> | undefined

  constructor(call: Call) {
    this.call = call
  }

  /**
   * Watches for the answer's arrival. A rejection that the application does not handle must stay unhandled, and one that
   * it handles must not show up a second time: so the watching promise rejects too, until the application subscribes.
   */
  watchAnswer(api: APIPromiseLike): void {
    const { call } = this
    this.watched = api.responsePromise?.then(
      (props) => {
        this.arrived = true
        call.answered(props?.response?.headers)
        if (this.parsing) return
        // Only the raw response was asked for: its body is the application's to read.
        if (this.used) call.end()
        // Nobody has asked for anything. They may yet, so the call ends when the promise is forgotten.
        else whenCollected(api, call)
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
    this.watched?.catch(nothing)
  }

  private deliver(value: unknown): void {
    if (this.delivered) return
    this.delivered = true
    deliver(value, this.call)
  }

  /** Watches the members of a promise, and of those that `_thenUnwrap` makes of it, for what the application asks of it. */
  watchUse(api: APIPromiseLike): void {
    const { call } = this
    const { parse, parseResponse, asResponse, _thenUnwrap: thenUnwrap } = api

    // `then`, `catch`, `finally` and `withResponse` all come by here.
    api.parse = () => {
      this.parsing = true
      this.use()
      return parse?.call(api)
    }
    // Called at most once, with the answer. What it returns is the client's own promise.
    api.parseResponse = (...args) => {
      const parsed = parseResponse?.apply(api, args)
      if (parsed instanceof Promise) {
        parsed.then(
          (value) => this.deliver(value),
          (error) => call.fail(error),
        )
      } else {
        this.deliver(parsed)
      }
      return parsed
    }
    api.asResponse = () => {
      this.use()
      if (this.arrived && !this.parsing) call.end()
      return asResponse?.call(api) as Promise<unknown>
    }
    api._thenUnwrap = (transform) => {
      const next = thenUnwrap?.call(api, (data, props) => {
        this.deliver(data)
        return transform(data, props)
      })
      if (isAPIPromise(next)) this.watchUse(next)
      return next
    }
  }
}
