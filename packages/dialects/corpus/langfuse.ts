import { json, spans, type CorpusTrace } from './trace.ts'

const scope = { name: 'langfuse-sdk', version: '4.2.0' }

export const generation: CorpusTrace = {
  name: 'a generation in OpenAI’s shape with a picture that Langfuse keeps',
  dialect: 'langfuse',
  spans: spans(
    {
      name: 'answer-guest',
      scope,
      attributes: {
        'langfuse.observation.type': 'agent',
        'langfuse.trace.name': 'front desk',
        'langfuse.observation.input': 'Is breakfast included?',
        'langfuse.observation.output': 'Yes, from seven to ten.',
        'langfuse.session.id': 'stay-4',
        'session.id': 'browser-session',
        'langfuse.user.id': 'guest-2',
      },
    },
    {
      parent: 0,
      name: 'llm',
      scope,
      attributes: {
        'langfuse.observation.type': 'generation',
        'langfuse.observation.model.name': 'gpt-4.1',
        'langfuse.observation.model.parameters': json({ temperature: 0, max_tokens: 100 }),
        'langfuse.observation.input': json({
          messages: [
            { role: 'system', content: 'You work at a hotel.' },
            {
              role: 'user',
              content: [
                { type: 'text', text: 'Is breakfast included?' },
                {
                  type: 'image_url',
                  image_url: { url: '@@@langfuseMedia:type=image/jpeg|id=m-1|source=base64_data_uri@@@' },
                },
              ],
            },
          ],
          tools: [{ type: 'function', function: { name: 'room_rate', description: 'What a room includes' } }],
        }),
        'langfuse.observation.output': json({ role: 'assistant', content: 'Yes, from seven to ten.' }),
        'langfuse.observation.usage_details': json({
          input: 40,
          input_cached_tokens: 10,
          output: 8,
          output_reasoning_tokens: 2,
          total: 60,
        }),
        'langfuse.observation.cost_details': json({ input: 0.1, output: 0.2, total: 0.3 }),
      },
    },
  ),
}

export const older: CorpusTrace = {
  name: 'a span of the old SDK that is a generation, and a tool',
  dialect: 'langfuse',
  spans: spans(
    {
      name: 'summarise',
      scope,
      attributes: {
        'langfuse.observation.type': 'span',
        'langfuse.observation.model.name': 'claude-3-5-haiku',
        'langfuse.observation.input': json([{ role: 'user', content: [{ type: 'text', text: 'Sum this up.' }] }]),
        'langfuse.observation.output': json([{ type: 'text', text: 'It is short.' }]),
      },
    },
    {
      name: 'room_rate',
      scope,
      attributes: {
        'langfuse.observation.type': 'tool',
        'langfuse.observation.input': json({ room: 12 }),
        'langfuse.observation.output': json({ breakfast: true }),
      },
    },
  ),
}
