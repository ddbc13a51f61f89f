import type { Dialect } from '../model/dialect.ts'
import { kindFrom } from '../shapes/kind-table.ts'

/** AgentOps: flattened prompts, and functions as entities. */
export const agentops: Dialect = {
  name: 'agentops',
  kind: ({ attributes }) =>
    kindFrom(attributes, 'agentops.span.kind', {
      session: 'workflow',
      agent: 'agent',
      operation: 'step',
      task: 'step',
      workflow: 'workflow',
      tool: 'tool',
      llm: 'model',
      'llm.call': 'model',
      chain: 'step',
      text: 'step',
      guardrail: 'guardrail',
      'agent.action': 'step',
      'agent.thinking': 'step',
      'agent.decision': 'step',
      'workflow.step': 'step',
    }),
  fields: {
    agentId: ['agent.id'],
    agentName: ['agent.name', 'agentops.entity.name'],
    toolName: ['tool.name', 'agentops.entity.name'],
    toolCallId: ['tool.id'],
    session: ['workflow.session_id'],
    user: ['workflow.user_id'],
    title: ['agentops.entity.name', 'workflow.name'],
  },
  sources: [
    { rank: 'vendor', key: 'tool.parameters', as: 'arguments' },
    { rank: 'vendor', key: 'tool.result', as: 'result' },
    { rank: 'vendor', key: 'gen_ai.request.system_instruction', as: 'instructions' },
    { rank: 'vendor', key: 'gen_ai.request.instructions', as: 'instructions' },
    { rank: 'vendor', key: 'gen_ai.request.functions', as: 'tools' },
    { rank: 'entity', key: 'agentops.entity.input', as: 'request' },
    { rank: 'entity', key: 'agentops.entity.output', as: 'response' },
    { rank: 'entity', key: 'workflow.input', as: 'request' },
    { rank: 'entity', key: 'workflow.final_output', as: 'response' },
    { rank: 'entity', key: 'workflow.output', as: 'response' },
  ],
}
