import type { Dialect } from '../model/dialect.ts'

/** Strands Agents (AWS): the conventions’ message events with Bedrock's content blocks. */
export const strands: Dialect = {
  name: 'strands',
  fields: {
    session: ['session.id', 'gen_ai.conversation.id'],
    agentName: ['gen_ai.agent.name'],
  },
  sources: [{ rank: 'attributes', key: 'gen_ai.agent.tools', as: 'tools' }],
  // Bedrock counts input without what was cached; an agent's numbers add up over all its invocations.
  inputLeavesOutCached: true,
}
