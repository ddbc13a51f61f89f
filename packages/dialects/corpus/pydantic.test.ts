import { expect, test } from 'vitest'
import { first, latest, wrapper } from './pydantic.ts'
import { questionAndAnswer, readingsOf, transcript } from './transcript.ts'

test('events in an attribute are the conversation', () => {
  expect(transcript(first)).toEqual([
    '[agent baker]',
    'system: You bake.',
    'user: How hot for bread?',
    'assistant: 230 degrees.',
    '[model gpt-4o]',
    'user: How hot for bread?',
    'assistant: calls oven {"for":"bread"} #o1',
    '[tool oven]',
    'takes {"for":"bread"}',
    'gives 230',
  ])
  expect(readingsOf(first)[1]).toMatchObject({ cost: { total: 0.004 }, tools: { tools: [{ name: 'oven' }] } })
})

test('all messages of an agent are read, the last answer is its output', () => {
  expect(transcript(latest)).toEqual([
    '[agent baker]',
    'user: And cake?',
    'user: <image  uri>',
    'assistant: (reasoning) Cooler.',
    'assistant: calls oven {"for":"cake"} #o2',
    'tool: result of oven 180 #o2',
    'assistant: 180 degrees.',
  ])
  expect(questionAndAnswer(latest)).toEqual({ question: 'And cake?', answer: '180 degrees.' })
  expect(readingsOf(latest)[0]).toMatchObject({ usage: { input: 80, output: 9 }, session: 'kitchen' })
})

test('the data of a request and a response are read', () => {
  expect(transcript(wrapper)).toEqual(['[model gpt-4]', 'user: Rye or wheat?', 'assistant: Rye.'])
  expect(readingsOf(wrapper)[0]!.usage).toMatchObject({ input: 9, output: 2 })
})
