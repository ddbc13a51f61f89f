import { expect, test } from 'vitest'
import { flow, retrieval } from './genkit.ts'
import { questionAndAnswer, readingsOf, transcript } from './transcript.ts'

test('a flow reads as a conversation with Gemini’s parts', () => {
  expect(transcript(flow)).toEqual([
    '[workflow]',
    'user: What goes with trout?',
    'assistant: Almonds.',
    '[model gemini-2.5-flash]',
    'system: You cook.',
    'user: What goes with trout?',
    'user: <image image/png data>',
    'assistant: calls pairings {"fish":"trout"} #1',
    'tool: result of pairings ["almonds"] #1',
    'assistant: (reasoning) Classic.',
    'assistant: Almonds.',
    '[tool pairings]',
    'takes {"fish":"trout"}',
    'gives ["almonds"]',
  ])
  expect(questionAndAnswer(flow)).toEqual({ question: 'What goes with trout?', answer: 'Almonds.' })
  expect(readingsOf(flow)[1]).toMatchObject({
    provider: 'googleai',
    usage: { input: 22, output: 9, reasoning: 4, total: 31 },
    finishReasons: ['stop'],
    settings: { temperature: 0.7 },
    tools: { tools: [{ name: 'pairings' }] },
  })
})

test('a retriever has a query and documents, an embedder no vectors to read', () => {
  expect(transcript(retrieval)).toEqual([
    '[retrieval]',
    'searches trout',
    'finds Trout with almonds.',
    '[embeddings text-embedding-004]',
    'user: trout',
    'assistant: embeddings {"vectors":1,"dimensions":2}',
  ])
})
