import type { Context } from '@opentelemetry/api'
import type { Call } from './call.ts'

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

  constructor(call: Call) {
    this.#call = call
  }

  get call(): Call | undefined {
    return this.#call
  }

  forget(): void {
    this.#call = undefined
  }
}

export interface TracedOptions {
  [CALL]?: CarriedCall
  [PARENT]?: Context
}
