import { json, spans, type CorpusTrace } from './trace.ts'

const scope = { name: 'strands.telemetry.tracer' }
const provider = { 'gen_ai.system': 'strands-agents' }

export const messageEvents: CorpusTrace = {
  name: 'an agent with content blocks in events',
  dialect: 'strands',
  spans: spans(
    {
      name: 'invoke_agent Ranger',
      scope,
      attributes: {
        ...provider,
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.agent.name': 'Ranger',
        'session.id': 'trail-2',
        'gen_ai.usage.input_tokens': 900,
        'gen_ai.agent.tools': json(['trail_status']),
      },
      events: [
        { name: 'gen_ai.user.message', attributes: { content: json([{ text: 'Is the trail open?' }]) } },
        { name: 'gen_ai.choice', attributes: { finish_reason: 'end_turn', message: 'It is open.' } },
      ],
    },
    {
      parent: 0,
      name: 'execute_event_loop_cycle',
      scope,
      attributes: { ...provider, 'gen_ai.operation.name': 'execute_event_loop_cycle', 'event_loop.cycle_id': 'c-1' },
    },
    {
      parent: 1,
      name: 'chat',
      kind: 3,
      scope,
      attributes: {
        ...provider,
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'claude-on-bedrock',
        'gen_ai.usage.input_tokens': 20,
        'gen_ai.usage.output_tokens': 6,
        'gen_ai.usage.cache_read_input_tokens': 8,
      },
      events: [
        { name: 'gen_ai.system.message', attributes: { content: json([{ text: 'You guard a park.' }]) } },
        { name: 'gen_ai.user.message', attributes: { content: json([{ text: 'Is the trail open?' }]) } },
        {
          name: 'gen_ai.choice',
          attributes: {
            finish_reason: 'tool_use',
            message: json([
              { reasoningContent: { reasoningText: { text: 'Ask the station.' } } },
              { toolUse: { toolUseId: 'st1', name: 'trail_status', input: { id: 7 } } },
            ]),
          },
        },
      ],
    },
    {
      parent: 1,
      name: 'execute_tool trail_status',
      scope,
      attributes: {
        ...provider,
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': 'trail_status',
        'gen_ai.tool.call.id': 'st1',
      },
      events: [
        { name: 'gen_ai.tool.message', attributes: { role: 'tool', content: json({ id: 7 }), id: 'st1' } },
        { name: 'gen_ai.choice', attributes: { message: json([{ text: 'open' }]), id: 'st1' } },
      ],
    },
    {
      parent: 1,
      name: 'chat',
      kind: 3,
      scope,
      attributes: { ...provider, 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'claude-on-bedrock' },
      events: [
        {
          name: 'gen_ai.tool.message',
          attributes: {
            content: json([{ toolResult: { toolUseId: 'st1', status: 'success', content: [{ text: 'open' }] } }]),
          },
        },
        { name: 'gen_ai.choice', attributes: { finish_reason: 'end_turn', message: json([{ text: 'It is open.' }]) } },
      ],
    },
  ),
}

export const details: CorpusTrace = {
  name: 'one key a details event',
  dialect: 'strands',
  spans: spans({
    name: 'chat',
    kind: 3,
    scope,
    attributes: {
      'gen_ai.provider.name': 'strands-agents',
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'nova',
    },
    events: [
      {
        name: 'gen_ai.client.inference.operation.details',
        attributes: { 'gen_ai.system_instructions': json([{ type: 'text', content: 'Be brief.' }]) },
      },
      {
        name: 'gen_ai.client.inference.operation.details',
        attributes: { 'gen_ai.input.messages': json([{ role: 'user', parts: [{ type: 'text', content: 'Bears?' }] }]) },
      },
      {
        name: 'gen_ai.client.inference.operation.details',
        attributes: {
          'gen_ai.output.messages': json([
            { role: 'assistant', parts: [{ type: 'text', content: 'None today.' }], finish_reason: 'end_turn' },
          ]),
        },
      },
    ],
  }),
}

export const agentCore: CorpusTrace = {
  name: 'AgentCore: a log record with input and output',
  dialect: 'strands',
  spans: spans({
    name: 'chat',
    scope,
    attributes: { ...provider, 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'nova' },
    logs: [
      {
        attributes: {},
        body: {
          input: { messages: [{ role: 'user', content: { content: json([{ text: 'Any elk?' }]) } }] },
          output: { messages: [{ role: 'assistant', content: { message: json([{ text: 'Three.' }]) } }] },
        },
      },
    ],
  }),
}
