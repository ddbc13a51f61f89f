import { expect, test } from 'vitest'
import { chatAttributes, type EventOptions, liveEvent, said, TRACE } from '../../test/events.ts'
import { CONTENT_READER } from './content-reader.ts'
import { failureOf } from './failure.ts'
import { roleOf } from './role.ts'
import type { Span } from './span.ts'
import { SpanStore } from './span-store.ts'
import { useReader } from './reading.ts'
import { rowTextOf } from './subtitle.ts'
import { brokenOff } from './stream-outcome.ts'
import { mostTelling, summaryOf } from './trace-summary.ts'

useReader(CONTENT_READER)

function spanOf(options: Partial<EventOptions>): Span {
  const store = new SpanStore()
  store.receive(liveEvent({ spanId: 'a', end: 10, ...options }), 'page')
  return store.trace(TRACE)!.byId.get('a')!
}

test.each<[string, Partial<EventOptions>, string, string, string]>([
  [
    'a call of a model',
    {
      name: 'chat gpt-5-mini',
      attributes: chatAttributes({ input: [said('system', 'Be brief.'), said('user', 'Why is the sky\n blue?')] }),
    },
    'model',
    'chat gpt-5-mini',
    '“Why is the sky blue?”',
  ],
  [
    'a call after a tool',
    {
      name: 'chat',
      attributes: chatAttributes({
        input: [
          said('user', 'x'),
          said('assistant', { type: 'tool_call', id: 'c', name: 'search' }),
          said('tool', { type: 'tool_call_response', id: 'c', response: 1 }),
        ],
      }),
    },
    'model',
    'chat',
    'after search',
  ],
  [
    'a call that was answered',
    {
      name: 'chat gpt-5-mini',
      attributes: chatAttributes({
        input: [said('user', 'Why?')],
        output: [said('assistant', '### Because\n**of** it.')],
      }),
    },
    'model',
    '“Because of it.”',
    '',
  ],
  [
    'a call that called tools',
    {
      name: 'chat gpt-5-mini',
      attributes: chatAttributes({
        output: [said('assistant', ...['a', 'b', 'b'].map((name, id) => ({ type: 'tool_call', id: `${id}`, name })))],
      }),
    },
    'model',
    'a, b twice',
    '',
  ],
  [
    'a tool',
    {
      name: 'execute_tool search',
      attributes: {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': 'search',
        'gen_ai.tool.call.arguments': '{"query":"flu trial","limit":3}',
      },
    },
    'tool',
    'search',
    'query “flu trial” · limit 3',
  ],
  [
    'a request',
    {
      name: 'HTTP POST',
      kind: 3,
      attributes: { 'http.request.method': 'POST', 'url.full': 'https://api.test/v1/x?y=1#z' },
    },
    'client',
    '/v1/x?y=1',
    'POST',
  ],
  ['a server', { name: 'POST /v1/x', kind: 2, service: 'claims-api' }, 'server', '/v1/x', 'POST'],
  [
    'a function',
    { name: 'assess', attributes: { 'operation.claims_count': 3, 'code.function.name': 'assess' } },
    'function',
    'assess',
    'claims_count 3',
  ],
  ['a click', { name: 'click Check the claims' }, 'interaction', 'Check the claims', ''],
  [
    'a tool id on a request makes no tool of it',
    { name: 'GET', kind: 3, attributes: { 'http.request.method': 'GET', 'gen_ai.tool.call.id': 'c' } },
    'client',
    'GET',
    '',
  ],
])('%s is named so that a person recognises it', (_, options, role, title, subtitle) => {
  const span = spanOf(options)
  expect(roleOf(span)).toBe(role)
  expect(rowTextOf(span)).toMatchObject({ title, subtitle })
})

test('of prompts that are made from one template, the subtitle shows where they part', () => {
  const ask = (claim: string): Span =>
    spanOf({
      attributes: chatAttributes({
        input: [said('user', `Judge the following claim by its context.\nClaim: ${claim}`)],
      }),
    })
  expect(rowTextOf(ask('Honey keeps.'), ask('Sound is slow.')).subtitle).toBe('“…Honey keeps.”')
  expect(rowTextOf(ask('Honey keeps.'), ask('Honey is sweet.')).subtitle).toBe('“…keeps.”')
  expect(rowTextOf(ask('Honey keeps.'), ask('Honey keeps.')).subtitle).toBe(
    '“Judge the following claim by its context. Claim: Honey keeps.”',
  )
  expect(rowTextOf(ask('Honey keeps.')).subtitle).toContain('“Judge the following')
})

test.each<[Partial<EventOptions>, string, number | undefined]>([
  [{ attributes: { 'error.type': '429' } }, 'rate limited', 429],
  [{ attributes: { 'error.type': 'APIConnectionTimeoutError' } }, 'connection timeout error', undefined],
  [{ attributes: { 'error.type': 'insufficient_quota' } }, 'insufficient quota', undefined],
  [{ attributes: { 'error.type': 'server_error' } }, 'server error', undefined],
  [{ attributes: { 'error.type': 'RateLimitError', 'http.response.status_code': 429 } }, 'rate limited', 429],
  [{ attributes: { 'error.type': 'APIUserAbortError' } }, 'aborted', undefined],
  [{ status: { code: 2, message: 'no' } }, 'failed', undefined],
])('a failure %j is put in words', (options, words, code) => {
  expect(failureOf(spanOf(options))).toMatchObject({ words, code })
})

test('the API’s own words are shown where the live feed brings them', () => {
  const attributes = { 'error.type': 'server_error', 'error.message': 'The server had an error.' }
  expect(failureOf(spanOf({ attributes, status: { code: 2, message: 'server_error' } }))!.message).toBe(
    'The server had an error.',
  )
  expect(failureOf(spanOf({ status: { code: 2, message: 'server_error' } }))!.message).toBe('server_error')
})

test('a trace is named by its root, and says what failed most tellingly', () => {
  const store = new SpanStore()
  store.receive(liveEvent({ spanId: 'r', name: 'click Ask', end: 100 }), 'page')
  store.receive(liveEvent({ spanId: 'h', parent: 'r', kind: 3, end: 50, status: { code: 2 }, start: 1 }), 'page')
  store.receive(
    liveEvent({
      spanId: 'm',
      parent: 'r',
      start: 2,
      end: 60,
      attributes: { ...chatAttributes(), 'error.type': '429', 'gen_ai.usage.input_tokens': 7 },
    }),
    'page',
  )
  const trace = store.trace(TRACE)!
  expect(summaryOf(trace, 0)).toMatchObject({
    name: 'Ask',
    usage: { input: 7, output: 0 },
    recovered: true,
    failure: { words: 'rate limited' },
  })
  expect(mostTelling(trace)!.spanId).toBe('m')
})

/** As core ends a stream that the app left by `break`, or that nobody read. */
const stream = (outcome: string, more: Record<string, unknown> = {}): Partial<EventOptions> => ({
  attributes: {
    ...chatAttributes({ input: [said('user', 'Why?')] }),
    'gen_ai.response.finish_reasons': ['error'],
    'spanlit.stream.outcome': outcome,
    ...more,
  },
})

test.each<[string, Partial<EventOptions>, string | undefined]>([
  ['cancelled by the app', stream('cancelled'), 'cancelled by the app'],
  ['never read', stream('abandoned'), 'never read'],
  ['dropped in its middle', stream('abandoned', { 'gen_ai.response.time_to_first_chunk': 0.1 }), 'not read to its end'],
  ['read to its end', stream('completed'), undefined],
  ['failed', { ...stream('failed', { 'error.type': 'APIConnectionError' }), status: { code: 2 } }, 'connection error'],
])('a stream that was %s is called so in its row and in the list', (_, options, words) => {
  const store = new SpanStore()
  store.receive(liveEvent({ spanId: 'root', name: 'root', end: 20 }), 'page')
  store.receive(liveEvent({ spanId: 'a', parent: 'root', end: 10, ...options }), 'page')
  const trace = store.trace(TRACE)!
  const span = trace.byId.get('a')!
  const { failure, brokenOff: inList } = summaryOf(trace, 0)
  expect(rowTextOf(span)).toMatchObject({ subtitle: '“Why?”', outcome: words ?? '' })
  expect(failure?.words ?? inList).toBe(words)
  expect(brokenOff(span)).toBe(failure ? undefined : words)
})
