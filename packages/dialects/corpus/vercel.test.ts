import { expect, test } from 'vitest'
import { questionAndAnswer, readingsOf, transcript } from './transcript.ts'
import { five, four, seven } from './vercel.ts'

test('streamText of version 5 reads as an agent with its calls and its tool', () => {
  expect(transcript(five)).toEqual([
    '[agent weather-bot]',
    'system: Speak of weather only.',
    'user: Will it rain in Oslo?',
    'assistant: Rain from noon on.',
    '[model gpt-5-mini]',
    'system: Speak of weather only.',
    'user: Will it rain in Oslo?',
    'user: <image image/png data>',
    'assistant: (reasoning) I must look.',
    'assistant: calls forecast {"city":"Oslo"} #tc1',
    '[tool forecast]',
    'takes {"city":"Oslo"}',
    'gives {"rain":"from noon"}',
    '[model gpt-5-mini]',
    'user: Will it rain in Oslo?',
    'assistant: calls forecast {"city":"Oslo"} #tc1',
    'tool: result of forecast {"rain":"from noon"} #tc1',
    'assistant: Rain from noon on.',
  ])
  expect(questionAndAnswer(five)).toEqual({ question: 'Will it rain in Oslo?', answer: 'Rain from noon on.' })
  const [outer, call] = readingsOf(five)
  expect(outer).toMatchObject({ session: 'chat-12', user: 'u-9', repeatsUsage: true })
  expect(call).toMatchObject({
    repeatsUsage: false,
    provider: 'openai.responses',
    usage: { input: 70, output: 10, cached: 20, reasoning: 4 },
    settings: { temperature: 0.4 },
    tools: { tools: [{ name: 'forecast', description: 'The weather to come' }] },
    finishReasons: ['tool-calls'],
  })
})

test('objects, arguments and embeddings of version 4 are read', () => {
  expect(transcript(four)).toEqual([
    '[agent]',
    'user: A recipe for soup',
    'assistant: object {"title":"Soup","minutes":20}',
    '[model gpt-4o]',
    'user: Weigh the carrots',
    'assistant: calls scale {"what":"carrots"} #t4',
    '[embeddings text-embedding-3-small]',
    'user: carrot',
    'user: leek',
  ])
  expect(readingsOf(four)[1]!.usage).toMatchObject({ input: 5, output: 6 })
})

test('version 7 writes the conventions, and parts of its own stay what they are', () => {
  expect(transcript(seven)).toEqual([
    '[agent planner]',
    '[step]',
    '[model gpt-5]',
    'system: Plan well.',
    'user: Plan a picnic',
    'user: <image image/jpeg data>',
    'assistant: Bring a blanket.',
    'assistant: custom {"type":"custom","kind":"x-note"}',
  ])
})
