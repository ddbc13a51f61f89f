import { json, spans, type CorpusTrace } from './trace.ts'

const scope = { name: 'ai' }

export const five: CorpusTrace = {
  name: 'the AI SDK 5: streamText with a tool',
  dialect: 'vercel',
  spans: spans(
    {
      name: 'ai.streamText',
      scope,
      attributes: {
        'operation.name': 'ai.streamText weather-bot',
        'ai.operationId': 'ai.streamText',
        'ai.telemetry.functionId': 'weather-bot',
        'ai.telemetry.metadata.sessionId': 'chat-12',
        'ai.telemetry.metadata.userId': 'u-9',
        'ai.model.id': 'gpt-5-mini',
        'ai.model.provider': 'openai.responses',
        'ai.prompt': json({
          system: 'Speak of weather only.',
          messages: [{ role: 'user', content: 'Will it rain in Oslo?' }],
        }),
        'ai.response.text': 'Rain from noon on.',
        'ai.usage.inputTokens': 150,
        'ai.usage.outputTokens': 30,
      },
    },
    {
      parent: 0,
      name: 'ai.streamText.doStream',
      scope,
      attributes: {
        'ai.operationId': 'ai.streamText.doStream',
        'ai.model.id': 'gpt-5-mini',
        'gen_ai.system': 'openai.responses',
        'gen_ai.request.model': 'gpt-5-mini',
        'gen_ai.request.temperature': 0.4,
        'ai.prompt.messages': json([
          { role: 'system', content: 'Speak of weather only.' },
          {
            role: 'user',
            content: [
              { type: 'text', text: 'Will it rain in Oslo?' },
              { type: 'file', mediaType: 'image/png', data: 'aGVsbG8=' },
            ],
          },
        ]),
        'ai.prompt.tools': [
          json({
            type: 'function',
            name: 'forecast',
            description: 'The weather to come',
            inputSchema: { type: 'object' },
          }),
        ],
        'ai.response.toolCalls': json([{ toolCallId: 'tc1', toolName: 'forecast', input: '{"city":"Oslo"}' }]),
        'ai.response.reasoning': 'I must look.',
        'ai.response.finishReason': 'tool-calls',
        'ai.usage.inputTokens': 70,
        'ai.usage.outputTokens': 10,
        'ai.usage.cachedInputTokens': 20,
        'ai.usage.reasoningTokens': 4,
      },
    },
    {
      parent: 0,
      name: 'ai.toolCall',
      scope,
      attributes: {
        'ai.operationId': 'ai.toolCall',
        'ai.toolCall.name': 'forecast',
        'ai.toolCall.id': 'tc1',
        'ai.toolCall.args': '{"city":"Oslo"}',
        'ai.toolCall.result': '{"rain":"from noon"}',
      },
    },
    {
      parent: 0,
      name: 'ai.streamText.doStream',
      scope,
      attributes: {
        'ai.operationId': 'ai.streamText.doStream',
        'ai.model.id': 'gpt-5-mini',
        'ai.prompt.messages': json([
          { role: 'user', content: [{ type: 'text', text: 'Will it rain in Oslo?' }] },
          {
            role: 'assistant',
            content: [{ type: 'tool-call', toolCallId: 'tc1', toolName: 'forecast', input: { city: 'Oslo' } }],
          },
          {
            role: 'tool',
            content: [
              {
                type: 'tool-result',
                toolCallId: 'tc1',
                toolName: 'forecast',
                output: { type: 'json', value: { rain: 'from noon' } },
              },
            ],
          },
        ]),
        'ai.response.text': 'Rain from noon on.',
      },
    },
  ),
}

export const four: CorpusTrace = {
  name: 'the AI SDK 4: an object, arguments as JSON in JSON, and an embedding',
  dialect: 'vercel',
  spans: spans(
    {
      name: 'ai.generateObject',
      scope,
      attributes: {
        'ai.operationId': 'ai.generateObject',
        'ai.model.id': 'gpt-4o',
        'ai.prompt': json({ prompt: 'A recipe for soup' }),
        'ai.response.object': json({ title: 'Soup', minutes: 20 }),
      },
    },
    {
      parent: 0,
      name: 'ai.generateText.doGenerate',
      scope,
      attributes: {
        'ai.operationId': 'ai.generateText.doGenerate',
        // An instrumentation that writes the conventions' names as well, without parts.
        'gen_ai.input.messages': json([{ role: 'user', parts: [] }]),
        'gen_ai.output.messages': json([{ role: 'assistant', parts: [] }]),
        'ai.model.id': 'gpt-4o',
        'ai.prompt.messages': json([{ role: 'user', content: [{ type: 'text', text: 'Weigh the carrots' }] }]),
        'ai.response.toolCalls': json([
          { toolCallType: 'function', toolCallId: 't4', toolName: 'scale', args: '{"what":"carrots"}' },
        ]),
        'ai.usage.promptTokens': 5,
        'ai.usage.completionTokens': 6,
      },
    },
    {
      parent: 0,
      name: 'ai.embedMany.doEmbed',
      scope,
      attributes: {
        'ai.operationId': 'ai.embedMany.doEmbed',
        'ai.model.id': 'text-embedding-3-small',
        'ai.values': ['"carrot"', '"leek"'],
        'ai.usage.tokens': 4,
      },
    },
  ),
}

export const seven: CorpusTrace = {
  name: 'the AI SDK 7: the conventions with steps',
  dialect: 'vercel',
  spans: spans(
    {
      name: 'invoke_agent gpt-5',
      scope: { name: 'gen_ai' },
      attributes: {
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.agent.name': 'planner',
        'gen_ai.request.model': 'gpt-5',
        'gen_ai.usage.input_tokens': 50,
      },
    },
    { parent: 0, name: 'agent_step', scope: { name: 'gen_ai' }, attributes: { 'gen_ai.operation.name': 'agent_step' } },
    {
      parent: 1,
      name: 'chat gpt-5',
      kind: 3,
      scope: { name: 'gen_ai' },
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'gateway',
        'gen_ai.request.model': 'gpt-5',
        'gen_ai.system_instructions': json([{ type: 'text', content: 'Plan well.' }]),
        'gen_ai.input.messages': json([
          {
            role: 'user',
            parts: [
              { type: 'text', content: 'Plan a picnic' },
              { type: 'blob', modality: 'image', mime_type: 'image/jpeg', content: 'AAAA' },
            ],
          },
        ]),
        'gen_ai.output.messages': json([
          {
            role: 'assistant',
            parts: [
              { type: 'text', content: 'Bring a blanket.' },
              { type: 'custom', kind: 'x-note' },
            ],
            finish_reason: 'stop',
          },
        ]),
      },
    },
  ),
}
