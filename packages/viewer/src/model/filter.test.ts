import { expect, test } from 'vitest'
import { chatAttributes, type EventOptions, liveEvent, said, T0, TRACE } from '../../test/events.ts'
import { readFilter } from './filter.ts'
import { SpanStore } from './span-store.ts'

function matching(text: string, ...spans: EventOptions[]): string[] {
  const store = new SpanStore()
  for (const span of spans) store.receive(liveEvent(span), 'page')
  const filter = readFilter(text)!
  return store
    .trace(TRACE)!
    .spans.filter((span) => filter.matches(span, T0 + 5000))
    .map((span) => span.spanId)
}

const SPANS: EventOptions[] = [
  { spanId: 'fast', end: 100, attributes: chatAttributes({ input: [said('user', 'Which mountain is highest?')] }) },
  {
    spanId: 'slow',
    end: 3000,
    service: 'claims-api',
    attributes: { 'gen_ai.request.model': 'gpt-5', 'db.system': 'postgresql' },
  },
  { spanId: 'failed', end: 200, status: { code: 2, message: 'quota exceeded' } },
  { spanId: 'open' },
]

test.each([
  ['mountain', ['fast']],
  ['"which mountain"', ['fast']],
  ['MOUNTAIN highest', ['fast']],
  ['error', ['failed']],
  ['quota', ['failed']],
  ['running', ['open']],
  ['>2s', ['slow', 'open']],
  ['<150ms', ['fast']],
  ['model=gpt-5', ['fast', 'slow']],
  ['model=mini', ['fast']],
  ['service=claims', ['slow']],
  ['db.system=postgres', ['slow']],
  ['name="span op"', ['open']],
  ['-error -running', ['fast', 'slow']],
  ['model=gpt >2s', ['slow']],
])('%s finds %j', (text, expected) => {
  expect(matching(text, ...SPANS)).toEqual(expected)
})

test('an empty box is no filter', () => {
  expect(readFilter('')).toBeUndefined()
  expect(readFilter('  "" ')).toBeUndefined()
})

test.each(['(', '[', '\\', '>', '<', '=', '-', '--', '"', 'a="', '>99999999999s', '.=.', '-""'])(
  '%s does not throw',
  (text) => {
    expect(() => (readFilter(text) ? matching(text, ...SPANS) : [])).not.toThrow()
  },
)
