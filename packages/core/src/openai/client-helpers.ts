import { context, type Context } from '@opentelemetry/api'
import { runTool } from '../genai/tool.ts'
import { clientOf, stateOf, type ClientState } from './client-state.ts'
import { copyWith } from '../patch/copy-with.ts'
import { isMock, type Method, type Wrapping } from '../patch/method-wrap.ts'
import { PARENT, takesOption, withOption } from './pending-call.ts'
import { parsed } from './content/parsed.ts'

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

interface ToolCall {
  id?: string
  function?: { name?: string; arguments?: string }
}

interface Runner {
  messages?: { role?: string; tool_call_id?: string; tool_calls?: ToolCall[] }[]
}

/** Each function that `runTools` calls is an `execute_tool` span beside the chat spans, with the caller's context inside it. */
const runTools: Helper = {
  path: 'chat.completions.runTools',
  wrap: (wrapping) =>
    function (this: object, ...args) {
      const original = wrapping.original()
      if (wrapping.owners.size === 0 || isMock(original)) return original.apply(this, args)
      const parent = context.active()
      const client = (): ClientState => stateOf(clientOf(this, this))
      const run: Run = { parent, taken: new WeakMap(), client }
      if (takesOption(original, args[1], 1)) args[1] = withOption(args[1], PARENT, parent)
      args[0] = withTracedTools(args[0], run)
      return original.apply(this, args)
    },
}

/** What the tools of one `runTools` have in common. */
interface Run {
  parent: Context
  /** The ids of calls that are answered, by the client's runner. */
  taken: WeakMap<object, Set<string>>
  client: () => ClientState
}

/**
 * The body with traced tools in it. Nothing of it is read before the client reads it: the caller may run in a reactive effect. The proxy stands
 * on an object of its own, since the body may be frozen.
 */
function withTracedTools(body: unknown, run: Run): unknown {
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

function withTracedFunction(tool: RunnableTool, { parent, taken, client }: Run): RunnableTool {
  let copy: unknown
  const trace = (fn: unknown): unknown => {
    const name = tool.function?.name ?? (fn as { name: string }).name
    const description = tool.function?.description
    const traced: ToolFunction = function (...args) {
      const runner = args[1] as Runner | undefined
      const callId = nextCallId(runner, name, args[0], taken)
      // Called on the copy; it may use private fields of the original.
      const self = this === copy ? (tool.function ?? tool) : this
      return context.with(parent, () =>
        runTool(
          { name, callId, description, arguments: args[0], provider: client().provider },
          () => (fn as ToolFunction).apply(self, args),
          () => client().policy,
        ),
      )
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

/**
 * The id of the call that a function answers: of those of its name in the last answer that nothing has answered yet the one with its
 * arguments, else the first. The client does not say, and leaves out calls whose arguments are invalid.
 */
function nextCallId(
  runner: Runner | undefined,
  name: string,
  given: unknown,
  taken: WeakMap<object, Set<string>>,
): string | undefined {
  const { messages = [] } = runner ?? {}
  const calls = messages.findLast((message) => message.role === 'assistant' && message.tool_calls)?.tool_calls
  if (!runner || !calls) return undefined
  let ids = taken.get(runner)
  if (!ids) taken.set(runner, (ids = new Set()))
  // The client answers calls with invalid arguments by itself.
  for (const { tool_call_id: answered } of messages) if (answered) ids.add(answered)
  const open = calls.filter((call) => call.function?.name === name && call.id && !ids.has(call.id))
  const { id } = open.find((call) => isSame(call.function?.arguments, given)) ?? open[0] ?? {}
  if (id) ids.add(id)
  return id
}

/** Whether the text of a call's arguments says what its function was given, parsed or as it came. */
function isSame(text: string | undefined, given: unknown): boolean {
  try {
    return text === given || JSON.stringify(parsed(text)) === JSON.stringify(given)
  } catch {
    return false
  }
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
