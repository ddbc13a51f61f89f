import { createContextKey, type Attributes, type Context } from '@opentelemetry/api'
import type { AgentContent } from '../recorder.ts'

/** The agent around a call, as far as the call has to do with it. */
export interface SurroundingAgent extends AgentContent {
  /** `gen_ai.provider.name` of its calls, as far as there were any. */
  readonly provider: string | undefined
  /** A call of a model has begun, with these attributes. */
  called(attributes: Attributes): void
}

const KEY = createContextKey('spanlit.agent')

/** The agent whose `invoke_agent` span is the innermost one around. */
export function agentIn(context: Context): SurroundingAgent | undefined {
  return context.getValue(KEY) as SurroundingAgent | undefined
}

export function withAgentIn(context: Context, agent: SurroundingAgent): Context {
  return context.setValue(KEY, agent)
}
