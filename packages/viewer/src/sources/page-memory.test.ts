import { expect, test } from 'vitest'
import { chatAttributes, type EventOptions, liveEvent, said } from '../../test/events.ts'
import { SpanStore } from '../model/span-store.ts'
import { PageMemory } from './page-memory.ts'
import { CONTENT_READER } from '../model/content-reader.ts'
import { useReader } from '../model/reading.ts'

useReader(CONTENT_READER)

const chat = (letter: string, question: string, start: number, more: Record<string, unknown> = {}): EventOptions => ({
  traceId: letter.repeat(32),
  spanId: `${letter}1`,
  name: 'chat gpt-5-mini',
  start,
  end: start + 900,
  attributes: {
    ...chatAttributes({ input: [said('user', question)], output: [said('assistant', 'Answer')] }),
    'gen_ai.conversation.id': 'c1',
    ...more,
  },
})

function memoryOf(...events: EventOptions[]): PageMemory {
  const store = new SpanStore()
  for (const event of events) store.receive(liveEvent(event), 'page')
  return new PageMemory(store)
}

test('the list has the newest trace first, a page at a time', async () => {
  const memory = memoryOf(chat('a', 'First?', 0), chat('b', 'Second?', 2000), chat('c', 'Third?', 4000))
  const first = await memory.list({ limit: 2 })
  expect([first.total, first.traces.map(({ traceId }) => traceId[0])]).toEqual([3, ['c', 'b']])
  const second = await memory.list({ limit: 2, before: first.traces[1]!.start })
  expect(second.traces.map(({ traceId, modelCalls, spans }) => [traceId[0], modelCalls, spans])).toEqual([['a', 1, 1]])
  expect((await memory.list({ filter: 'second' })).traces.map(({ traceId }) => traceId[0])).toEqual(['b'])
})

test('a trace comes as events that another store reads whole', async () => {
  const memory = memoryOf(chat('a', 'First?', 0))
  const copy = new SpanStore()
  for (const event of await memory.trace('a'.repeat(32))) copy.receive(event, 'receiver')
  expect(copy.trace('a'.repeat(32))!.byId.get('a1')!.attributes.get('gen_ai.conversation.id')).toBe('c1')
  expect(await memory.trace('f'.repeat(32))).toEqual([])
})

test('a conversation is its traces, the earliest first', async () => {
  const other = { 'gen_ai.conversation.id': 'c2' }
  const memory = memoryOf(chat('a', 'First?', 0), chat('b', 'Other?', 2000, other), chat('c', 'Third?', 4000))
  expect((await memory.conversation('c1')).map(({ traceId }) => traceId[0])).toEqual(['a', 'c'])
})

test('a search says where a text stands', async () => {
  const memory = memoryOf(chat('a', 'Where is the lighthouse?', 0), chat('b', 'Nothing', 2000))
  const { hits, total } = await memory.search({ text: 'LIGHTHOUSE' })
  expect([total, hits[0]!.place, hits[0]!.match]).toEqual([1, 'question', 'lighthouse'])
  expect(hits[0]!.before).toContain('Where is the')
})
