import { json, spans, type CorpusTrace } from './trace.ts'

export const inference: CorpusTrace = {
  name: 'azure-ai-inference: messages as sent',
  dialect: 'azure',
  spans: spans({
    name: 'chat phi-4',
    kind: 3,
    attributes: {
      'az.namespace': 'Microsoft.CognitiveServices',
      'gen_ai.system': 'az.ai.inference',
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'phi-4',
      'gen_ai.request.temperature': '0.5',
    },
    events: [
      {
        name: 'gen_ai.user.message',
        attributes: { 'gen_ai.event.content': json({ role: 'user', content: 'Is the shop open?' }) },
      },
      {
        name: 'gen_ai.choice',
        attributes: {
          'gen_ai.event.content': json({ message: { content: 'Until six.' }, finish_reason: 'stop', index: 0 }),
        },
      },
    ],
  }),
}

export const foundry: CorpusTrace = {
  name: 'a Foundry agent whose events are named after attributes',
  dialect: 'azure',
  spans: spans(
    {
      name: 'create_thread',
      attributes: {
        'az.namespace': 'Microsoft.CognitiveServices',
        'gen_ai.system': 'az.ai.agents',
        'gen_ai.operation.name': 'create_thread',
        'gen_ai.thread.id': 'thread-1',
      },
    },
    {
      name: 'responses shopkeeper',
      kind: 3,
      attributes: {
        'azure.resource_provider.namespace': 'Microsoft.CognitiveServices',
        'gen_ai.provider.name': 'microsoft.foundry',
        'gen_ai.operation.name': 'responses',
        'gen_ai.request.model': 'gpt-5',
        'gen_ai.conversation.id': 'conv-3',
      },
      events: [
        {
          name: 'gen_ai.system.instructions',
          attributes: { 'gen_ai.event.content': json([{ type: 'text', content: 'Sell apples.' }]) },
        },
        {
          name: 'gen_ai.input.messages',
          attributes: {
            'gen_ai.event.content': json([{ role: 'user', parts: [{ type: 'text', content: 'Any pears?' }] }]),
          },
        },
        {
          name: 'gen_ai.output.messages',
          attributes: {
            'gen_ai.event.content': json([
              {
                role: 'assistant',
                parts: [
                  {
                    type: 'tool_call',
                    content: { type: 'function', id: 'az1', function: { name: 'stock', arguments: '{"of":"pears"}' } },
                  },
                ],
              },
              { role: 'tool', parts: [{ type: 'tool_call_response', id: 'az1', result: 'none' }] },
            ]),
          },
        },
      ],
    },
  ),
}

export const realtime: CorpusTrace = {
  name: 'instructions and messages as bodies of events, and one without content',
  dialect: 'azure',
  spans: spans(
    {
      name: 'recv response.done',
      attributes: {
        'gen_ai.system': 'az.ai.agents',
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'gpt-realtime',
      },
      events: [
        {
          name: 'gen_ai.system.instruction',
          attributes: { 'gen_ai.event.content': json([{ type: 'text', content: 'Sell pears.' }]) },
        },
        {
          name: 'gen_ai.output.messages',
          attributes: {
            'gen_ai.event.content': json({
              messages: [{ role: 'assistant', parts: [{ type: 'text', content: 'Pears today.' }] }],
            }),
          },
        },
      ],
    },
    {
      name: 'create_agent',
      attributes: {
        'gen_ai.system': 'az.ai.agents',
        'gen_ai.operation.name': 'create_agent',
        'gen_ai.agent.name': 'Seller',
      },
      events: [{ name: 'gen_ai.system.instruction', attributes: { 'gen_ai.event.content': '{}' } }],
    },
  ),
}
