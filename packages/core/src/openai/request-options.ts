import type { Context } from '@opentelemetry/api'
import type { Call } from './call.ts'

/**
 * What the instrumentation puts on the request options of one call. The client copies its options on their way by spreading
 * them, which keeps symbols, and never sends them.
 */
export const CALL: unique symbol = Symbol('spanlit.call')
/** The context in which a helper (`stream`, `runTools`) was called: it calls `create` later, from a timer or a loop. */
export const PARENT: unique symbol = Symbol('spanlit.parent')

export interface TracedOptions {
  [CALL]?: Call
  [PARENT]?: Context
}
