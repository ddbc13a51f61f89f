import { expect, test } from 'vitest'
import { anthropic, chat } from './mlflow.ts'
import { questionAndAnswer, readingsOf, transcript } from './transcript.ts'

test('values that are JSON twice are read', () => {
  expect(transcript(chat)).toEqual([
    '[agent]',
    'user: What do moles eat?',
    'assistant: Worms, mostly.',
    '[model gpt-4o-mini]',
    'user: What do moles eat?',
    'assistant: Worms, mostly.',
    '[retrieval]',
    'searches moles',
    'finds Moles eat worms.',
  ])
  expect(questionAndAnswer(chat)).toEqual({ question: 'What do moles eat?', answer: 'Worms, mostly.' })
  const [agent, call] = readingsOf(chat)
  expect(agent).toMatchObject({ session: 'garden-1', user: 'gardener' })
  expect(call).toMatchObject({
    usage: { input: 14, output: 5, total: 19 },
    cost: { total: 0.003 },
    tools: { tools: [{ name: 'dig' }] },
    settings: { temperature: 0 },
  })
})

test('Anthropic’s thinking, tools and exclusive usage are read', () => {
  expect(transcript(anthropic)).toEqual([
    '[model claude-opus-5]',
    'system: You dig.',
    'user: How deep?',
    'assistant: (reasoning) Measure first.',
    'assistant: calls measure {} #m1',
    'tool: result 40 cm #m1',
    'user: And now?',
    'assistant: Stop there.',
    '[tool measure]',
    'takes {}',
    'gives 40 cm',
  ])
  expect(readingsOf(anthropic)[0]).toMatchObject({
    usage: { input: 45, output: 4, cached: 30, cacheWritten: 5 },
    finishReasons: ['end_turn'],
  })
})
