import { context } from '@opentelemetry/api'
import { isLoading } from '../genai/loading.ts'
import { clientOf, stateOf, type ClientState } from './client-state.ts'
import { copyWith } from '../patch/copy-with.ts'
import { isMock, type Method, type Wrapping } from '../patch/method-wrap.ts'
import { PARENT, takesOption, withOption } from './pending-call.ts'
import type { ToolRun } from './tool-call.ts'

/** A method that calls traced methods later, when the context in which it was called is no longer the active one. */
export interface Helper {
  path: string
  wrap(wrapping: Wrapping): Method
}

function streaming(path: string, optionsIndex = 1): Helper {
  return {
    path,
    wrap: (wrapping) =>
      function (this: object, ...args) {
        const original = wrapping.original()
        if (wrapping.owners.size > 0 && takesOption(original, args[optionsIndex], optionsIndex)) {
          while (args.length < optionsIndex) args.push(undefined)
          args[optionsIndex] = withOption(args[optionsIndex], PARENT, context.active())
        }
        return original.apply(this, args)
      },
  }
}

type ToolFunction = (this: unknown, ...args: unknown[]) => unknown

interface RunnableTool {
  type?: string
  $callback?: unknown
  function?: { name?: string; description?: string; function?: unknown }
}

/** Each function that `runTools` calls is an `execute_tool` span beside the chat spans, with the caller's context inside it. */
const runTools: Helper = {
  path: 'chat.completions.runTools',
  wrap: (wrapping) =>
    function (this: object, ...args) {
      const original = wrapping.original()
      if (wrapping.owners.size === 0 || isMock(original)) return original.apply(this, args)
      // What makes their spans is loaded while the model is asked for the first time.
      void load()
      const parent = context.active()
      const client = (): ClientState => stateOf(clientOf(this, this))
      const run: ToolRun = { parent, taken: new WeakMap(), client }
      if (takesOption(original, args[1], 1)) args[1] = withOption(args[1], PARENT, parent)
      args[0] = withTracedTools(args[0], run)
      return original.apply(this, args)
    },
}

/**
 * The body with traced tools in it. Nothing of it is read before the client reads it: the caller may run in a reactive effect. The proxy stands
 * on an object of its own, since the body may be frozen.
 */
function withTracedTools(body: unknown, run: ToolRun): unknown {
  if (body === null || typeof body !== 'object') return body
  let given: unknown
  let traced: unknown
  const get = (key: PropertyKey): unknown => {
    const value: unknown = Reflect.get(body, key)
    if (key !== 'tools' || !Array.isArray(value)) return value
    if (value !== given) {
      given = value
      traced = Array.from(value as RunnableTool[], (tool) => withTracedFunction(tool, run))
    }
    return traced
  }
  return new Proxy(Object.create(Object.getPrototypeOf(body) as object) as object, {
    get: (_, key) => get(key),
    has: (_, key) => Reflect.has(body, key),
    set: (_, key, value) => Reflect.set(body, key, value),
    ownKeys: () => Reflect.ownKeys(body),
    getOwnPropertyDescriptor(_, key) {
      const { enumerable } = Reflect.getOwnPropertyDescriptor(body, key) ?? {}
      return enumerable === undefined ? undefined : { value: get(key), enumerable, configurable: true, writable: true }
    },
  })
}

type RunToolCall = typeof import('./tool-call.ts').runToolCall

let loaded: RunToolCall | undefined
let loading: Promise<RunToolCall | undefined> | undefined

/** Rejects never: a tool runs without a span where the page cannot load this. */
function load(): Promise<RunToolCall | undefined> {
  return (loading ??= isLoading(
    import('./tool-call.ts').then(
      ({ runToolCall }) => (loaded = runToolCall),
      () => (loading = undefined),
    ),
  ))
}

function withTracedFunction(tool: RunnableTool, run: ToolRun): RunnableTool {
  let copy: unknown
  const trace = (fn: unknown): unknown => {
    const name = tool.function?.name ?? (fn as { name: string }).name
    const traced: ToolFunction = function (...args) {
      // Called on the copy; it may use private fields of the original.
      const self = this === copy ? (tool.function ?? tool) : this
      const call = (): unknown => (fn as ToolFunction).apply(self, args)
      const about = { name, description: tool.function?.description, args }
      if (loaded) return loaded(call, about, run)
      // The client awaits what a tool returns.
      return load().then((runToolCall) => (runToolCall ? runToolCall(call, about, run) : call()))
    }
    // A tool without a name of its own is called by its function's.
    return Object.defineProperty(traced, 'name', { value: (fn as { name: string }).name })
  }
  if (tool?.function && typeof tool.function.function === 'function') {
    copy = copyWith(tool.function, 'function', trace(tool.function.function))
    return copyWith(tool, 'function', copy)
  }
  // Tools made by the client's zod helpers keep their function beside the definition.
  return typeof tool?.$callback === 'function' ? copyWith(tool, '$callback', trace(tool.$callback)) : tool
}

export const helpers: readonly Helper[] = [
  streaming('chat.completions.stream'),
  streaming('responses.stream'),
  streaming('beta.threads.runs.stream', 2),
  streaming('beta.threads.runs.createAndStream', 2),
  streaming('beta.threads.runs.submitToolOutputsStream', 2),
  streaming('beta.threads.createAndRunStream'),
  runTools,
]
