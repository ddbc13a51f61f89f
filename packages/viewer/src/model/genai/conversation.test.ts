import { expect, test } from 'vitest'
import { chatAttributes, type EventOptions, liveEvent, said, TRACE } from '../../../test/events.ts'
import { SpanStore } from '../span-store.ts'
import { contextShares } from './context-share.ts'
import { type Conversation, conversationOf } from './conversation.ts'
import { CONTENT_READER } from '../content-reader.ts'
import { useReader } from '../reading.ts'

useReader(CONTENT_READER)

function conversation(spans: EventOptions[], of = 'a'): Conversation {
  const store = new SpanStore()
  for (const span of spans) store.receive(liveEvent(span), 'page')
  const trace = store.trace(TRACE)!
  return conversationOf(trace.byId.get(of)!, trace)
}

const call = { type: 'tool_call', id: 'c1', name: 'search', arguments: { query: 'flu' } }
const response = { type: 'tool_call_response', id: 'c1', response: { found: 3 } }

test('instructions, input and output follow each other', () => {
  const attributes = {
    ...chatAttributes({ input: [said('user', 'Hi')], output: [said('assistant', 'Hello')] }),
    'gen_ai.system_instructions': JSON.stringify([{ type: 'text', content: 'Be kind.' }]),
  }
  const { turns } = conversation([{ spanId: 'a', end: 9, attributes }])
  expect(
    turns.map((turn) => [turn.role, turn.origin, turn.parts.map(({ part }) => 'text' in part && part.text)]),
  ).toEqual([
    ['system', 'instructions', ['Be kind.']],
    ['user', 'input', ['Hi']],
    ['assistant', 'output', ['Hello']],
  ])
})

test('a text that stands in the place of messages is shown whole, also one that begins with a quotation', () => {
  const text = '"Yes" was the answer to "Is it?"'
  const attributes = { ...chatAttributes({}), 'gen_ai.output.messages': text }
  const { turns } = conversation([{ spanId: 'a', end: 9, attributes }])
  expect(turns.flatMap((turn) => turn.parts.map(({ part }) => 'text' in part && part.text))).toEqual([text])
})

test('a call of a tool and its result in the same messages are one card', () => {
  const input = [said('user', 'Look it up'), said('assistant', call), said('tool', response)]
  const { turns } = conversation([{ spanId: 'a', end: 9, attributes: chatAttributes({ input }) }])
  expect(turns.map((turn) => turn.role)).toEqual(['user', 'assistant'])
  expect(turns[1]!.parts[0]!.outcome).toEqual({ response: { found: 3 }, span: undefined })
})

test('the result is found in the span of the tool, with the same call id', () => {
  const { turns } = conversation([
    { spanId: 'a', end: 9, attributes: chatAttributes({ output: [said('assistant', call)] }) },
    {
      spanId: 't',
      start: 10,
      end: 20,
      attributes: {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.call.id': 'c1',
        'gen_ai.tool.call.result': '{"found":3}',
      },
    },
  ])
  expect(turns[0]!.parts[0]!.outcome).toMatchObject({ response: { found: 3 }, span: { spanId: 't' } })
})

test('the result is found in the input of a later call', () => {
  const { turns } = conversation([
    { spanId: 'a', end: 9, attributes: chatAttributes({ output: [said('assistant', call)] }) },
    {
      spanId: 'b',
      start: 30,
      end: 40,
      attributes: chatAttributes({ input: [said('assistant', call), said('tool', response)] }),
    },
  ])
  expect(turns[0]!.parts[0]!.outcome!.response).toEqual({ found: 3 })
})

test('what is streamed is shown as it arrives: reasoning, text, and a tool call with its arguments so far', () => {
  const deltas = [
    { kind: 'reasoning', choice: 0, text: 'hm' },
    { kind: 'text', choice: 0, text: 'Let me look.' },
    { kind: 'tool_call', choice: 0, callIndex: 0, callId: 'c1', name: 'search', text: '{"query":"f' },
  ]
  const { turns, waiting } = conversation([
    { spanId: 'a', attributes: chatAttributes() },
    { type: 'update', spanId: 'a', deltas },
  ])
  expect(waiting).toBe(false)
  expect(turns[0]!.parts.map(({ part, open }) => [part.type, open])).toEqual([
    ['reasoning', false],
    ['text', false],
    ['tool_call', true],
  ])
})

test('messages that were cut off are shown as far as they go, with a mark', () => {
  const whole = JSON.stringify([said('user', 'first'), said('user', 'second is long')])
  const attributes = { ...chatAttributes(), 'gen_ai.input.messages': whole.slice(0, -12) }
  const { turns, truncated } = conversation([{ spanId: 'a', end: 9, attributes }])
  expect(truncated).toBe(true)
  expect(turns).toHaveLength(2)
})

test('shapes that other senders write are understood', () => {
  const input = [
    { role: 'user', content: 'plain' },
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'c9', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }],
    },
    { role: 'tool', tool_call_id: 'c9', content: '{"b":2}' },
    {
      role: 'user',
      parts: [
        { type: 'hologram', depth: 3 },
        { type: 'blob', modality: 'image', mime_type: 'image/png', content: 'AA==' },
      ],
    },
    'only text',
    17,
  ]
  const { turns } = conversation([{ spanId: 'a', end: 9, attributes: chatAttributes({ input }) }])
  expect(turns.map((turn) => turn.parts.map(({ part }) => part.type))).toEqual([
    ['text'],
    ['tool_call'],
    ['other', 'media'],
    ['text'],
    ['other'],
  ])
  expect(turns[1]!.parts[0]).toMatchObject({ part: { arguments: { a: 1 } }, outcome: { response: { b: 2 } } })
})

test('an error stands at the end of the conversation', () => {
  const { failure } = conversation([
    {
      spanId: 'a',
      end: 9,
      attributes: { ...chatAttributes(), 'error.type': '429' },
      status: { code: 2, message: 'slow down' },
    },
  ])
  expect(failure).toMatchObject({ words: 'rate limited', code: 429, message: 'slow down' })
})

test('the input is shared out among its parts', () => {
  const store = new SpanStore()
  const input = [
    said('system', 'x'.repeat(100)),
    said('user', 'x'.repeat(300)),
    said('assistant', call),
    said('tool', { ...response, response: 'x'.repeat(100) }),
  ]
  store.receive(liveEvent({ spanId: 'a', end: 9, attributes: chatAttributes({ input }) }), 'page')
  const shares = contextShares(store.trace(TRACE)!.spans[0]!)
  expect(shares.map(({ part }) => part)).toEqual(['system', 'user', 'assistant', 'tool results'])
  expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1)
  expect(shares[1]!.share).toBeGreaterThan(0.5)
})
