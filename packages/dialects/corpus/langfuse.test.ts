import { expect, test } from 'vitest'
import { generation, older } from './langfuse.ts'
import { questionAndAnswer, readingsOf, transcript } from './transcript.ts'

test('a generation reads as a conversation, with exclusive buckets of usage made inclusive', () => {
  expect(transcript(generation)).toEqual([
    '[agent]',
    'user: Is breakfast included?',
    'assistant: Yes, from seven to ten.',
    '[model gpt-4.1]',
    'system: You work at a hotel.',
    'user: Is breakfast included?',
    'user: <image image/jpeg elsewhere>',
    'assistant: Yes, from seven to ten.',
  ])
  expect(questionAndAnswer(generation)).toEqual({
    question: 'Is breakfast included?',
    answer: 'Yes, from seven to ten.',
  })
  const [agent, call] = readingsOf(generation)
  expect(agent).toMatchObject({
    session: 'stay-4',
    sessions: ['stay-4', 'browser-session'],
    user: 'guest-2',
    title: 'front desk',
  })
  expect(call).toMatchObject({
    usage: { input: 50, output: 10, cached: 10, reasoning: 2, total: 60 },
    cost: { total: 0.3, input: 0.1, output: 0.2 },
    settings: { temperature: 0, 'max tokens': 100 },
    tools: { tools: [{ name: 'room_rate' }] },
  })
})

test('a span with a model is a call of a model, a tool has arguments and a result', () => {
  expect(transcript(older)).toEqual([
    '[model claude-3-5-haiku]',
    'user: Sum this up.',
    'assistant: It is short.',
    '[tool room_rate]',
    'takes {"room":12}',
    'gives {"breakfast":true}',
  ])
})
