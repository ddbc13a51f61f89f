import { expect, test } from 'vitest'
import { agentCore, details, messageEvents } from './strands.ts'
import { questionAndAnswer, readingsOf, transcript } from './transcript.ts'

test('Bedrock’s content blocks in events read as a conversation', () => {
  expect(transcript(messageEvents)).toEqual([
    '[agent Ranger]',
    'user: Is the trail open?',
    'assistant: It is open.',
    '[step]',
    '[model claude-on-bedrock]',
    'system: You guard a park.',
    'user: Is the trail open?',
    'assistant: (reasoning) Ask the station.',
    'assistant: calls trail_status {"id":7} #st1',
    '[tool trail_status]',
    'takes {"id":7}',
    'gives open',
    '[model claude-on-bedrock]',
    'tool: result open #st1',
    'assistant: It is open.',
  ])
  expect(questionAndAnswer(messageEvents)).toEqual({ question: 'Is the trail open?', answer: 'It is open.' })
  const [agent, , call] = readingsOf(messageEvents)
  expect(agent).toMatchObject({ session: 'trail-2', repeatsUsage: true, tools: { tools: [{ name: 'trail_status' }] } })
  expect(call!.usage).toMatchObject({ input: 28, cached: 8 })
})

test('details that come one key an event are one conversation', () => {
  expect(transcript(details)).toEqual(['[model nova]', 'system: Be brief.', 'user: Bears?', 'assistant: None today.'])
})

test('AgentCore’s log record is the conversation', () => {
  expect(transcript(agentCore)).toEqual(['[model nova]', 'user: Any elk?', 'assistant: Three.'])
})
