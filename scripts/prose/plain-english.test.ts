import { expect, test } from 'vitest'
import { problemOf, visibleText } from './plain-english.ts'

test.each([
  'Spans are exported every second (every 500 ms in a page).',
  'What should I do if no spans arrive?',
  'By default nothing is captured.',
  'Of course the call itself goes on.',
  'The collector logs each refused sender once.',
])('a plain sentence passes: %s', (sentence) => {
  expect(problemOf(sentence)).toBeUndefined()
})

test.each([
  ['Of a batch that has been taken in part nothing may be sent twice.', 'begins with "Of"'],
  ['As many unread results are waited for, and for so many rounds.', 'begins with "As many"'],
  ['What is over ends as abandoned.', 'begins with "What"'],
  ['Whom it refuses it says in its log, each once.', 'unusual order'],
  ['A batch that is on its way is waited for.', 'is exported'],
  [`The collector ${'and the viewer '.repeat(15)}are one.`, 'words; split it'],
])('a sentence that has to be read twice is reported: %s', (sentence, problem) => {
  expect(problemOf(sentence)).toContain(problem)
})

test('marks of Markdown are no words, and code is one word', () => {
  expect(visibleText('The **first** [link](https://example.com/a b) runs `pnpm run all the tests`.')).toBe(
    'The first link runs code.',
  )
})
