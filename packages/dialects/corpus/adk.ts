import { json, spans, type CorpusTrace } from './trace.ts'

const scope = { name: 'gcp.vertex.agent' }

export const agent: CorpusTrace = {
  name: 'an agent that calls a tool',
  dialect: 'adk',
  spans: spans(
    { name: 'invocation', scope, attributes: {} },
    {
      parent: 0,
      name: 'invoke_agent concierge',
      scope,
      attributes: {
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.agent.name': 'concierge',
        'gen_ai.agent.description': 'Helps guests',
        'gen_ai.conversation.id': 'visit-1',
      },
    },
    {
      parent: 1,
      name: 'call_llm',
      scope,
      attributes: {
        'gen_ai.system': 'gcp.vertex.agent',
        'gen_ai.request.model': 'gemini-2.5-pro',
        'gcp.vertex.agent.session_id': 'visit-1',
        'gcp.vertex.agent.llm_request': json({
          model: 'gemini-2.5-pro',
          config: {
            system_instruction: 'You are a concierge.',
            tools: [{ function_declarations: [{ name: 'book_table', description: 'Books a table' }] }],
            temperature: 0.3,
          },
          contents: [
            { role: 'user', parts: [{ text: 'A table for two?' }] },
            { role: 'model', parts: [{ function_call: { id: 'f1', name: 'book_table', args: { seats: 2 } } }] },
            {
              role: 'user',
              parts: [{ function_response: { id: 'f1', name: 'book_table', response: { at: '19:00' } } }],
            },
          ],
        }),
        'gcp.vertex.agent.llm_response': json({
          content: { role: 'model', parts: [{ text: 'Easy.', thought: true }, { text: 'At seven.' }] },
          usage_metadata: {
            prompt_token_count: 40,
            candidates_token_count: 5,
            thoughts_token_count: 3,
            total_token_count: 48,
          },
          finish_reason: 'STOP',
        }),
      },
    },
    {
      parent: 1,
      name: 'execute_tool book_table',
      scope,
      attributes: {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': 'book_table',
        'gcp.vertex.agent.llm_request': '{}',
        'gcp.vertex.agent.llm_response': '{}',
        'gcp.vertex.agent.tool_call_args': json({ seats: 2 }),
        'gcp.vertex.agent.tool_response': json({ at: '19:00' }),
      },
    },
  ),
}

export const uncaptured: CorpusTrace = {
  name: 'a call without content',
  dialect: 'adk',
  spans: spans({
    name: 'call_llm',
    scope,
    attributes: {
      'gen_ai.system': 'gcp.vertex.agent',
      'gen_ai.request.model': 'gemini-2.5-pro',
      'gcp.vertex.agent.llm_request': '{}',
      'gcp.vertex.agent.llm_response': '{}',
    },
  }),
}
