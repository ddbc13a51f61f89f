import { expect, test } from 'vitest'
import { agentFramework, semanticKernel } from './microsoft.ts'
import { questionAndAnswer, readingsOf, transcript } from './transcript.ts'

test('Semantic Kernel’s events are the conversation, calls beside the message too', () => {
  expect(transcript(semanticKernel)).toEqual([
    '[model gpt-4o]',
    'system: You water plants.',
    'user: Is the fern dry?',
    'assistant: calls moisture {"plant":"fern"} #k1',
    '[agent Gardener]',
    'user: Is the fern dry?',
    'assistant: Very dry.',
  ])
})

test('Agent Framework’s log records with parts are the conversation', () => {
  expect(transcript(agentFramework)).toEqual([
    '[workflow]',
    '[model gpt-5]',
    'user: Water the cactus?',
    'assistant: Please do not.',
  ])
  expect(questionAndAnswer(agentFramework)).toEqual({ question: 'Water the cactus?', answer: 'Please do not.' })
  expect(readingsOf(agentFramework)[1]!.finishReasons).toEqual(['stop'])
})
