import { expect, test } from 'vitest'
import { chatAttributes, liveEvent } from '../../test/events.ts'
import { Selection } from './selection.ts'
import { SpanStore } from './span-store.ts'
import { CONTENT_READER } from './content-reader.ts'
import { useReader } from './reading.ts'

useReader(CONTENT_READER)

function withTrace(store: SpanStore, traceId: string, start: number): void {
  store.receive(liveEvent({ traceId, spanId: 'root', start, end: start + 9 }), 'page')
  store.receive(
    liveEvent({ traceId, spanId: 'chat', parent: 'root', start: start + 1, attributes: chatAttributes() }),
    'page',
  )
}

test('until somebody chooses, the newest trace and its call of a model are shown', () => {
  const store = new SpanStore()
  const selection = new Selection()
  for (const [traceId, start] of [
    ['first', 0],
    ['second', 100],
  ] as const) {
    withTrace(store, traceId, start)
    selection.settle(store)
    expect([selection.traceId, selection.spanId]).toEqual([traceId, 'chat'])
  }
})

test('what was chosen stays, however much arrives, until following is asked for', () => {
  const store = new SpanStore()
  const selection = new Selection()
  withTrace(store, 'first', 0)
  selection.settle(store)
  selection.chooseSpan('root', true)
  withTrace(store, 'second', 100)
  selection.settle(store)
  expect([selection.traceId, selection.spanId, selection.page]).toEqual(['first', 'root', 'detail'])
  selection.follow(true)
  selection.settle(store)
  expect([selection.traceId, selection.spanId, selection.page]).toEqual(['second', 'chat', 'tree'])
})

test('another trace begins with the span that says most of it', () => {
  const store = new SpanStore()
  const selection = new Selection()
  withTrace(store, 'first', 0)
  withTrace(store, 'second', 100)
  selection.settle(store)
  selection.chooseSpan('root')
  selection.chooseTrace('first', true)
  selection.settle(store)
  expect([selection.traceId, selection.spanId, selection.page, store.pinned]).toEqual([
    'first',
    'chat',
    'tree',
    'first',
  ])
})
