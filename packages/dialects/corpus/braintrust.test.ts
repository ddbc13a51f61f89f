import { expect, test } from 'vitest'
import { chat, tool } from './braintrust.ts'
import { questionAndAnswer, readingsOf, transcript } from './transcript.ts'

test('messages, choices, metrics and scores are read', () => {
  expect(transcript(chat)).toEqual([
    '[step]',
    'user: Translate: cheese',
    'assistant: fromage',
    '[model gpt-4o-mini]',
    'system: Translate.',
    'user: cheese',
    'assistant: fromage',
  ])
  expect(questionAndAnswer(chat)).toEqual({ question: 'Translate: cheese', answer: 'fromage' })
  const [task, call] = readingsOf(chat)
  expect(task!.scores.map(({ name, score }) => [name, score])).toEqual([
    ['exact', 1],
    ['tone', 0.5],
  ])
  expect(call).toMatchObject({
    provider: 'openai',
    usage: { input: 12, output: 2, cached: 4 },
    finishReasons: ['stop'],
    settings: { temperature: 0.1 },
    tools: { tools: [{ name: 'dictionary' }] },
  })
})

test('flat attributes, Anthropic’s blocks and tools are read', () => {
  expect(transcript(tool)).toEqual([
    '[model claude-haiku-4-5]',
    'user: Is it ripe?',
    'assistant: calls press {"where":"side"} #tu1',
    '[tool press]',
    'takes {"where":"side"}',
    'gives soft',
  ])
})
