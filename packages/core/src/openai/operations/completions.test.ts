import { expect, it } from 'vitest'
import { scriptedClient } from '../../../test/client.ts'
import { json, record } from '../../../test/recording.ts'

const completion = {
  id: 'cmpl-1',
  object: 'text_completion',
  created: 1_790_000_000,
  model: 'gpt-3.5-turbo-instruct:20230824',
  choices: [{ text: ' world', index: 0, logprobs: null, finish_reason: 'stop' }],
  usage: { prompt_tokens: 2, completion_tokens: 1, total_tokens: 3 },
}

it('records a legacy completion as text_completion, with prompt and answer as messages', async () => {
  const recording = record()
  const client = await scriptedClient({ json: completion })
  await client.completions.create({ model: 'gpt-3.5-turbo-instruct', prompt: 'Hello', max_tokens: 5, stop: '\n' })
  const span = await recording.span()
  expect(span.name).toBe('text_completion gpt-3.5-turbo-instruct')
  expect(span.attributes).toMatchObject({
    'gen_ai.operation.name': 'text_completion',
    'gen_ai.request.max_tokens': 5,
    'gen_ai.request.stop_sequences': ['\n'],
    'gen_ai.response.id': 'cmpl-1',
    'gen_ai.response.finish_reasons': ['stop'],
    'gen_ai.usage.output_tokens': 1,
  })
  expect(span.attributes['openai.api.type']).toBeUndefined()
  expect(json(span, 'gen_ai.input.messages')).toEqual([{ role: 'user', parts: [{ type: 'text', content: 'Hello' }] }])
  expect(json(span, 'gen_ai.output.messages')).toEqual([
    { role: 'assistant', parts: [{ type: 'text', content: ' world' }] },
  ])
})

it('puts a streamed legacy completion together', async () => {
  const recording = record()
  const chunk = (text: string, finish_reason: string | null = null): object => ({
    ...completion,
    usage: null,
    choices: [{ text, index: 0, logprobs: null, finish_reason }],
  })
  const client = await scriptedClient({ events: [chunk('One '), chunk('two.'), chunk('', 'length')] })
  for await (const _ of await client.completions.create({ model: 'm', prompt: 'Count', stream: true }));
  const span = await recording.span()
  expect(span.attributes).toMatchObject({ 'gen_ai.request.stream': true, 'gen_ai.response.finish_reasons': ['length'] })
  expect(json(span, 'gen_ai.output.messages')).toEqual([
    { role: 'assistant', parts: [{ type: 'text', content: 'One two.' }] },
  ])
})

it('counts the tokens of a prompt that is given as numbers', async () => {
  const recording = record()
  const client = await scriptedClient({ json: completion })
  await client.completions.create({ model: 'm', prompt: [1, 2, 3] })
  expect(json(await recording.span(), 'gen_ai.input.messages')).toEqual([
    { role: 'user', parts: [{ type: 'openai.tokens', count: 3 }] },
  ])
})
