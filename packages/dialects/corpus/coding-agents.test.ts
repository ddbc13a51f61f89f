import { expect, test } from 'vitest'
import { allDialects } from '../src/all.ts'
import { readLogs, type GenAiLog, type LogConversation } from '../src/index.ts'
import {
  claudeCodeBodies,
  claudeCodeLines,
  claudeCodeSpans,
  codexLogs,
  geminiLogs,
  geminiSpans,
} from './coding-agents.ts'
import { readingsOf, speech, transcript } from './transcript.ts'

function session(logs: readonly GenAiLog[]): LogConversation {
  const conversations = readLogs(logs, { dialects: allDialects })
  expect(conversations).toHaveLength(1)
  return conversations[0]!
}

test('a session of Claude Code is a conversation with its tools, its tokens and its cost', () => {
  const conversation = session(claudeCodeLines)
  expect(speech(conversation)).toEqual([
    'user: Fix the test',
    'assistant: calls Bash {"command":"npm test"} #t1',
    'tool: result of Bash done #t1',
  ])
  expect(conversation).toMatchObject({
    dialect: 'claude-code',
    session: 'cc-1',
    user: 'dev@example.test',
    model: 'claude-opus-5',
    usage: { input: 46, output: 22, cached: 30, cacheWritten: 5 },
    cost: { total: 0.03 },
  })
})

test('the bodies of Claude Code’s requests are the whole conversation', () => {
  expect(speech(session(claudeCodeBodies))).toEqual([
    'system: You code.',
    'user: Fix the test',
    'assistant: calls Bash {"command":"npm test"} #t1',
    'tool: result ok #t1',
    'assistant: It passes.',
  ])
})

test('Claude Code’s spans are an agent, its calls and its tools', () => {
  expect(transcript(claudeCodeSpans)).toEqual([
    '[agent]',
    'user: Fix the test',
    '[model claude-opus-5]',
    'assistant: I run it.',
    '[tool Bash]',
    'takes npm test',
    'gives ok',
  ])
  expect(readingsOf(claudeCodeSpans)[1]!.usage).toMatchObject({ input: 40, output: 4, cached: 30 })
})

test('a session of Codex has prompts and tools, and says that answers are not exported', () => {
  const conversation = session(codexLogs)
  expect(speech(conversation)).toEqual([
    'user: Rename it',
    'assistant: calls shell {"cmd":"mv a b"} #x1',
    'tool: result of shell moved #x1',
  ])
  expect(conversation).toMatchObject({
    model: 'gpt-5-codex',
    usage: { input: 100, output: 7, cached: 60, reasoning: 3 },
  })
  expect(conversation.note).toMatch(/does not export/)
})

test('a session of Gemini CLI counts each answer once', () => {
  const conversation = session(geminiLogs)
  expect(speech(conversation)).toEqual([
    'user: List files',
    'assistant: calls ls {"path":"."}',
    'tool: error of ls denied',
    'assistant: I may not.',
  ])
  expect(conversation.usage).toMatchObject({ input: 50, output: 10, reasoning: 4 })
})

test('Gemini CLI’s spans hold any JSON', () => {
  expect(transcript(geminiSpans)).toEqual([
    '[model gemini-2.5-pro]',
    'user: List files',
    'assistant: Two.',
    '[tool ls]',
    'takes {"path":"."}',
    'gives {"files":2}',
  ])
})
