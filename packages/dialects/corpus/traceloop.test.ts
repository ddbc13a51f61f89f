import { expect, test } from 'vitest'
import { flattened, graph, vectors } from './traceloop.ts'
import { questionAndAnswer, readingsOf, transcript } from './transcript.ts'

test('flattened prompts and completions read as a conversation, broken arguments stay as they are', () => {
  expect(transcript(flattened)).toEqual([
    '[workflow]',
    'user: ducks',
    'assistant: A duck walks into a bar.',
    '[model gpt-4o-mini]',
    'system: You tell jokes.',
    'user: A joke about this?',
    'user: <image  uri>',
    'assistant: calls jokes {"topic": "ducks" #call_1',
    '[tool jokes]',
    'takes {"topic":"ducks"}',
    'gives ["A duck walks into a bar."]',
    '[model claude-haiku-4-5]',
    'user: Is it funny?',
    'tool: result ["A duck walks into a bar."] #call_1',
    'assistant: (reasoning) Ducks do not walk into bars.',
    'assistant: A little.',
  ])
  expect(questionAndAnswer(flattened)).toEqual({ question: 'ducks', answer: 'A duck walks into a bar.' })
  const [workflow, call] = readingsOf(flattened)
  expect(workflow).toMatchObject({ session: 'jokes-1', user: 'u-5' })
  expect(call).toMatchObject({
    usage: { input: 33, output: 11, total: 44 },
    settings: { temperature: 0.9 },
    tools: { tools: [{ name: 'jokes', description: 'Finds jokes' }] },
    finishReasons: ['tool_calls'],
  })
  expect(call!.output.messages[0]!.parts[0]).toMatchObject({ broken: { line: 1, column: 18 } })
})

test('the documents of a vector database and the conventions’ attributes are read', () => {
  expect(transcript(vectors)).toEqual([
    '[workflow]',
    'user: Do otters hold hands?',
    'assistant: They do, asleep.',
    '[retrieval]',
    'finds Otters sleep hand in hand. (0.2)',
    '[model gpt-5-nano]',
    'user: Do otters hold hands?',
    'assistant: (refusal) No comment.',
    'assistant: They do, asleep.',
  ])
})

test('the answer of a graph is what came after the question', () => {
  expect(transcript(graph)).toEqual([
    '[workflow]',
    'user: A cabin in June?',
    'assistant: Cabin four is free.',
    '[step]',
    'user: data {"month":"June"}',
    'user: Cabins in June?',
    '[step]',
    'user: data {"month":"June"}',
    'assistant: four',
  ])
  expect(questionAndAnswer(graph)).toEqual({ question: 'A cabin in June?', answer: 'Cabin four is free.' })
})
