import { expect, test } from 'vitest'
import { chatAttributes, type EventOptions, liveEvent, said } from '../../test/events.ts'
import { addedTokens, conversationsOf, type ConversationThread, figuresOf } from './conversations.ts'
import { SpanStore } from './span-store.ts'
import { CONTENT_READER } from './content-reader.ts'
import { useReader } from './reading.ts'

useReader(CONTENT_READER)

interface Call {
  readonly trace: string
  readonly start: number
  readonly input: readonly unknown[]
  readonly output?: string
  readonly more?: Record<string, unknown>
  readonly parent?: string
}

function threadsOf(...calls: readonly Call[]): readonly ConversationThread[] {
  const store = new SpanStore()
  for (const [index, { trace, start, input, output = 'Yes.', more, parent }] of calls.entries()) {
    const event: EventOptions = {
      traceId: trace.repeat(32),
      spanId: `s${index}`,
      name: 'chat gpt-5-mini',
      start,
      end: start + 100,
      attributes: { ...chatAttributes({ input, output: [said('assistant', output)] }), ...more },
      ...(parent !== undefined && { parent }),
    }
    store.receive(liveEvent(event), 'page')
  }
  return conversationsOf(store.traces)
}

const questions = (thread: ConversationThread): string[] => thread.turns.map(({ question }) => question)
const named = { 'gen_ai.conversation.id': 'c1' }

test('traces that share a conversation id are its turns, in order', () => {
  const threads = threadsOf(
    { trace: 'b', start: 1000, input: [said('user', 'Second?')], more: named },
    { trace: 'a', start: 0, input: [said('user', 'First?')], more: named },
    { trace: 'c', start: 500, input: [said('user', 'Elsewhere?')], more: { 'gen_ai.conversation.id': 'c2' } },
  )
  expect(threads.map(({ id }) => id)).toEqual(['c1', 'c2'])
  expect(questions(threads[0]!)).toEqual(['First?', 'Second?'])
})

test('a call that continues a response by its id belongs to the conversation of that response', () => {
  const threads = threadsOf(
    { trace: 'a', start: 0, input: [said('user', 'First?')], more: { 'gen_ai.response.id': 'resp_1' } },
    {
      trace: 'b',
      start: 1000,
      input: [said('user', 'Second?')],
      more: { 'gen_ai.request.previous_response.id': 'resp_1' },
    },
  )
  expect(threads.map(questions)).toEqual([['First?', 'Second?']])
})

test('a call whose messages begin with all that was said before continues the conversation', () => {
  const first = said('user', 'First?')
  const threads = threadsOf(
    { trace: 'a', start: 0, input: [first], output: 'One.' },
    { trace: 'b', start: 1000, input: [first, said('assistant', 'One.'), said('user', 'Second?')] },
    { trace: 'c', start: 2000, input: [first, said('assistant', 'Another.'), said('user', 'Not the same?')] },
  )
  expect(threads.map(questions)).toEqual([['Not the same?'], ['First?', 'Second?']])
})

test('the calls of an agent for one question are one turn', () => {
  const ask = said('user', 'Why?')
  const threads = threadsOf(
    { trace: 'a', start: 0, input: [ask], more: named },
    { trace: 'a', start: 200, input: [ask, said('assistant', 'Yes.'), said('tool', 'found')], more: named },
  )
  expect(threads[0]!.turns.map(({ calls }) => calls.length)).toEqual([2])
})

test('a turn says what it added to the context of the turn before', () => {
  const first = said('user', 'x'.repeat(400))
  const tokens = (input: number): Record<string, unknown> => ({ ...named, 'gen_ai.usage.input_tokens': input })
  const [thread] = threadsOf(
    { trace: 'a', start: 0, input: [first], output: 'y'.repeat(200), more: tokens(100) },
    {
      trace: 'b',
      start: 1000,
      input: [first, said('assistant', 'y'.repeat(200)), said('user', 'z'.repeat(200))],
      more: tokens(200),
    },
  )
  const [before, now] = thread!.turns.map(figuresOf)
  expect(now!.contextTotal).toBe(200)
  expect(addedTokens(now!, before)).toEqual({ user: 50, assistant: 50 })
})
