import { json, spans, type CorpusTrace } from './trace.ts'

export const chat: CorpusTrace = {
  name: 'a task with a chat completion and a score',
  dialect: 'braintrust',
  spans: spans(
    {
      name: 'eval case',
      attributes: {
        'braintrust.span_attributes': json({ type: 'task', name: 'translate' }),
        'braintrust.input_json': json('Translate: cheese'),
        'braintrust.output_json': json('fromage'),
        'braintrust.scores': json({ exact: 1, tone: 0.5 }),
      },
    },
    {
      parent: 0,
      name: 'Chat Completion',
      attributes: {
        'braintrust.span_attributes': json({ type: 'llm' }),
        'braintrust.parent': 'project_name:dairy',
        'braintrust.metadata': json({
          provider: 'openai',
          model: 'gpt-4o-mini',
          temperature: 0.1,
          tools: [{ type: 'function', function: { name: 'dictionary' } }],
        }),
        'braintrust.input_json': json([
          { role: 'system', content: 'Translate.' },
          { role: 'user', content: 'cheese' },
        ]),
        'braintrust.output_json': json([
          { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'fromage' } },
        ]),
        'braintrust.metrics': json({ prompt_tokens: 12, completion_tokens: 2, tokens: 14, prompt_cached_tokens: 4 }),
      },
    },
  ),
}

export const tool: CorpusTrace = {
  name: 'flat attributes and a tool',
  dialect: 'braintrust',
  spans: spans(
    {
      name: 'call',
      attributes: {
        'braintrust.span_attributes.type': 'llm',
        'braintrust.metadata.model': 'claude-haiku-4-5',
        'braintrust.input': 'Is it ripe?',
        'braintrust.output': json([{ type: 'tool_use', id: 'tu1', name: 'press', input: { where: 'side' } }]),
        'braintrust.metrics.prompt_tokens': 6,
      },
    },
    {
      name: 'press',
      attributes: {
        'braintrust.span_attributes': json({ type: 'tool', name: 'press' }),
        'braintrust.input_json': json({ where: 'side' }),
        'braintrust.output_json': json('soft'),
      },
    },
  ),
}
