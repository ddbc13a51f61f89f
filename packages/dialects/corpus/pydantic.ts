import { json, spans, type CorpusTrace } from './trace.ts'

const scope = { name: 'pydantic-ai' }

export const first: CorpusTrace = {
  name: 'format 1: events in an attribute',
  dialect: 'pydantic',
  spans: spans(
    {
      name: 'agent run',
      scope,
      attributes: {
        agent_name: 'baker',
        'logfire.msg': 'baker run',
        all_messages_events: json([
          { 'event.name': 'gen_ai.system.message', role: 'system', content: 'You bake.', 'gen_ai.message.index': 0 },
          {
            'event.name': 'gen_ai.user.message',
            role: 'user',
            content: 'How hot for bread?',
            'gen_ai.message.index': 0,
          },
          {
            'event.name': 'gen_ai.assistant.message',
            role: 'assistant',
            content: '230 degrees.',
            'gen_ai.message.index': 1,
          },
        ]),
        final_result: '230 degrees.',
        'gen_ai.usage.input_tokens': 44,
      },
    },
    {
      parent: 0,
      name: 'chat gpt-4o',
      scope,
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.system': 'openai',
        'gen_ai.request.model': 'gpt-4o',
        events: json([
          { 'event.name': 'gen_ai.user.message', role: 'user', content: 'How hot for bread?' },
          {
            'event.name': 'gen_ai.choice',
            index: 0,
            message: {
              role: 'assistant',
              tool_calls: [{ id: 'o1', type: 'function', function: { name: 'oven', arguments: '{"for":"bread"}' } }],
            },
          },
        ]),
        model_request_parameters: json({
          function_tools: [{ name: 'oven', description: 'Heat for a dish' }],
          output_mode: 'text',
        }),
        'operation.cost': 0.004,
      },
    },
    {
      parent: 0,
      name: 'running tool',
      scope,
      attributes: {
        'gen_ai.tool.name': 'oven',
        'gen_ai.tool.call.id': 'o1',
        tool_arguments: '{"for":"bread"}',
        tool_response: '230',
      },
    },
  ),
}

export const latest: CorpusTrace = {
  name: 'formats 3 to 6: the conventions with all messages of the agent',
  dialect: 'pydantic',
  spans: spans({
    name: 'invoke_agent baker',
    scope,
    attributes: {
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': 'baker',
      'gen_ai.conversation.id': 'kitchen',
      'pydantic_ai.all_messages': json([
        {
          role: 'user',
          parts: [
            { type: 'text', content: 'And cake?' },
            { type: 'image-url', url: 'https://example.test/cake.jpg' },
          ],
        },
        {
          role: 'assistant',
          parts: [
            { type: 'thinking', content: 'Cooler.' },
            { type: 'tool_call', id: 'o2', name: 'oven', arguments: { for: 'cake' } },
          ],
        },
        { role: 'user', parts: [{ type: 'tool_call_response', id: 'o2', name: 'oven', result: 180 }] },
        { role: 'assistant', parts: [{ type: 'text', content: '180 degrees.' }] },
      ]),
      'gen_ai.aggregated_usage.input_tokens': 80,
      'gen_ai.aggregated_usage.output_tokens': 9,
    },
  }),
}

export const wrapper: CorpusTrace = {
  name: 'Logfire’s wrapper of the openai package',
  dialect: 'pydantic',
  spans: spans({
    name: 'Chat Completion with {request_data[model]!r}',
    scope: { name: 'logfire.openai' },
    attributes: {
      'logfire.msg': "Chat Completion with 'gpt-4'",
      request_data: json({ model: 'gpt-4', messages: [{ role: 'user', content: 'Rye or wheat?' }] }),
      response_data: json({
        message: { role: 'assistant', content: 'Rye.' },
        usage: { prompt_tokens: 9, completion_tokens: 2 },
      }),
    },
  }),
}
