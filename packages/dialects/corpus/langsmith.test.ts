import { expect, test } from 'vitest'
import { chain, openai } from './langsmith.ts'
import { questionAndAnswer, readingsOf, transcript } from './transcript.ts'

test('serialised messages of LangChain read as a conversation, each call once', () => {
  expect(transcript(chain)).toEqual([
    '[step]',
    'user: Which bridge is the longest?',
    'assistant: The one of Danyang.',
    '[model gpt-4o]',
    'system: You build bridges.',
    'user: Which bridge is the longest?',
    'assistant: calls bridges {"by":"length"} #b1',
    'tool: result of bridges Danyang #b1',
    'assistant: The one of Danyang.',
    '[retrieval]',
    'searches long bridges',
    'finds Danyang: 164 km',
  ])
  expect(questionAndAnswer(chain)).toEqual({ question: 'Which bridge is the longest?', answer: 'The one of Danyang.' })
  const [outer, call] = readingsOf(chain)
  expect(outer!.session).toBe('thread-8')
  expect(call!.usage).toMatchObject({ input: 31, output: 6, cached: 16 })
})

test('a chat completion’s body is read with its usage', () => {
  expect(transcript(openai)).toEqual([
    '[model gpt-5-mini]',
    'user: Say moo',
    'assistant: Moo',
    '[tool bridges]',
    `takes {"input":"{'by': 'length'}"}`,
    'gives {"output":"Danyang"}',
  ])
  expect(readingsOf(openai)[0]!.usage).toMatchObject({ input: 8, output: 2, reasoning: 1 })
})
