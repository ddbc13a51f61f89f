import { expect, test } from 'vitest'
import { agent, both, rag } from './openinference.ts'
import { questionAndAnswer, readingsOf, transcript } from './transcript.ts'

test('an agent with a retriever, an image and a tool reads as a conversation', () => {
  expect(transcript(agent)).toEqual([
    '[agent Librarian]',
    'user: Who wrote the poem about a raven?',
    'assistant: Edgar Allan Poe wrote it.',
    '[retrieval]',
    'searches poem raven',
    'finds The Raven, 1845. (0.82)',
    'finds Ravens of the North.',
    'finds Birds, volume 10.',
    '[model gpt-4o]',
    'system: You are a librarian.',
    'user: Who wrote the poem on this page?',
    'user: <image image/png data>',
    'assistant: calls look_up {"title":"The Raven"} #call_a',
    '[tool look_up]',
    'takes {"title":"The Raven"}',
    'gives {"author":"Edgar Allan Poe"}',
    '[model gpt-4o]',
    'user: Who wrote the poem on this page?',
    'assistant: calls look_up {"title":"The Raven"} #call_a',
    'tool: result {"author":"Edgar Allan Poe"} #call_a',
    'assistant: (reasoning) The tool knows.',
    'assistant: Edgar Allan Poe.',
  ])
  expect(questionAndAnswer(agent)).toEqual({
    question: 'Who wrote the poem about a raven?',
    answer: 'Edgar Allan Poe wrote it.',
  })
  const [outer, , call, , last] = readingsOf(agent)
  expect(outer).toMatchObject({ session: 'session-3', user: 'reader-1' })
  expect(call).toMatchObject({
    provider: 'openai',
    usage: { input: 90, output: 12, total: 102, cached: 30 },
    cost: { total: 0.0012 },
    settings: { temperature: 0.2, 'max tokens': 300 },
    tools: { tools: [{ name: 'look_up', description: 'Looks up a title' }] },
  })
  expect(last!.scores).toEqual([{ name: 'correct', score: 1, label: 'yes', explanation: undefined }])
})

test('chains, embeddings, rerankers and completions read as what they are', () => {
  expect(transcript(rag)).toEqual([
    '[step]',
    'user: data {"question":"When do storks leave?","k":2}',
    'assistant: In August.',
    '[embeddings text-embedding-3-small]',
    'user: When do storks leave?',
    '[rerank rerank-1]',
    'searches stork departure',
    'finds Storks leave in August. (0.9)',
    '[model gpt-3.5-turbo-instruct]',
    'user: Storks leave in August. When do storks leave?',
    'assistant: In August.',
  ])
  expect(questionAndAnswer(rag)).toEqual({ question: 'When do storks leave?', answer: 'In August.' })
})

test('messages without parts give way to those that say something', () => {
  expect(transcript(both)).toEqual(['[model]', 'user: Any storks?', 'assistant: Two.'])
})
