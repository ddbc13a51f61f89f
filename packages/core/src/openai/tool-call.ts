import { context, type Context } from '@opentelemetry/api'
import { runTool } from '../genai/tool.ts'
import type { ClientState } from './client-state.ts'
import { parsed } from './content/parsed.ts'

/** What the tools of one `runTools` have in common. */
export interface ToolRun {
  parent: Context
  /** The ids of calls that are answered, by the client's runner. */
  taken: WeakMap<object, Set<string>>
  client: () => ClientState
}

interface ToolCall {
  id?: string
  function?: { name?: string; arguments?: string }
}

interface Runner {
  messages?: { role?: string; tool_call_id?: string; tool_calls?: ToolCall[] }[]
}

/** Runs a function that `runTools` calls in an `execute_tool` span. Its arguments are those of the model, and the client's runner. */
export function runToolCall(
  call: () => unknown,
  { name, description, args }: { name: string; description: string | undefined; args: readonly unknown[] },
  { parent, taken, client }: ToolRun,
): unknown {
  const callId = nextCallId(args[1] as Runner | undefined, name, args[0], taken)
  return context.with(parent, () =>
    runTool(
      { name, callId, description, arguments: args[0], provider: client().provider },
      call,
      () => client().policy,
    ),
  )
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
