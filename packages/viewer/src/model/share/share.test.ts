import { expect, test } from 'vitest'
import { chatAttributes, type EventOptions, liveEvent, said, T0, TRACE } from '../../../test/events.ts'
import { CONTENT_READER } from '../content-reader.ts'
import { otlpOf } from '../otlp.ts'
import { useReader } from '../reading.ts'
import type { Span, Trace } from '../span.ts'
import { SpanStore } from '../span-store.ts'
import { deepLinkOf, readDeepLink } from './deep-link.ts'
import { spanMarkdown, traceMarkdown } from './markdown.ts'
import { redactedTrace } from './redact.ts'
import { requestBodyOf } from './request-body.ts'
import { curlOf, openaiNodeOf, openaiPythonOf } from './snippets.ts'

useReader(CONTENT_READER)

function traceOf(...events: EventOptions[]): Trace {
  const store = new SpanStore()
  for (const event of events) store.receive(liveEvent(event), 'page')
  return store.trace(TRACE)!
}

const call = { type: 'tool_call', id: 'c1', name: 'search', arguments: { query: 'flu' } }

function chat(more: Record<string, unknown> = {}): Span {
  return traceOf({
    spanId: 'a',
    name: 'chat gpt-5-mini',
    end: 900,
    attributes: {
      ...chatAttributes({
        input: [
          said('user', "Is it Bob's?"),
          said('assistant', call),
          said('tool', { type: 'tool_call_response', id: 'c1', response: { found: 3 } }),
        ],
        output: [said('assistant', 'It is.')],
      }),
      'gen_ai.system_instructions': JSON.stringify([{ type: 'text', content: 'Be brief.' }]),
      'gen_ai.request.temperature': 0.2,
      'gen_ai.tool.definitions': JSON.stringify([{ type: 'function', name: 'search', parameters: { type: 'object' } }]),
      ...more,
    },
  }).spans[0]!
}

test('a chat completion is made again as the API takes it', () => {
  expect(requestBodyOf(chat())).toEqual({
    api: 'chat',
    body: {
      model: 'gpt-5-mini',
      temperature: 0.2,
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: "Is it Bob's?" },
        {
          role: 'assistant',
          tool_calls: [{ id: 'c1', type: 'function', function: { name: 'search', arguments: '{"query":"flu"}' } }],
        },
        { role: 'tool', tool_call_id: 'c1', content: '{"found":3}' },
      ],
      tools: [{ type: 'function', function: { name: 'search', parameters: { type: 'object' } } }],
    },
  })
})

test('a response is made again with its items', () => {
  const { api, body } = requestBodyOf(chat({ 'openai.api.type': 'responses' }))
  expect(api).toBe('responses')
  expect((body['input'] as { type?: string }[]).map(({ type }) => type)).toEqual([
    undefined,
    undefined,
    'function_call',
    'function_call_output',
  ])
})

test('a call is copied as a command and as code, with the key read from the environment', () => {
  const span = chat()
  expect(curlOf(span)).toContain('https://api.openai.com/v1/chat/completions')
  expect(curlOf(span)).toContain(String.raw`Is it Bob'\''s?`)
  expect(openaiNodeOf(span)).toContain('await client.chat.completions.create({\n  model: "gpt-5-mini"')
  expect(openaiPythonOf(span)).toContain('client.chat.completions.create(\n    model="gpt-5-mini",')
  for (const text of [curlOf(span), openaiNodeOf(span), openaiPythonOf(span)]) expect(text).toContain('OPENAI_API_KEY')
})

test('a trace as Markdown says what was asked, answered, and what failed', () => {
  const trace = traceOf(
    { spanId: 'r', name: 'click Ask', end: 1000 },
    {
      spanId: 'a',
      parent: 'r',
      name: 'chat',
      start: 1,
      end: 900,
      attributes: chatAttributes({ input: [said('user', 'Why?')], output: [said('assistant', 'Because.')] }),
    },
    {
      spanId: 't',
      parent: 'r',
      name: 'work',
      start: 2,
      end: 3,
      status: { code: 2, message: 'out of paper' },
      attributes: { 'error.type': 'PaperError' },
    },
  )
  const markdown = traceMarkdown(trace, T0)
  expect(markdown).toContain('# Why?')
  expect(markdown).toContain('**Answer:** Because.')
  expect(markdown).toContain('- Ask ·')
  expect(markdown).toContain('**work**: paper error out of paper')
})

test('a fence in Markdown is longer than those in what was said', () => {
  const span = traceOf({
    spanId: 'a',
    end: 5,
    attributes: {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'x',
      'gen_ai.tool.call.result': 'a\n```\nb',
    },
  }).spans[0]!
  expect(spanMarkdown(span)).toContain('````\na\n```\nb\n````')
})

test('a redacted copy has no content, no secret and no address, and the trace itself stays whole', () => {
  const trace = traceOf({
    spanId: 'a',
    name: 'chat',
    end: 5,
    status: { code: 2, message: 'refused for eve@example.com' },
    attributes: {
      ...chatAttributes({ input: [said('user', 'My secret plan')] }),
      'http.request.header.authorization': 'Bearer abc',
      'url.full': 'https://a.test/?key=12345&q=1',
      'gen_ai.usage.input_tokens': 12,
    },
  })
  const saved = JSON.stringify(otlpOf(redactedTrace(trace, { content: true, secrets: true, addresses: true })))
  expect(saved).not.toMatch(/secret plan|Bearer abc|12345|eve@example/)
  expect(saved).toContain('characters left out')
  expect(saved).toContain('"intValue":"12"')
  expect(JSON.stringify(otlpOf(trace))).toContain('My secret plan')
})

test('a link leads to a trace and a span, and leaves the hash of a page alone', () => {
  const traceId = 'ab'.repeat(16)
  const link = deepLinkOf('http://a.test/x#section', traceId, 'cd'.repeat(8))
  expect(link).toBe(`http://a.test/x#spanlit=${traceId}/${'cd'.repeat(8)}`)
  expect(readDeepLink(new URL(link).hash)).toEqual({ traceId, spanId: 'cd'.repeat(8) })
  expect(readDeepLink('#section')).toBeUndefined()
})
