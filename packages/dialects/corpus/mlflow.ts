import { json, spans, type CorpusTrace } from './trace.ts'

export const chat: CorpusTrace = {
  name: 'an agent with a chat model and a retriever',
  dialect: 'mlflow',
  spans: spans(
    {
      name: 'agent',
      attributes: {
        'mlflow.spanType': json('AGENT'),
        'mlflow.traceRequestId': json('tr-1'),
        'mlflow.spanInputs': json({ question: 'What do moles eat?' }),
        'mlflow.spanOutputs': json('Worms, mostly.'),
        'session.id': 'garden-1',
        'user.id': 'gardener',
      },
    },
    {
      parent: 0,
      name: 'Completions',
      attributes: {
        'mlflow.spanType': json('CHAT_MODEL'),
        'mlflow.message.format': json('openai'),
        'mlflow.llm.model': json('gpt-4o-mini'),
        'mlflow.spanInputs': json({
          model: 'gpt-4o-mini',
          messages: [{ role: 'user', content: 'What do moles eat?' }],
          temperature: 0,
        }),
        'mlflow.spanOutputs': json({
          id: 'x',
          choices: [
            {
              message: { role: 'assistant', content: 'Worms, mostly.', refusal: null, tool_calls: null },
              finish_reason: 'stop',
            },
          ],
          usage: { prompt_tokens: 1 },
        }),
        'mlflow.chat.tokenUsage': json({ input_tokens: 14, output_tokens: 5, total_tokens: 19 }),
        'mlflow.llm.cost': json({ input_cost: 0.001, output_cost: 0.002, total_cost: 0.003 }),
        'mlflow.chat.tools': json([{ type: 'function', function: { name: 'dig', parameters: {} } }]),
      },
    },
    {
      parent: 0,
      name: 'retrieve',
      attributes: {
        'mlflow.spanType': json('RETRIEVER'),
        'mlflow.spanInputs': json({ query: 'moles' }),
        'mlflow.spanOutputs': json([{ page_content: 'Moles eat worms.', metadata: { source: 'book' }, id: '7' }]),
      },
    },
  ),
}

export const anthropic: CorpusTrace = {
  name: 'Anthropic’s blocks and a tool',
  dialect: 'mlflow',
  spans: spans(
    {
      name: 'Messages.create',
      attributes: {
        'mlflow.spanType': json('CHAT_MODEL'),
        'mlflow.message.format': json('anthropic'),
        'mlflow.spanInputs': json({
          model: 'claude-opus-5',
          system: [{ type: 'text', text: 'You dig.' }],
          messages: [
            { role: 'user', content: 'How deep?' },
            {
              role: 'assistant',
              content: [
                { type: 'thinking', thinking: 'Measure first.', signature: 's' },
                { type: 'tool_use', id: 'm1', name: 'measure', input: {} },
              ],
            },
            {
              role: 'user',
              content: [
                { type: 'tool_result', tool_use_id: 'm1', content: [{ type: 'text', text: '40 cm' }] },
                { type: 'text', text: 'And now?' },
              ],
            },
          ],
        }),
        'mlflow.spanOutputs': json({
          type: 'message',
          role: 'assistant',
          model: 'claude-opus-5',
          content: [{ type: 'text', text: 'Stop there.' }],
          stop_reason: 'end_turn',
          usage: { input_tokens: 10, output_tokens: 4, cache_read_input_tokens: 30, cache_creation_input_tokens: 5 },
        }),
      },
    },
    {
      name: 'measure',
      attributes: {
        'mlflow.spanType': json('TOOL'),
        'mlflow.spanFunctionName': json('measure'),
        'mlflow.spanInputs': json({}),
        'mlflow.spanOutputs': json('40 cm'),
      },
    },
  ),
}
