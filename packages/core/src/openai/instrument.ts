import { context, diag } from '@opentelemetry/api'
import { captureMode } from '../genai/content.ts'
import { settings } from '../settings.ts'
import { Call, traceparent } from './call.ts'
import { ownOptions, setOptions, stateOf, type InstrumentOptions } from './client-state.ts'
import { reportFault } from './failure.ts'
import { isInsideProjectSpan, isReplacedByProject, withoutProjectSpans } from './foundry.ts'
import { helpers } from './client-helpers.ts'
import type { Operation } from './operation.ts'
import { operations } from './operations/index.ts'
import { observePromise } from './promise.ts'
import { CALL, PARENT, type TracedOptions } from './request-options.ts'
import { mayPropagate } from './server.ts'
import { isSocket, traceSocket } from './websocket/socket.ts'

type Method = (this: object, ...args: unknown[]) => unknown

/** On a wrapped method: what it wraps. Shared by every copy of Spanlit, so that none wraps another's wrapper. */
const ORIGINAL: unique symbol = Symbol.for('spanlit.original') as never

interface Wrapped extends Method {
  [ORIGINAL]?: Method
}

/** What to undo, in the order in which it was done. */
const undo = new WeakMap<object, (() => void)[]>()

/**
 * Traces every call of an OpenAI client, or of all clients of a class.
 *
 * The client stays the same object and behaves as before: the same promises, streams, errors and types. Instrumenting twice
 * is harmless; copies made by `withOptions()` are traced as well.
 *
 * @param target a client (`OpenAI`, `AzureOpenAI`, a subclass, a Foundry project's client), the class itself, or a socket of the package
 *   (`OpenAIRealtimeWebSocket`, `OpenAIRealtimeWS`, `ResponsesWS`, `LiveWS`), whose session it then traces
 * @returns `target`
 * @throws TypeError where `target` is neither
 */
export function instrumentOpenAI<T extends object>(target: T, options?: InstrumentOptions): T {
  if (options?.captureContent !== undefined) captureMode(options.captureContent, {})
  const root = rootOf(target)
  if (options) setOptions(root, options)
  if (undo.has(target)) return target
  const steps: (() => void)[] = []
  undo.set(target, steps)
  if (isSocket(target)) {
    traceSocket(target, steps)
    return target
  }
  const isClass = typeof target === 'function'
  let found = 0
  for (const operation of operations) {
    found += wrapAt(target, isClass, operation.path, steps, (original) => traceMethod(original, operation))
  }
  if (found === 0) {
    undo.delete(target)
    throw new TypeError(
      'instrumentOpenAI takes a client of the openai package (new OpenAI(…)) or its class (OpenAI); ' +
        `it was given ${isClass ? `the function ${(target as { name: string }).name || '(anonymous)'}` : 'an object without chat, responses or embeddings'}.`,
    )
  }
  for (const helper of helpers) {
    wrapAt(target, isClass, helper.path, steps, (original) => helper.wrap(original))
  }
  wrap(root, 'prepareRequest', steps, traceAttempts)
  if (!isClass) {
    wrap(root, 'withOptions', steps, (original) => {
      return function (this: object, ...args: unknown[]) {
        const copy = original.apply(this, args)
        return copy !== null && typeof copy === 'object' ? instrumentOpenAI(copy, ownOptions(root)) : copy
      }
    })
  }
  return target
}

/** Takes the instrumentation off a client or a class: every method is again what it was. */
export function uninstrumentOpenAI(target: object): void {
  const steps = undo.get(target)
  if (!steps) return
  undo.delete(target)
  setOptions(rootOf(target), undefined)
  for (const step of steps.toReversed()) step()
}

function rootOf(target: object): object {
  return typeof target === 'function' ? ((target as { prototype?: object }).prototype ?? target) : target
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

function wrapAt(
  target: object,
  isClass: boolean,
  path: string,
  steps: (() => void)[],
  make: (original: Method) => Method,
): number {
  const holder = holderOf(target, isClass, path)
  if (!holder) return 0
  wrap(holder[0], holder[1], steps, make)
  return 1
}

function wrap(holder: object, name: string, steps: (() => void)[], make: (original: Method) => Method): void {
  const current = (holder as Record<string, unknown>)[name] as Wrapped | undefined
  if (typeof current !== 'function' || current[ORIGINAL]) return
  const own = Object.getOwnPropertyDescriptor(holder, name)
  const wrapper: Wrapped = make(current)
  Object.defineProperties(wrapper, {
    name: { value: current.name, configurable: true },
    length: { value: current.length, configurable: true },
    [ORIGINAL]: { value: current },
  })
  try {
    Object.defineProperty(holder, name, {
      value: wrapper,
      writable: true,
      configurable: true,
      enumerable: own?.enumerable ?? false,
    })
  } catch (error) {
    diag.error(
      `spanlit: ${name} of the client can't be replaced (is the client frozen?); its calls are not traced`,
      error,
    )
    return
  }
  steps.push(() => {
    if ((holder as Record<string, unknown>)[name] !== wrapper) return
    if (own) Object.defineProperty(holder, name, own)
    else delete (holder as Record<string, unknown>)[name]
  })
}

function clientOf(resource: object): object {
  return (resource as { _client?: object })._client ?? resource
}

function traceMethod(original: Method, operation: Operation): Method {
  const isReplaced = isReplacedByProject(original)
  const { optionsIndex = 1 } = operation
  return function (this: object, ...args: unknown[]) {
    const options = args[optionsIndex] as TracedOptions | undefined
    // A part of a helper that is traced as one call.
    if (options?.[CALL]) return original.apply(this, args)
    const parent = options?.[PARENT] ?? context.active()
    if (isInsideProjectSpan(parent)) return original.apply(this, args)
    let call: Call
    try {
      call = new Call(operation, stateOf(clientOf(this)), args, parent)
    } catch (error) {
      reportFault(operation.path, error)
      return original.apply(this, args)
    }
    const isCarried = carry(call, args, optionsIndex)
    let result: unknown
    try {
      const within = isReplaced ? withoutProjectSpans(call.context) : call.context
      result = context.with(within, () => original.apply(this, args))
    } catch (error) {
      call.fail(error)
      throw error
    }
    if (operation.composite) return followed(result as Promise<unknown>, call)
    try {
      if (result !== null && typeof result === 'object') {
        observePromise(result, call)
        // Where no attempt will be heard of, what is to happen with the first happens now.
        if (!isCarried) call.onAttempt?.()
      } else {
        call.succeed(result)
      }
    } catch (error) {
      reportFault(operation.path, error)
      call.end()
    }
    return result
  }
}

/** A plain promise can be watched from beside only at the price of hiding that nobody handles its rejection. */
function followed(promise: Promise<unknown>, call: Call): Promise<unknown> {
  return promise.then(
    (value) => {
      call.succeed(value)
      return value
    },
    (error: unknown) => {
      call.fail(error)
      throw error
    },
  )
}

/**
 * The request options carry the call to `prepareRequest`, which the client runs before each attempt. False where they can't: they may
 * be a promise of options, or stand elsewhere among the arguments, and those are left alone.
 */
function carry(call: Call, args: unknown[], index: number): boolean {
  const options = args[index]
  if (options !== undefined && options !== null && (typeof options !== 'object' || 'then' in options)) return false
  if (call.operation.takesOptions?.(args) === false) return false
  while (args.length < index) args.push(undefined)
  args[index] = options ? { ...options, [CALL]: call } : { [CALL]: call }
  return true
}

function traceAttempts(original: Method): Method {
  return function (this: object, ...args: unknown[]) {
    try {
      const [request, about] = args as [{ headers?: unknown }, { url?: string; options?: TracedOptions } | undefined]
      const call = about?.options?.[CALL]
      if (call) {
        if (!call.operation.composite) call.attempt()
        propagate(call, request, about?.url ?? '')
      }
    } catch (error) {
      reportFault('prepareRequest', error)
    }
    return original.apply(this, args)
  }
}

function propagate(call: Call, request: { headers?: unknown }, url: string): void {
  if (!mayPropagate(url, call.client.options?.propagateTo ?? settings.propagateTo)) return
  const value = traceparent(call.span)
  const { headers } = request
  if (value && headers instanceof Headers && !headers.has('traceparent')) headers.set('traceparent', value)
}
