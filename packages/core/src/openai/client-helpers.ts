import { context, type Context } from '@opentelemetry/api'
import { runTool } from '../tool.ts'
import { PARENT } from './request-options.ts'

type Method = (this: object, ...args: unknown[]) => unknown

/** A method that calls traced methods later, when the context in which it was called is no longer the active one. */
export interface Helper {
  path: string
  wrap(original: Method): Method
}

function withParent(options: unknown, parent: Context): unknown {
  return options === undefined || options === null || (typeof options === 'object' && !('then' in options))
    ? { ...(options as object | undefined), [PARENT]: parent }
    : options
}

function streaming(path: string, optionsIndex = 1): Helper {
  return {
    path,
    wrap: (original) =>
      function (this: object, ...args) {
        while (args.length < optionsIndex) args.push(undefined)
        args[optionsIndex] = withParent(args[optionsIndex], context.active())
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

interface Runner {
  messages?: { role?: string; tool_calls?: { id?: string; function?: { name?: string } }[] }[]
}

/** Each function that `runTools` calls is an `execute_tool` span beside the chat spans, with the caller's context inside it. */
const runTools: Helper = {
  path: 'chat.completions.runTools',
  wrap: (original) =>
    function (this: object, body, options, ...rest) {
      const parent = context.active()
      const taken = new WeakMap<object, Set<string>>()
      return original.call(this, withTracedTools(body, parent, taken), withParent(options, parent), ...rest)
    },
}

function withTracedTools(body: unknown, parent: Context, taken: WeakMap<object, Set<string>>): unknown {
  const tools = (body as { tools?: unknown } | undefined)?.tools
  if (!Array.isArray(tools)) return body
  return { ...(body as object), tools: tools.map((tool: RunnableTool) => withTracedFunction(tool, parent, taken)) }
}

function withTracedFunction(tool: RunnableTool, parent: Context, taken: WeakMap<object, Set<string>>): RunnableTool {
  const trace = (fn: unknown): unknown => {
    if (typeof fn !== 'function') return fn
    const name = tool.function?.name ?? (fn as { name: string }).name
    const description = tool.function?.description
    const traced: ToolFunction = function (...args) {
      const runner = args[1] as Runner | undefined
      const callId = nextCallId(runner, name, taken)
      return context.with(parent, () =>
        runTool({ name, callId, description, arguments: args[0] }, () => (fn as ToolFunction).apply(this, args)),
      )
    }
    // A tool without a name of its own is called by its function's.
    return Object.defineProperty(traced, 'name', { value: (fn as { name: string }).name })
  }
  if (tool?.function && typeof tool.function.function === 'function') {
    return copyWith(tool, 'function', copyWith(tool.function, 'function', trace(tool.function.function)))
  }
  // Tools made by the client's zod helpers keep their function beside the definition.
  return typeof tool?.$callback === 'function' ? copyWith(tool, '$callback', trace(tool.$callback)) : tool
}

/** A copy with its prototype, hidden properties and getters, and one member replaced. */
function copyWith<T extends object>(object: T, key: string, value: unknown): T {
  const descriptors = Object.getOwnPropertyDescriptors(object) as Record<string, PropertyDescriptor>
  descriptors[key] = { value, writable: true, configurable: true, enumerable: descriptors[key]?.enumerable ?? true }
  return Object.create(Object.getPrototypeOf(object) as object, descriptors) as T
}

/** The id of the call that a function answers: the first of its name in the last answer that no other run has taken. */
function nextCallId(runner: Runner | undefined, name: string, taken: WeakMap<object, Set<string>>): string | undefined {
  const calls = runner?.messages?.findLast((message) => message.role === 'assistant' && message.tool_calls)?.tool_calls
  if (!runner || !calls) return undefined
  let ids = taken.get(runner)
  if (!ids) taken.set(runner, (ids = new Set()))
  const id = calls.find((call) => call.function?.name === name && call.id && !ids.has(call.id))?.id
  if (id) ids.add(id)
  return id
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
