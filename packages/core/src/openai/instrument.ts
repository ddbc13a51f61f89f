import { diag } from '@opentelemetry/api'
import { guarded } from '../faults.ts'
import { knowErrorsOf } from '../genai/error-ledger.ts'
import { wrapMethod, type Method, type Wrapping } from '../patch/method-wrap.ts'
import { settings } from '../settings.ts'
import { helpers } from './client-helpers.ts'
import { check, clientOf, ownOptions, type InstrumentOptions } from './client-state.ts'
import { isSocket } from './is-socket.ts'
import { operations } from './operations/index.ts'
import { findRequest } from './pending-call.ts'
import { addTarget, removeTarget } from './targets.ts'
import { onPrepareOptions, onPrepareRequest, traceMethod } from './trace-method.ts'

/**
 * Traces every call of an OpenAI client, or of all clients of a class.
 *
 * The client stays the same object and behaves as before: the same promises, streams, errors and types. Instrumenting twice
 * is harmless; copies made by `withOptions()` are traced as well.
 *
 * @param target a client (`OpenAI`, `AzureOpenAI`, a subclass, a Foundry project's client) or the class itself. What has nothing to trace (a
 *   test's mock) is left as it is, and reported through `diag`. Sockets have `instrumentRealtime` in `@spanlit/core/realtime`.
 * @returns `target`
 * @throws TypeError where `target` is no object, or a socket
 */
export function instrumentOpenAI<T extends object>(target: T, options?: InstrumentOptions): T {
  if (target === null || (typeof target !== 'object' && typeof target !== 'function')) throw notAClient(target)
  if (options) check(options)
  const inner = classIn(target)
  if (inner) {
    instrumentOpenAI(inner, options)
    return target
  }
  if (isSocket(target)) {
    throw new TypeError(
      "instrumentOpenAI was given a socket, or a class of sockets. Sockets have an entry of their own: import { instrumentRealtime } from '@spanlit/core/realtime'.",
    )
  }
  const isClass = typeof target === 'function'
  const root = rootOf(target)
  knowErrorsOf(root)
  const { steps, isNew } = addTarget(target, root, options)
  if (!isNew) return target
  const given = steps.length
  const wrap = (holder: object, name: string, make: (wrapping: Wrapping) => Method): void => {
    const step = wrapMethod(holder, name, steps, make)
    if (step) steps.push(step)
  }
  // A client that is made of another by spreading has methods of both: its own, and those that are bound to the other's resources.
  const sources = isClass || root === target ? [target] : [target, root]
  for (const source of sources) {
    for (const operation of operations) {
      const holder = holderOf(source, isClass, operation.path)
      if (holder) wrap(...holder, (wrapping) => traceMethod(wrapping, operation, root))
    }
  }
  if (steps.length === given) {
    warnUntraced(target)
    return target
  }
  settings.firstCall ??= 'awaited'
  for (const source of sources) {
    for (const helper of helpers) {
      const holder = holderOf(source, isClass, helper.path)
      if (holder) wrap(...holder, helper.wrap)
    }
  }
  for (const [name, make] of hooks) wrap(ownerOf(root, name), name, make)
  if (!isClass) wrap(root, 'withOptions', (wrapping) => traceCopies(wrapping, root))
  return target
}

/** The client's own methods by which a call finds its request and hears of each attempt. */
const hooks: readonly (readonly [string, (wrapping: Wrapping) => Method])[] = [
  ['post', findRequest(1)],
  ['get', findRequest(1)],
  ['getAPIList', findRequest(2)],
  ['prepareOptions', onPrepareOptions],
  ['prepareRequest', onPrepareRequest],
]

/** `require('openai')` of versions 5 and 6 is a function that makes clients, with the class on it. */
function classIn(target: object): object | undefined {
  const { OpenAI: inner } = target as { OpenAI?: object }
  return typeof inner === 'function' && !('Chat' in target) ? inner : undefined
}

function notAClient(target: unknown): TypeError {
  return new TypeError(
    `instrumentOpenAI takes a client of the openai package (new OpenAI(…)) or its class (OpenAI); it was given ${String(target)}.`,
  )
}

/** A test's mock of the package may have no method that makes a span, and is no reason to fail. */
function warnUntraced(target: object): void {
  const what = typeof target === 'function' ? `the function ${target.name || '(anonymous)'}` : 'an object'
  diag.warn(
    `spanlit: instrumentOpenAI was given ${what} without chat, responses or embeddings; nothing of it is traced. It takes a client of the openai package (new OpenAI(…)) or its class (OpenAI).`,
  )
}

/** Takes the instrumentation off a client or a class: every method is again what it was. */
export function uninstrumentOpenAI(target: object): void {
  const inner = classIn(target)
  if (inner) uninstrumentOpenAI(inner)
  removeTarget(target)
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

function traceCopies(wrapping: Wrapping, root: object): Method {
  return function (this: object, ...args: unknown[]) {
    const copy = wrapping.original().apply(this, args)
    // What comes may be something of the client's own.
    if (wrapping.owners.size > 0) guarded('withOptions', () => instrumentOpenAI(copy as object, ownOptions(root)))
    return copy
  }
}
