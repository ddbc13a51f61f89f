import { expect, test } from 'vitest'
import { foundry, inference, realtime } from './azure.ts'
import { readingsOf, transcript } from './transcript.ts'

test('messages as sent are the conversation', () => {
  expect(transcript(inference)).toEqual(['[model phi-4]', 'user: Is the shop open?', 'assistant: Until six.'])
})

test('events named after attributes are the conversation, threads are sessions', () => {
  expect(transcript(foundry)).toEqual([
    '[step]',
    '[model gpt-5]',
    'system: Sell apples.',
    'user: Any pears?',
    'assistant: calls stock {"of":"pears"} #az1',
    'tool: result none #az1',
  ])
  expect(readingsOf(foundry).map(({ session }) => session)).toEqual(['thread-1', 'conv-3'])
})

test('bodies of events may be wrapped, or empty where nothing is captured', () => {
  expect(transcript(realtime)).toEqual([
    '[model gpt-realtime]',
    'system: Sell pears.',
    'assistant: Pears today.',
    '[agent Seller]',
  ])
})
