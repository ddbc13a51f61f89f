import { json, spans, type CorpusTrace } from './trace.ts'

const event = (name: string, body: object): { name: string; attributes: Record<string, unknown> } => ({
  name,
  attributes: { 'gen_ai.event.content': json(body) },
})

export const semanticKernel: CorpusTrace = {
  name: 'Semantic Kernel for .NET: bodies in gen_ai.event.content',
  dialect: 'microsoft',
  spans: spans(
    {
      name: 'chat.completions gpt-4o',
      kind: 3,
      scope: { name: 'Microsoft.SemanticKernel.Diagnostics' },
      attributes: {
        'gen_ai.operation.name': 'chat.completions',
        'gen_ai.system': 'openai',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.response.finish_reason': 'ToolCalls',
      },
      events: [
        event('gen_ai.system.message', { role: 'system', content: 'You water plants.' }),
        event('gen_ai.user.message', { role: 'user', content: 'Is the fern dry?' }),
        event('gen_ai.choice', {
          index: 0,
          finish_reason: 'ToolCalls',
          message: { role: 'Assistant', content: null },
          tool_calls: [{ id: 'k1', function: { name: 'moisture', arguments: { plant: 'fern' } }, type: 'function' }],
        }),
      ],
    },
    {
      name: 'invoke_agent Gardener',
      scope: { name: 'Microsoft.SemanticKernel.Diagnostics' },
      attributes: {
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.agent.name': 'Gardener',
        'gen_ai.input.messages': json([{ role: 'user', content: 'Is the fern dry?' }]),
        'gen_ai.output.messages': json([{ role: 'Assistant', content: 'Very dry.' }]),
      },
    },
  ),
}

export const agentFramework: CorpusTrace = {
  name: 'Agent Framework: a workflow, and one log a message',
  dialect: 'microsoft',
  spans: spans(
    {
      name: 'workflow.run',
      scope: { name: 'agent_framework' },
      attributes: { 'workflow.id': 'w1', 'workflow.name': 'Watering' },
    },
    {
      parent: 0,
      name: 'chat gpt-5',
      kind: 3,
      scope: { name: 'agent_framework' },
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai',
        'gen_ai.request.model': 'gpt-5',
        'gen_ai.response.finish_reasons': '["stop"]',
      },
      logs: [
        {
          time: 1,
          attributes: { 'event.name': 'gen_ai.user.message' },
          body: { role: 'user', parts: [{ type: 'text', content: 'Water the cactus?' }] },
        },
        {
          time: 2,
          attributes: { 'event.name': 'gen_ai.choice' },
          body: { role: 'assistant', parts: [{ type: 'text', content: 'Please do not.' }] },
        },
      ],
    },
  ),
}
