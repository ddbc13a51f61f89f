import type { Dialect } from '../model/dialect.ts'

/** Azure AI Inference, Foundry agents and projects: the conventions, with operations of the service. */
export const azure: Dialect = {
  name: 'azure',
  kind({ attributes }) {
    const operation = attributes.text('gen_ai.operation.name') ?? ''
    // They manage threads and repeat old messages: no model is called.
    return /^(?:create_thread|create_message|create_conversation|start_thread_run|submit_tool_outputs|list_\w+)$/.test(
      operation,
    )
      ? 'step'
      : /^process_thread_run$/.test(operation)
        ? 'agent'
        : undefined
  },
  fields: {
    session: ['gen_ai.conversation.id', 'gen_ai.thread.id'],
    agentId: ['gen_ai.agent.id'],
  },
  sources: [{ rank: 'generic', key: 'gen_ai.request.tools', as: 'tools' }],
}
