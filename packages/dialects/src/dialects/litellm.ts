import type { Dialect } from '../model/dialect.ts'

/** LiteLLM's callback and its proxy. */
export const litellm: Dialect = {
  name: 'litellm',
  kind({ span, attributes }) {
    if (span.name === 'litellm_request')
      return attributes.text('llm.request.type')?.includes('embedding') ? 'embeddings' : 'model'
    // They repeat the request, one of them in Python's repr.
    return span.name === 'raw_gen_ai_request' || span.name === 'Received Proxy Server Request' ? 'step' : undefined
  },
  fields: {
    cost: ['litellm.cost.total', 'gen_ai.cost.total_cost'],
    inputCost: ['litellm.cost.input', 'gen_ai.cost.input_cost'],
    outputCost: ['litellm.cost.output', 'gen_ai.cost.output_cost'],
    session: ['gen_ai.conversation.id', 'litellm.session_id', 'metadata.user_api_key_session_id'],
    user: ['litellm.end_user.id', 'llm.user', 'metadata.user_api_key_end_user_id', 'metadata.user_api_key_user_id'],
    provider: ['gen_ai.provider.name', 'gen_ai.system'],
  },
  sources: [{ rank: 'generic', key: 'litellm.request.tools.declared', as: 'tools' }],
}
