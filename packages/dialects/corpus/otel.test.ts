import { expect, test } from 'vitest'
import { attributes, contentEvents, detailsLog, messageEvents, messageLogs } from './otel.ts'
import { questionAndAnswer, readingsOf, transcript } from './transcript.ts'

test('an agent’s trace in attributes reads as a conversation with its tool', () => {
  expect(transcript(attributes)).toEqual([
    '[agent Timetable]',
    '[model gpt-5-mini]',
    'system: You know every timetable.',
    'user: Next train to Ghent?',
    'assistant: (reasoning) I need the timetable.',
    'assistant: calls find_trains {"to":"Ghent"} #call-1',
    '[tool find_trains]',
    'takes {"to":"Ghent"}',
    'gives {"leaves":"14:05"}',
    '[model gpt-5-mini]',
    'user: Next train to Ghent?',
    'assistant: calls find_trains {"to":"Ghent"} #call-1',
    'tool: result {"leaves":"14:05"} #call-1',
    'assistant: It leaves at 14:05.',
  ])
  expect(questionAndAnswer(attributes)).toEqual({ question: 'Next train to Ghent?', answer: 'It leaves at 14:05.' })
  const [agent, call] = readingsOf(attributes)
  expect(agent).toMatchObject({ repeatsUsage: true, session: 'conv-7', user: 'ada', dialect: 'otel' })
  expect(call).toMatchObject({
    provider: 'openai',
    responseModel: 'gpt-5-mini-2026-08-07',
    finishReasons: ['tool_call'],
    usage: { input: 120, output: 20, cached: 64, reasoning: 8 },
    tools: { tools: [{ name: 'find_trains', description: 'Trains between two towns' }] },
    repeatsUsage: false,
    missing: undefined,
  })
})

test('messages that travel as span events are the conversation', () => {
  expect(transcript(messageEvents)).toEqual([
    '[model mistral-large]',
    'system: Answer in one line.',
    'user: How deep is the Øresund?',
    'assistant: calls depth {"of":"Øresund"} #c9',
    'tool: result 23 m on average #c9',
    'assistant: About 23 metres.',
  ])
  expect(readingsOf(messageEvents)[0]).toMatchObject({
    usage: { input: 11, output: 7 },
    finishReasons: ['stop'],
    place: { input: 'events', output: 'events' },
  })
})

test('messages that travel as log records are the conversation, evaluations are scores', () => {
  expect(transcript(messageLogs)).toEqual(['[model gpt-4o-mini]', 'user: Name a red fruit.', 'assistant: A cherry.'])
  expect(readingsOf(messageLogs)[0]).toMatchObject({
    place: { input: 'logs', output: 'logs' },
    scores: [{ name: 'relevance', score: 0.9, label: 'pass' }],
  })
})

test('the details event is the conversation', () => {
  expect(transcript(detailsLog)).toEqual([
    '[model claude-sonnet-5]',
    'system: You are a botanist.',
    'user: Is a tomato a berry?',
    'assistant: Botanically, yes.',
  ])
})

test('the two events of the first conventions are the conversation', () => {
  expect(transcript(contentEvents)).toEqual([
    '[model gpt-4]',
    'system: Rhyme.',
    'user: A word for moon?',
    'assistant: June.',
  ])
  expect(readingsOf(contentEvents)[0]!.usage).toMatchObject({ input: 9, output: 3 })
})
