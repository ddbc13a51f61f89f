import { expect, it } from 'vitest'
import { scriptedClient } from '../../../test/client.ts'
import { json, record } from '../../../test/recording.ts'

it('records a compaction as the model call that it is', async () => {
  const recording = record()
  const client = await scriptedClient({
    json: {
      id: 'resp_c',
      object: 'response.compaction',
      created_at: 1_790_000_000,
      output: [
        {
          id: 'msg_1',
          type: 'message',
          role: 'user',
          status: 'completed',
          content: [{ type: 'input_text', text: 'Hi' }],
        },
        { id: 'cmp_1', type: 'compaction', encrypted_content: 'gAAAA' },
      ],
      usage: {
        input_tokens: 900,
        input_tokens_details: { cached_tokens: 0 },
        output_tokens: 40,
        output_tokens_details: { reasoning_tokens: 0 },
      },
    },
  })
  await client.responses.compact({ model: 'gpt-5.5', input: 'Hi', previous_response_id: 'resp_b' })
  const span = await recording.span()
  expect(span.name).toBe('chat gpt-5.5')
  expect(span.attributes).toMatchObject({
    'gen_ai.conversation.compacted': true,
    'gen_ai.response.finish_reasons': ['compaction'],
    'gen_ai.request.previous_response.id': 'resp_b',
    'gen_ai.usage.input_tokens': 900,
  })
  expect(json(span, 'gen_ai.output.messages')).toEqual([
    { role: 'user', parts: [{ type: 'text', content: 'Hi' }] },
    { role: 'assistant', parts: [{ type: 'compaction', id: 'cmp_1' }] },
  ])
  expect(JSON.stringify(span.attributes)).not.toContain('gAAAA')
})
