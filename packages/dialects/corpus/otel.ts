import { json, spans, type CorpusTrace } from './trace.ts'

const tools = [
  { type: 'function', name: 'find_trains', description: 'Trains between two towns', parameters: { type: 'object' } },
]

/** Generation C: messages with parts, on attributes. */
export const attributes: CorpusTrace = {
  name: 'an agent that asks for trains, in attributes',
  dialect: 'otel',
  spans: spans(
    {
      name: 'invoke_agent Timetable',
      kind: 1,
      attributes: {
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.agent.name': 'Timetable',
        'gen_ai.conversation.id': 'conv-7',
        'user.id': 'ada',
        'gen_ai.usage.input_tokens': 260,
        'gen_ai.usage.output_tokens': 60,
      },
    },
    {
      parent: 0,
      name: 'chat gpt-5-mini',
      kind: 3,
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai',
        'gen_ai.request.model': 'gpt-5-mini',
        'gen_ai.response.model': 'gpt-5-mini-2026-08-07',
        'gen_ai.response.id': 'resp-1',
        'gen_ai.response.finish_reasons': ['tool_call'],
        'gen_ai.conversation.id': 'conv-7',
        'gen_ai.usage.input_tokens': 120,
        'gen_ai.usage.cache_read.input_tokens': 64,
        'gen_ai.usage.output_tokens': 20,
        'gen_ai.usage.reasoning.output_tokens': 8,
        'gen_ai.system_instructions': json([{ type: 'text', content: 'You know every timetable.' }]),
        'gen_ai.tool.definitions': json(tools),
        'gen_ai.input.messages': json([{ role: 'user', parts: [{ type: 'text', content: 'Next train to Ghent?' }] }]),
        'gen_ai.output.messages': json([
          {
            role: 'assistant',
            finish_reason: 'tool_call',
            parts: [
              { type: 'reasoning', content: 'I need the timetable.' },
              { type: 'tool_call', id: 'call-1', name: 'find_trains', arguments: { to: 'Ghent' } },
            ],
          },
        ]),
      },
    },
    {
      parent: 0,
      name: 'execute_tool find_trains',
      kind: 1,
      attributes: {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': 'find_trains',
        'gen_ai.tool.call.id': 'call-1',
        'gen_ai.tool.call.arguments': '{"to":"Ghent"}',
        'gen_ai.tool.call.result': '{"leaves":"14:05"}',
      },
    },
    {
      parent: 0,
      name: 'chat gpt-5-mini',
      kind: 3,
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai',
        'gen_ai.request.model': 'gpt-5-mini',
        'gen_ai.usage.input_tokens': 140,
        'gen_ai.usage.output_tokens': 40,
        'gen_ai.input.messages': json([
          { role: 'user', parts: [{ type: 'text', content: 'Next train to Ghent?' }] },
          {
            role: 'assistant',
            parts: [{ type: 'tool_call', id: 'call-1', name: 'find_trains', arguments: '{"to":"Ghent"}' }],
          },
          { role: 'tool', parts: [{ type: 'tool_call_response', id: 'call-1', response: { leaves: '14:05' } }] },
        ]),
        'gen_ai.output.messages': json([
          { role: 'assistant', finish_reason: 'stop', parts: [{ type: 'text', content: 'It leaves at 14:05.' }] },
        ]),
      },
    },
  ),
}

/** Generation B: one span event a message, the body in attributes. */
export const messageEvents: CorpusTrace = {
  name: 'a call whose messages are span events',
  dialect: 'otel',
  spans: spans({
    name: 'chat mistral-large',
    kind: 3,
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.system': 'mistral_ai',
      'gen_ai.request.model': 'mistral-large',
      'gen_ai.usage.prompt_tokens': 11,
      'gen_ai.usage.completion_tokens': 7,
    },
    events: [
      { name: 'gen_ai.system.message', time: 1, attributes: { content: 'Answer in one line.' } },
      { name: 'gen_ai.user.message', time: 2, attributes: { content: 'How deep is the Øresund?' } },
      {
        name: 'gen_ai.assistant.message',
        time: 3,
        attributes: {
          tool_calls: json([
            { id: 'c9', type: 'function', function: { name: 'depth', arguments: '{"of":"Øresund"}' } },
          ]),
        },
      },
      { name: 'gen_ai.tool.message', time: 4, attributes: { id: 'c9', content: '23 m on average' } },
      {
        name: 'gen_ai.choice',
        time: 5,
        attributes: { index: 0, finish_reason: 'stop', message: json({ content: 'About 23 metres.' }) },
      },
    ],
  }),
}

/** Generation B as log records with a structured body. */
export const messageLogs: CorpusTrace = {
  name: 'a call whose messages are log records',
  dialect: 'otel',
  spans: spans({
    name: 'chat gpt-4o-mini',
    kind: 3,
    attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.system': 'openai', 'gen_ai.request.model': 'gpt-4o-mini' },
    logs: [
      {
        name: 'gen_ai.user.message',
        time: 1n,
        attributes: { 'gen_ai.system': 'openai' },
        body: { content: 'Name a red fruit.' },
      },
      {
        time: 2n,
        attributes: { 'event.name': 'gen_ai.choice', 'gen_ai.system': 'openai' },
        body: { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'A cherry.' } },
      },
      {
        name: 'gen_ai.evaluation.result',
        time: 3n,
        attributes: {
          'gen_ai.evaluation.name': 'relevance',
          'gen_ai.evaluation.score.value': 0.9,
          'gen_ai.evaluation.score.label': 'pass',
        },
      },
    ],
  }),
}

/** Generation C in the details event. */
export const detailsLog: CorpusTrace = {
  name: 'a call whose conversation is one log record',
  dialect: 'otel',
  spans: spans({
    name: 'chat claude-sonnet-5',
    kind: 3,
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'anthropic',
      'gen_ai.request.model': 'claude-sonnet-5',
    },
    logs: [
      {
        name: 'gen_ai.client.inference.operation.details',
        attributes: {
          'gen_ai.system_instructions': [{ type: 'text', content: 'You are a botanist.' }],
          'gen_ai.input.messages': [{ role: 'user', parts: [{ type: 'text', content: 'Is a tomato a berry?' }] }],
          'gen_ai.output.messages': [
            { role: 'assistant', parts: [{ type: 'text', content: 'Botanically, yes.' }], finish_reason: 'stop' },
          ],
        },
      },
    ],
  }),
}

/** Generation A: two events with everything in them. */
export const contentEvents: CorpusTrace = {
  name: 'a call of the first conventions',
  dialect: 'otel',
  spans: spans({
    name: 'openai.chat',
    kind: 3,
    attributes: {
      'gen_ai.system': 'openai',
      'gen_ai.request.model': 'gpt-4',
      'gen_ai.usage.prompt_tokens': 9,
      'gen_ai.usage.completion_tokens': 3,
    },
    events: [
      {
        name: 'gen_ai.content.prompt',
        attributes: {
          'gen_ai.prompt': json([
            { role: 'system', content: 'Rhyme.' },
            { role: 'user', content: 'A word for moon?' },
          ]),
        },
      },
      {
        name: 'gen_ai.content.completion',
        attributes: { 'gen_ai.completion': json([{ role: 'assistant', content: 'June.' }]) },
      },
    ],
  }),
}
