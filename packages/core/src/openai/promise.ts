import { isThenable } from '../patch/is-thenable.ts'
import { observeThenable } from '../patch/thenable.ts'
import {
  isAPIPromise,
  observeAPIPromise,
  type Answer,
  type APIPromise,
  type PromiseObserver,
} from '../patch/api-promise.ts'
import type { Call } from '../genai/call.ts'
import { reportFault } from '../faults.ts'
import { isStream, observeStream, unwatch, whenCollected } from './stream.ts'

const nothing = (): void => {}

/** What stands in the place of the client's own method. */
export interface ReplacedBy {
  /** A mock of a test. */
  mock: boolean
  /** The method of Microsoft's project client. */
  project: boolean
}

/** Observes what a call has returned, and returns what the application gets: the client's own promise, and that of a test's mock, as it is. */
export function observeResult(result: unknown, call: Call, by: ReplacedBy): unknown {
  if (isAPIPromise(result)) {
    const observation = new Observation(call, result, by)
    observeAPIPromise(result, observation)
    call.onSending(() => observation.sending())
  } else if (isThenable(result)) {
    // A helper that polls, a client of a version unknown to us, a mock of a test.
    return observeThenable(
      result,
      (value) => deliver(value, call, by),
      (error) => call.fail(error),
      by.mock,
    )
  } else {
    deliver(result, call, by)
  }
  return result
}

function deliver(value: unknown, call: Call, by: ReplacedBy): void {
  try {
    if (isStream(value)) observeStream(value, call, by.project)
    else call.succeed(value)
  } catch (error) {
    reportFault('result', error)
    call.end()
  }
}

/** What the application asks of one call's promise, and of those that are made of it. */
class Observation implements PromiseObserver {
  readonly #call: Call
  readonly #promise: APIPromise
  readonly #by: ReplacedBy
  /** The application has asked for the result, in any way. */
  #used = false
  /** It has asked for the parsed result. */
  #parsing = false
  #delivered = false
  #watched: Promise<unknown> | undefined

  constructor(call: Call, promise: APIPromise, by: ReplacedBy) {
    this.#call = call
    this.#by = by
    this.#promise = promise
  }

  /**
   * Called when the request is about to be sent. An application that awaits its call has asked for the result by now, and the
   * result tells all; one that has not may never ask, so the answer itself is watched.
   *
   * A rejection that the application does not handle must stay unhandled, and one that it handles must not show up a second time: so
   * the watching promise rejects too, until the application subscribes.
   */
  sending(): void {
    if (this.#used || this.#watched) return
    const call = this.#call
    this.#watched = this.#promise.responsePromise.then(
      (answer) => {
        call.answered(answer)
        if (this.#parsing) return
        // Only the raw response was asked for: its body is the application's to read.
        if (this.#used) call.end()
        // Nobody has asked for anything. They may yet, so the call ends when the promise is forgotten.
        else whenCollected(this.#promise, call)
      },
      (error: unknown) => {
        call.fail(error)
        throw error
      },
    )
  }

  asked(parsing: boolean): void {
    this.#parsing ||= parsing
    if (this.#used) return
    this.#used = true
    if (!this.#watched) return
    this.#watched.catch(nothing)
    unwatch(this.#call)
  }

  answered(answer: Answer | undefined): void {
    this.#call.answered(answer)
  }

  raw(): void {
    // The body is the application's to read.
    if (!this.#parsing) this.#call.end()
  }

  readonly parsed = (value: unknown): void => {
    if (this.#delivered) return
    this.#delivered = true
    deliver(value, this.#call, this.#by)
  }

  readonly failed = (error: unknown): void => this.#call.fail(error)
}
