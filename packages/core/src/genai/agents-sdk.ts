import { guarded } from '../faults.ts'

/** Where all copies of `@openai/agents-core` keep the context of what runs now. */
const KEY: unique symbol = Symbol.for('openai.agents.core.asyncLocalStorage') as never

interface SdkSpan {
  spanData?: { type?: unknown; name?: unknown }
  previousSpan?: SpanLike
}
type SpanLike = SdkSpan | null | undefined

interface Holder {
  [KEY]?: { getStore?(): { span?: SpanLike; previousSpan?: SpanLike } | undefined }
}

/** Spans of the SDK that enclose a call: turn, agent, task and those of tools. */
const MAX_DEPTH = 20

/** An agent that `@openai/agents` runs now. */
export interface RunningAgent {
  name: string
  /** The SDK's span of this run of the agent: another run has another. */
  span: object
}

/**
 * The agent that `@openai/agents` runs now. It changes with each handoff, which the application's own `withAgent` around the run does not
 * see.
 */
export function runningAgent(): RunningAgent | undefined {
  const storage = (globalThis as Holder)[KEY]
  return storage && guarded('the agent of @openai/agents', () => agentIn(storage.getStore?.()?.span))
}

function agentIn(innermost: SpanLike): RunningAgent | undefined {
  let span = innermost
  for (let depth = 0; span && depth < MAX_DEPTH; depth++) {
    const { type, name } = span.spanData ?? {}
    if (type === 'agent' && typeof name === 'string') return { name, span }
    span = span.previousSpan
  }
  return undefined
}
