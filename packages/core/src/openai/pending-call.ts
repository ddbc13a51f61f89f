import { context, createContextKey, type Context } from '@opentelemetry/api'
import type { Call } from '../genai/call.ts'
import { guarded } from '../faults.ts'
import { copyWith } from '../patch/copy-with.ts'
import { isMock, type Method, type Wrapping } from '../patch/method-wrap.ts'
import type { ClientState } from './client-state.ts'
import type { Operation } from './operation.ts'
import { isRequestOf } from './operations/paths.ts'
import { withOthersSpans } from './other-tracers.ts'

/**
 * How a call finds its request. The method that was called is not asked: its source may be unreadable, and it may be the application's own
 * or another tool's. Instead the call is pending while the method runs, and the client's own `post`, `get` and `getAPIList` put it on the
 * options of the request that fits. The client copies these options by spreading them, which keeps symbols, and never sends them.
 */
export const CALL: unique symbol = Symbol('spanlit.call')
/** The context in which a helper (`stream`, `runTools`) was called: it calls `create` later, from a timer or a loop. */
export const PARENT: unique symbol = Symbol('spanlit.parent')

export interface TracedOptions {
  [CALL]?: CallReference
  [PARENT]?: Context
}

/**
 * A call that is under way. The client writes its options to its log, and keeps those of a page of results: neither may show, or keep alive,
 * what the call holds.
 */
export class CallReference {
  #call: Call | undefined
  readonly #operation: Operation
  readonly #client: ClientState
  #hasRequest = false
  #hasLayer = false

  constructor(call: Call, operation: Operation, client: ClientState) {
    this.#call = call
    this.#operation = operation
    this.#client = client
    call.onEnd(() => (this.#call = undefined))
  }

  get operation(): Operation {
    return this.#operation
  }

  get client(): ClientState {
    return this.#client
  }

  get call(): Call | undefined {
    return this.#call
  }

  /** Whether a request has been found. */
  get hasRequest(): boolean {
    return this.#hasRequest
  }

  /** Whether a traced method that runs inside the call's method belongs to this call: a part of a helper, or the same method one layer below. */
  includes(operation: Operation): boolean {
    if (!this.#call) return false
    if (this.#operation.composite) return true
    // Only the first: an application's own method may ask the model twice.
    if (this.#hasRequest || this.#hasLayer || operation.path !== this.#operation.path) return false
    this.#hasLayer = true
    return true
  }

  /** Whether a request to `path` is the call's. */
  takes(path: string): boolean {
    if (!this.#call) return false
    if (!this.#operation.composite && (this.#hasRequest || !isRequestOf(this.#operation, path))) return false
    this.#hasRequest = true
    return true
  }
}

const KEY = createContextKey('spanlit.pending_call')

/** The call whose method runs now. It stands beside the context, which an application may have no manager for. */
let current: CallReference | undefined

export function pendingCall(): CallReference | undefined {
  return current ?? (context.active().getValue(KEY) as CallReference | undefined)
}

/** Runs the method of a call; `within` is its context. */
export function runPending<T>(reference: CallReference, within: Context, method: () => T): T {
  const before = current
  current = reference
  try {
    return context.with(within.setValue(KEY, reference), method)
  } finally {
    current = before
  }
}

/** Wraps one of the client's methods that make a request; `index` says which argument holds the options. */
export function findRequest(index: number): (wrapping: Wrapping) => Method {
  return (wrapping) =>
    function (this: object, ...args) {
      if (wrapping.owners.size > 0) guarded('request', () => attachPendingCall(args, index))
      return withOthersSpans(() => wrapping.original().apply(this, args))
    }
}

function attachPendingCall(args: unknown[], index: number): void {
  const pending = pendingCall()
  const options = args[index] as (TracedOptions & { then?: unknown }) | undefined
  if (!pending || options?.[CALL] || !pending.takes(String(args[0]))) return
  // Since openai 7 the client gives a promise of its options.
  args[index] =
    typeof options?.then === 'function'
      ? (options as unknown as Promise<TracedOptions>).then((given) => withCall(given, pending))
      : withCall(options, pending)
}

function withCall(options: TracedOptions | undefined, reference: CallReference): TracedOptions {
  return options?.[CALL] ? options : withOption(options, CALL, reference)
}

/**
 * Whether a helper of the client may be given one option more. A mock is asked what it was called with. Without options, the method must
 * declare the parameter: an application's own may look at how many arguments it got. A promise of options is left alone.
 */
export function takesOption(method: Method, options: unknown, index: number): boolean {
  if (isMock(method)) return false
  if (options === undefined || options === null) return method.length > index
  return typeof options === 'object' && !('then' in options)
}

/** The options with one thing more; what they inherit they still have. */
export function withOption(options: unknown, key: symbol, value: unknown): TracedOptions {
  if (options === undefined || options === null || Object.getPrototypeOf(options) === Object.prototype) {
    // In two steps: a literal with a computed key takes V8 some times as long.
    const copy: Record<symbol, unknown> = options ? { ...options } : {}
    copy[key] = value
    return copy
  }
  return Object.defineProperty(copyWith(options, key, value), key, { enumerable: true })
}
