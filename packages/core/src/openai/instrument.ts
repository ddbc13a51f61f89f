import { context } from '@opentelemetry/api'
import { settings } from '../settings.ts'
import type { Call } from '../genai/call.ts'
import {
  check,
  clientOf,
  ownOptions,
  setOptions,
  stateOf,
  type ClientState,
  type InstrumentOptions,
} from './client-state.ts'
import { guarded, reportFault } from '../faults.ts'
import { knowErrorsOf } from '../genai/error-ledger.ts'
import { isInsideProjectSpan, isReplacedByProject, traceOthers, withoutProjectSpans } from './foundry.ts'
import { helpers } from './client-helpers.ts'
import type { Operation } from './operation.ts'
import { operations } from './operations/index.ts'
import { isMock, wrapMethod, wrappingOf, type Method, type Wrapping } from '../patch/method-wrap.ts'
import { observeResult } from './promise.ts'
import { CALL, CarriedCall, PARENT, canCarry, carrying, type TracedOptions } from './request-options.ts'
import { mayPropagate, traceparent } from './server.ts'
import { startCall } from './start-call.ts'
import { isSocket, traceSocket } from '../realtime/socket.ts'

/** What to undo for each target. */
const undo = new WeakMap<object, (() => unknown)[]>()
/** The options given last, by the list that takes them off. */
const latest = new WeakMap<object, InstrumentOptions>()

/**
 * Traces every call of an OpenAI client, or of all clients of a class.
 *
 * The client stays the same object and behaves as before: the same promises, streams, errors and types. Instrumenting twice
 * is harmless; copies made by `withOptions()` are traced as well.
 *
 * @param target a client (`OpenAI`, `AzureOpenAI`, a subclass, a Foundry project's client) or the class itself; or a socket of the package
 *   (`OpenAIRealtimeWebSocket`, `OpenAIRealtimeWS`, `OpenAIRealtimeTranslationWS`, `ResponsesWS`, `LiveWS`) or a class of them, whose
 *   sessions it then traces
 * @returns `target`
 * @throws TypeError where `target` is neither
 */
export function instrumentOpenAI<T extends object>(target: T, options?: InstrumentOptions): T {
  if (target === null || (typeof target !== 'object' && typeof target !== 'function')) throw notAClient(target)
  if (options) check(options)
  const inner = classIn(target)
  if (inner) {
    instrumentOpenAI(inner, options)
    return target
  }
  const isClass = typeof target === 'function'
  const root = rootOf(target)
  knowErrorsOf(root)
  const known = undo.get(target)
  const steps = known ?? []
  if (options) {
    setOptions(root, options)
    // Others may have given theirs since.
    if (!latest.has(steps)) steps.push(() => ownOptions(root) === latest.get(steps) && setOptions(root, undefined))
    latest.set(steps, options)
  }
  if (known) return target
  const given = steps.length
  if (isSocket(target)) {
    undo.set(target, steps)
    traceSocket(target, steps)
    return target
  }
  const wrap = (holder: object, name: string, make: (wrapping: Wrapping) => Method): void => {
    const step = wrapMethod(holder, name, steps, make)
    if (step) steps.push(step)
  }
  for (const operation of operations) {
    const holder = holderOf(target, isClass, operation.path)
    if (!holder) continue
    const isReplaced = isReplacedByProject((holder[0] as Record<string, unknown>)[holder[1]])
    wrap(...holder, (wrapping) => traceMethod(wrapping, operation, root, isReplaced))
    if (isReplaced) wrap(root, 'post', traceOthers)
  }
  if (steps.length === given) {
    for (const step of steps) step()
    throw notAClient(target)
  }
  undo.set(target, steps)
  for (const helper of helpers) {
    const holder = holderOf(target, isClass, helper.path)
    if (holder) wrap(...holder, helper.wrap)
  }
  wrap(ownerOf(root, 'prepareOptions'), 'prepareOptions', heedOptions)
  wrap(ownerOf(root, 'prepareRequest'), 'prepareRequest', heedRequest)
  if (!isClass) wrap(root, 'withOptions', (wrapping) => traceCopies(wrapping, root))
  return target
}

/** `require('openai')` of versions 5 and 6 is a function that makes clients, with the class on it. */
function classIn(target: object): object | undefined {
  const { OpenAI: inner } = target as { OpenAI?: object }
  return typeof inner === 'function' && !('Chat' in target) ? inner : undefined
}

function notAClient(target: unknown): TypeError {
  const what =
    typeof target === 'function'
      ? `the function ${target.name || '(anonymous)'}`
      : target !== null && typeof target === 'object'
        ? 'an object without chat, responses or embeddings'
        : String(target)
  return new TypeError(
    `instrumentOpenAI takes a client of the openai package (new OpenAI(…)), its class (OpenAI), or a socket or its class (OpenAIRealtimeWS); it was given ${what}.`,
  )
}

/** Takes the instrumentation off a client or a class: every method is again what it was. */
export function uninstrumentOpenAI(target: object): void {
  const inner = classIn(target)
  if (inner) uninstrumentOpenAI(inner)
  const steps = undo.get(target)
  if (!steps) return
  undo.delete(target)
  for (const step of steps.toReversed()) step()
}

/** A class's prototype, and of a client that a proxy stands for the client itself, which its resources know. */
function rootOf(target: object): object {
  if (typeof target === 'function') return (target as { prototype?: object }).prototype ?? target
  const { chat, responses } = target as { chat?: { completions?: object }; responses?: object }
  return clientOf(chat?.completions ?? responses, target)
}

/** Where a class has a method from, since its instances may not all be of it; a client has its own. */
function ownerOf(root: object, name: string): object {
  if (!Object.hasOwn(root, 'constructor')) return root
  let owner: object | null = root
  while (owner && !Object.hasOwn(owner, name)) owner = Object.getPrototypeOf(owner) as object | null
  return owner ?? root
}

/**
 * The object that holds the method at `path`: on a client its resource objects, on a class the prototypes of the resource
 * classes, which hang on it as `OpenAI.Chat.Completions`. Versions differ in what they have.
 */
function holderOf(target: object, isClass: boolean, path: string): [object, string] | undefined {
  const names = path.split('.')
  const method = names.pop() ?? ''
  let holder: unknown = target
  for (const name of names) {
    const key = isClass ? name.charAt(0).toUpperCase() + name.slice(1) : name
    holder = (holder as Record<string, unknown> | undefined)?.[key]
    if (holder === null || (typeof holder !== 'object' && typeof holder !== 'function')) return undefined
  }
  const object = isClass ? (holder as { prototype?: object }).prototype : (holder as object)
  return object && typeof (object as Record<string, unknown>)[method] === 'function' ? [object, method] : undefined
}

function traceMethod(wrapping: Wrapping, operation: Operation, root: object, isReplaced: boolean): Method {
  const { owners } = wrapping
  const { optionsIndex = 1 } = operation
  return function (this: object, ...args: unknown[]) {
    const original = wrapping.original()
    const options = args[optionsIndex] as TracedOptions | undefined
    // The second: a part of a helper that is traced as one call.
    if (owners.size === 0 || options?.[CALL]) return original.apply(this, args)
    const parent = options?.[PARENT] ?? context.active()
    if (isInsideProjectSpan(parent)) return original.apply(this, args)
    let call: Call
    let isHeard: boolean
    try {
      const client = clientOf(this, root)
      const state = stateOf(client)
      // A copy: the options among the arguments are about to be replaced.
      call = startCall(operation, state, [...args], parent)
      const reference = new CarriedCall(call, operation, state)
      isHeard = carry(reference, client, original, args, optionsIndex)
      if (isHeard) call.expectRequest()
    } catch (error) {
      reportFault(operation.path, error)
      return original.apply(this, args)
    }
    let result: unknown
    try {
      const within = isReplaced ? withoutProjectSpans(call.context) : call.context
      result = context.with(within, () => original.apply(this, args))
    } catch (error) {
      call.fail(error)
      throw error
    }
    try {
      const observed = observeResult(result, call, { mock: isMock(original), project: isReplaced })
      // Where no attempt will be heard of, what is to happen with the first happens now.
      if (!isHeard) call.sending()
      // Nor where the instrumentation is taken off before the first. Not by `queueMicrotask`, which costs Node ten times as much.
      else void Promise.resolve().then(() => owners.size === 0 && call.sending())
      return observed
    } catch (error) {
      reportFault(operation.path, error)
      call.end()
      return result
    }
  }
}

/**
 * The request options carry the call to the hooks that the client runs before each attempt, where they can (`canCarry`), and stand in
 * their place among the arguments.
 *
 * @returns whether the call will be heard of
 */
function carry(carried: CarriedCall, client: object, original: Method, args: unknown[], index: number): boolean {
  const options = args[index]
  const { prepareOptions, prepareRequest } = client as { prepareOptions?: unknown; prepareRequest?: unknown }
  if (typeof prepareRequest !== 'function' || !canCarry(original, options)) return false
  if (carried.operation.takesOptions?.(args) === false) return false
  let carrier: TracedOptions
  try {
    carrier = carrying(options, CALL, carried)
  } catch {
    // Options that can't be read: the client will say so in its own way.
    return false
  }
  while (args.length < index) args.push(undefined)
  args[index] = carrier
  return wrappingOf(prepareOptions) !== undefined
}

/** The client runs this before all else of an attempt, some of which may fail. */
function heedOptions(wrapping: Wrapping): Method {
  return function (this: object, ...args: unknown[]) {
    const call = (args[0] as TracedOptions | undefined)?.[CALL]?.call
    if (call) guarded('attempt', () => call.sending())
    return wrapping.original().apply(this, args)
  }
}

/** And this when the request is ready to be sent. */
function heedRequest(wrapping: Wrapping): Method {
  return function (this: object, ...args: unknown[]) {
    const about = args[1] as { url?: string; options?: TracedOptions } | undefined
    const carried = about?.options?.[CALL]
    const call = carried?.call
    if (call) {
      guarded('attempt', () => {
        const request = args[0] as { headers?: unknown; body?: unknown }
        const { composite } = carried.operation
        // The requests of a helper that polls are not the call's own.
        call.requested(composite ? undefined : request.body)
        if (!composite) call.attempt()
        propagate(call, carried.client, request, about?.url ?? '')
      })
    }
    return wrapping.original().apply(this, args)
  }
}

function traceCopies(wrapping: Wrapping, root: object): Method {
  return function (this: object, ...args: unknown[]) {
    const copy = wrapping.original().apply(this, args)
    // What comes may be something of the client's own.
    if (wrapping.owners.size > 0) guarded('withOptions', () => instrumentOpenAI(copy as object, ownOptions(root)))
    return copy
  }
}

function propagate(call: Call, client: ClientState, request: { headers?: unknown }, url: string): void {
  if (!mayPropagate(url, client.options?.propagateTo ?? settings.propagateTo)) return
  const value = traceparent(call.span)
  const { headers } = request
  if (value && headers instanceof Headers && !headers.has('traceparent')) headers.set('traceparent', value)
}
