import { expect, it } from 'vitest'
import { scriptedClient } from '../../../test/client.ts'
import { json, record } from '../../../test/recording.ts'

const answer = {
  id: 'modr-1',
  model: 'omni-moderation-latest',
  results: [
    { flagged: true, categories: { hate: false, violence: true }, category_scores: { hate: 0.01, violence: 0.9 } },
  ],
}

it('records a moderation with what was judged and why', async () => {
  const recording = record()
  const client = await scriptedClient({ json: answer })
  await client.moderations.create({
    model: 'omni-moderation-latest',
    input: [
      { type: 'text', text: 'I will' },
      { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
    ],
  })
  const span = await recording.span()
  expect(span.name).toBe('moderation omni-moderation-latest')
  expect(span.attributes).toMatchObject({
    'gen_ai.response.id': 'modr-1',
    'gen_ai.response.model': 'omni-moderation-latest',
  })
  expect(json(span, 'gen_ai.input.messages')).toEqual([
    {
      role: 'user',
      parts: [
        { type: 'text', content: 'I will' },
        { type: 'uri', modality: 'image', uri: 'https://example.com/a.png' },
      ],
    },
  ])
  expect(json(span, 'gen_ai.output.messages')).toEqual([
    { role: 'assistant', parts: [{ type: 'openai.moderation', flagged: true, categories: ['violence'] }] },
  ])
})

it('records neither the text nor the judgement where no content is to be captured', async () => {
  const recording = record({ captureContent: false })
  const client = await scriptedClient({ json: answer })
  await client.moderations.create({ input: 'I will' })
  const span = await recording.span()
  expect(span.name).toBe('moderation')
  expect(JSON.stringify(span.attributes)).not.toMatch(/I will|violence/)
})
