/**
 * What code calls that the Vite plugin has transformed, so that the active context follows `await` where there is no AsyncLocalStorage.
 * An application never calls it itself.
 *
 * A frame is one call of an async function, or one run of an async generator. The rule that keeps contexts apart: what a segment puts
 * back when it ends is what it found when it was resumed, never what was active in an earlier segment, which may be a sibling's by now.
 */
import { slot } from './slot.ts'

/** Until its first `await` a function runs inside its caller, in the caller's context: there is nothing to put back. */
const FIRST = 0
const SUSPENDED = 1
const RESUMED = 2

/** One call of an async function. */
export interface Frame {
  state: typeof FIRST | typeof SUSPENDED | typeof RESUMED
  /** The function's own context, while it is suspended. */
  saved: unknown
  /** What was active when the function was resumed. */
  ambient: unknown
}

export function enter(): Frame {
  return { state: FIRST, saved: undefined, ambient: undefined }
}

export function leave(frame: Frame): void {
  if (frame.state === RESUMED) slot.current = frame.ambient
}

/** Before an `await` or a `yield`, with what is awaited. */
export function suspend<Operand>(frame: Frame, operand: Operand): Operand {
  if (frame.state !== SUSPENDED) {
    frame.saved = slot.current
    if (frame.state === RESUMED) slot.current = frame.ambient
    frame.state = SUSPENDED
  }
  return operand
}

/** After an `await` or a `yield`, with what came of it. */
export function resume<Result>(frame: Frame, result: Result): Result {
  resumed(frame)
  return result
}

/** Where a function goes on after it may have been suspended: at the head of `catch` and `finally`, and in a `for await`. */
export function resumed(frame: Frame): void {
  if (frame.state !== SUSPENDED) return
  frame.ambient = slot.current
  slot.current = frame.saved
  frame.state = RESUMED
}

/**
 * What `for await` and `yield*` iterate over: the iterator's functions run in the context of the loop, and the loop is suspended after each
 * of them. Of a sync iterable the language makes an async one, so it stays a sync one here, and all comes in as many turns as before.
 */
export function iterate(frame: Frame, iterable: unknown): unknown {
  for (const key of [Symbol.asyncIterator, Symbol.iterator] as const) {
    const open = (iterable as Record<symbol, unknown> | null | undefined)?.[key]
    if (open == null) continue
    // What cannot be iterated over is left to the language, which says so.
    if (typeof open !== 'function') break
    return { [key]: () => iteration(frame, Reflect.apply(open, iterable, [])) }
  }
  return iterable
}

function iteration(frame: Frame, iterator: unknown): unknown {
  const isObject = (typeof iterator === 'object' && iterator !== null) || typeof iterator === 'function'
  return isObject ? new Iteration(frame, iterator as Record<Method, unknown>) : iterator
}

type Method = 'next' | 'return' | 'throw'

class Iteration {
  readonly #frame: Frame
  readonly #iterator: Record<Method, unknown>
  readonly #next: unknown

  constructor(frame: Frame, iterator: Record<Method, unknown>) {
    this.#frame = frame
    this.#iterator = iterator
    this.#next = iterator.next
  }

  next(...sent: unknown[]): unknown {
    return this.#step(() => Reflect.apply(this.#next as () => unknown, this.#iterator, sent))
  }

  // The language looks these up when it needs them, and does without where there is none.
  get return(): unknown {
    return this.#optional('return')
  }

  get throw(): unknown {
    return this.#optional('throw')
  }

  #optional(name: Method): unknown {
    const method = this.#step(() => this.#iterator[name])
    if (typeof method !== 'function') return method
    return (...sent: unknown[]) => this.#step(() => Reflect.apply(method, this.#iterator, sent) as unknown)
  }

  /** A generator is resumed from outside to go on with what it delegates to; a loop runs already. */
  #step(action: () => unknown): unknown {
    resumed(this.#frame)
    try {
      return action()
    } finally {
      suspend(this.#frame, undefined)
    }
  }
}
