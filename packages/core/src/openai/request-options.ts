import type { Context } from '@opentelemetry/api'
import type { Call } from '../genai/call.ts'
import type { ClientState } from './client-state.ts'
import type { Operation } from './operation.ts'
import { copyWith } from '../patch/copy-with.ts'
import { isReplacedByProject } from './foundry.ts'
import { isMock, type Method } from '../patch/method-wrap.ts'

/**
 * What the instrumentation puts on the request options of one call. The client copies its options on their way by spreading
 * them, which keeps symbols, and never sends them.
 */
export const CALL: unique symbol = Symbol('spanlit.call')
/** The context in which a helper (`stream`, `runTools`) was called: it calls `create` later, from a timer or a loop. */
export const PARENT: unique symbol = Symbol('spanlit.parent')

/**
 * A call on its way. The client writes its options to its log, and keeps those of a page of results: neither is to show, or to keep,
 * what the call holds.
 */
export class CarriedCall {
  #call: Call | undefined
  readonly #operation: Operation
  readonly #client: ClientState

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
}

export interface TracedOptions {
  [CALL]?: CarriedCall
  [PARENT]?: Context
}

const clientsOwn = new WeakMap<Method, boolean>()

/** How the client's methods go on: to the client, or where they poll to others of their own. */
const CLIENTS_OWN = /\bthis\.(?:_client\b|create(?:AndRun)?\(|submitToolOutputs\()/

/** Whether a method is the client's, or that of Microsoft's project client, and not one of the application's or of another tool. */
function isClientsOwn(method: Method): boolean {
  let isOwn = clientsOwn.get(method)
  if (isOwn === undefined) {
    isOwn = CLIENTS_OWN.test(Function.prototype.toString.call(method)) || isReplacedByProject(method)
    clientsOwn.set(method, isOwn)
  }
  return isOwn
}

/**
 * Whether the options of a call may have more put on them. Where there are none, only the client's own methods may be given some:
 * others have defaults, or look at what they were called with. A promise of options is left alone.
 */
export function canCarry(method: Method, options: unknown): boolean {
  if (isMock(method)) return false
  if (options === undefined || options === null) return isClientsOwn(method)
  return typeof options === 'object' && !('then' in options)
}

/** The options with one thing more; what they inherit they still have. */
export function carrying(options: unknown, key: symbol, value: unknown): TracedOptions {
  if (options === undefined || options === null || Object.getPrototypeOf(options) === Object.prototype) {
    // In two steps: a literal with a computed key takes V8 some times as long.
    const carrying: Record<symbol, unknown> = options ? { ...options } : {}
    carrying[key] = value
    return carrying
  }
  return Object.defineProperty(copyWith(options, key, value), key, { enumerable: true })
}
