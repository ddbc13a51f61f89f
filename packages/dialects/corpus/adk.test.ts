import { expect, test } from 'vitest'
import { agent, uncaptured } from './adk.ts'
import { questionAndAnswer, readingsOf, transcript } from './transcript.ts'

test('Gemini’s request and response in snake case read as a conversation', () => {
  expect(transcript(agent)).toEqual([
    '[workflow]',
    '[agent concierge]',
    '[model gemini-2.5-pro]',
    'system: You are a concierge.',
    'user: A table for two?',
    'assistant: calls book_table {"seats":2} #f1',
    'tool: result of book_table {"at":"19:00"} #f1',
    'assistant: (reasoning) Easy.',
    'assistant: At seven.',
    '[tool book_table]',
    'takes {"seats":2}',
    'gives {"at":"19:00"}',
  ])
  expect(questionAndAnswer(agent)).toMatchObject({ question: 'A table for two?' })
  expect(readingsOf(agent)[2]).toMatchObject({
    session: 'visit-1',
    usage: { input: 40, output: 8, reasoning: 3 },
    tools: { tools: [{ name: 'book_table' }] },
    settings: { temperature: 0.3 },
  })
})

test('content that was not captured is said to be missing', () => {
  expect(transcript(uncaptured)).toEqual(['[model gemini-2.5-pro]'])
  expect(readingsOf(uncaptured)[0]!.missing).toMatchObject({ reason: 'not captured', of: ['input', 'output'] })
})
