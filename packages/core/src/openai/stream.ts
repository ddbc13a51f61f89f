import type { Call } from '../genai/call.ts'
import { guarded } from '../faults.ts'

/** The client's `Stream`: `tee`, `toReadableStream` and `for await` all ask its `iterator` for an iterator. */
interface StreamLike {
  iterator: () => AsyncIterator<unknown>
  controller?: { signal?: AbortSignal }
}

export function isStream(value: unknown): value is StreamLike {
  return (
    value !== null &&
    typeof value === 'object' &&
    typeof (value as StreamLike).iterator === 'function' &&
    Symbol.asyncIterator in value
  )
}

/** Observes the first reading of a stream; the stream itself is returned to the application as it is. */
export function observeStream(stream: StreamLike, call: Call, isReplaced: boolean): void {
  const { iterator } = stream
  const reading = new StreamObserver(call)
  stream.iterator = function (this: StreamLike): AsyncIterator<unknown> {
    return reading.observe(iterator.call(this))
  }
  // Microsoft's project client reads the client's stream itself, and hands out a copy whose iterator is its own.
  const own = isReplaced ? Object.getOwnPropertyDescriptor(stream, Symbol.asyncIterator) : undefined
  if (typeof own?.value === 'function') {
    const iterate = own.value as () => AsyncIterator<unknown>
    const value = function (this: StreamLike): AsyncIterator<unknown> {
      return reading.observe(iterate.call(this))
    }
    Object.defineProperty(stream, Symbol.asyncIterator, { ...own, value })
  }
  const { signal } = stream.controller ?? {}
  if (signal?.aborted) return reading.aborted()
  if (signal) onAbort(signal, new WeakRef(reading))
  whenCollected(stream, call)
}

/**
 * Not within `observeStream`, whose closures share what they know. The call knows its answer, whose signal this is, and a reading knows the
 * stream: where the one kept the other, the stream would never be forgotten, nor the call end that waits for that.
 */
function onAbort(signal: AbortSignal, reading: WeakRef<StreamObserver>): void {
  signal.addEventListener('abort', () => reading.deref()?.aborted(), { once: true })
}

/**
 * One reading of a stream. It stands beside the iterator, not between: the application gets the iterator's own promises, so nothing is read
 * ahead, and no promise is added to its chain. One thing shows: a read that fails and that nobody handles is not reported as unhandled,
 * where the application reads this iterator itself (openai 7 has one of its own around that of a chat).
 */
class StreamObserver {
  readonly #call: Call
  readonly #known = new WeakSet()
  /** The iterator that was asked first: a second reading throws by itself, and is no part of the call. */
  #source: AsyncIterator<unknown> | undefined
  #pending = 0
  #wasAborted = false
  #wasClosed = false

  constructor(call: Call) {
    this.#call = call
  }

  /** An application's own iterator may be frozen or unreadable. */
  observe(source: AsyncIterator<unknown>): AsyncIterator<unknown> {
    if (!guarded('stream', () => this.#observe(source))) this.#call.end()
    return source
  }

  #observe(source: AsyncIterator<unknown>): true {
    if (this.#known.has(source)) return true
    this.#known.add(source)
    const call = this.#call
    const { next } = source
    const isOther = (): boolean => {
      if (!this.#source) touched(call)
      this.#source ??= source
      return this.#source !== source
    }
    const seen = (result: IteratorResult<unknown>): void => {
      this.#pending -= 1
      if (result.done) call.finishStream(this.#wasAborted ? 'cancelled' : 'completed')
      else call.chunk(result.value)
      if (this.#wasClosed && this.#pending === 0) call.finishStream('cancelled')
    }
    const failed = (error: unknown): void => {
      this.#pending -= 1
      call.finishStream('failed', error)
    }
    source.next = (value?: unknown) => {
      // Runs for every chunk.
      const promise = next.call(source, value as undefined)
      if (this.#source !== source && isOther()) return promise
      this.#pending += 1
      // Iterators that others have made may give their results at once.
      if (typeof (promise as Partial<typeof promise> | undefined)?.then === 'function') promise.then(seen, failed)
      else guarded('chunk', () => seen(promise as unknown as IteratorResult<unknown>))
      return promise
    }
    for (const name of ['return', 'throw'] as const) {
      const stop = source[name]
      if (!stop) continue
      source[name] = (value?: unknown) => {
        if (!isOther()) {
          // A chunk that was asked for is still to come.
          this.#wasClosed = true
          if (this.#pending === 0) call.finishStream('cancelled')
        }
        return stop.call(source, value)
      }
    }
    return true
  }

  /**
   * The client aborts its controller also in the course of a failure or of an early `break`: where a read is pending, its outcome
   * says which it was.
   */
  aborted(): void {
    this.#wasAborted = true
    if (this.#pending === 0) this.#call.finishStream('cancelled')
  }
}

/** Calls whose result nobody reads any more end when it is forgotten. */
const forgotten = new FinalizationRegistry<Call>((call) => abandon(call))

/** How many unread results we watch, and for how many rounds. Anything beyond that ends as `abandoned`. */
export const MAX_UNREAD = 1000
const MAX_UNREAD_ROUNDS = 20
const ROUND_MILLISECONDS = 30_000

const unread = new Map<Call, number>()
// The timers from load time: a test's fake clock must neither hold nor stop this.
const { setTimeout, clearTimeout } = globalThis
let timer: ReturnType<typeof setTimeout> | undefined

/**
 * Ends `call` when `result` is collected as garbage, or when it has not been read for ten minutes: garbage
 * may never be collected where memory is plenty.
 */
export function whenCollected(result: object, call: Call): void {
  forgotten.register(result, call, call)
  unread.set(call, MAX_UNREAD_ROUNDS)
  if (unread.size > MAX_UNREAD) {
    const [oldest] = unread.keys()
    if (oldest) abandon(oldest)
  }
  schedule()
}

/** The result is being read: it is the reader's from now on. */
function touched(call: Call): void {
  unread.delete(call)
  if (unread.size > 0) return
  clearTimeout(timer)
  timer = undefined
}

/** The result has led to another, and may be collected while that one lives. */
export function unwatch(call: Call): void {
  touched(call)
  forgotten.unregister(call)
}

function abandon(call: Call): void {
  unread.delete(call)
  call.finishStream('abandoned')
}

function schedule(): void {
  if (timer !== undefined) return
  timer = setTimeout(() => {
    timer = undefined
    // Rounds, not the clock, which tests replace.
    for (const [call, rounds] of unread) {
      if (call.ended) unread.delete(call)
      else if (rounds === 0) abandon(call)
      else unread.set(call, rounds - 1)
    }
    if (unread.size > 0) schedule()
  }, ROUND_MILLISECONDS)
  // A waiting span keeps no process alive.
  ;(timer as { unref?: () => void }).unref?.()
}
