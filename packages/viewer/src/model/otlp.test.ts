import { expect, test } from 'vitest'
import { liveEvent, T0, TRACE } from '../../test/events.ts'
import { otlpOf } from './otlp.ts'
import { SpanStore } from './span-store.ts'

interface Exported {
  resourceSpans: { resource: object; scopeSpans: { scope: object; spans: object[] }[] }[]
}

function storeOf(events: unknown[]): SpanStore {
  const store = new SpanStore()
  for (const event of events) store.receive(event, 'receiver')
  return store
}

test('a trace that is saved and read again is the same', () => {
  const store = storeOf([
    liveEvent({ spanId: 'a', name: 'click', end: 900.25, attributes: { 'app.on': true, 'app.list': ['x', 2, 0.5] } }),
    liveEvent({
      spanId: 'b',
      parent: 'a',
      kind: 3,
      start: 5,
      service: 'api',
      status: { code: 2, message: 'broke' },
      events: [{ name: 'exception', timeUnixNano: `${T0 + 7}000000`, attributes: [] }],
    }),
  ])
  const saved = JSON.parse(JSON.stringify(otlpOf(store.trace(TRACE)!))) as Exported
  expect(saved.resourceSpans.map(({ scopeSpans }) => scopeSpans[0]!.scope)).toEqual([
    { name: '@spanlit/core', version: '1.0.0' },
    { name: '@spanlit/core', version: '1.0.0' },
  ])
  const again = storeOf(
    saved.resourceSpans.flatMap(({ resource, scopeSpans }) =>
      scopeSpans.flatMap(({ scope, spans }) =>
        spans.map((span) => ({ type: 'endTimeUnixNano' in span ? 'end' : 'start', resource, scope, span })),
      ),
    ),
  )
  const plain = ({ spans }: { spans: readonly object[] }): object[] => spans.map((span) => ({ ...span, revision: 0 }))
  expect(plain(again.trace(TRACE)!)).toEqual(plain(store.trace(TRACE)!))
})

test('a saved trace has no whole number that is beyond 64 bits, which receivers refuse', () => {
  const event = liveEvent({ spanId: 'a', end: 9 }) as { span: object }
  const attributes = [
    { key: 'app.large', value: { doubleValue: 1e21 } },
    { key: 'app.count', value: { intValue: '7' } },
  ]
  const store = storeOf([{ ...event, span: { ...event.span, attributes } }])
  const { resourceSpans } = otlpOf(store.trace(TRACE)!) as Exported
  expect(resourceSpans[0]!.scopeSpans[0]!.spans[0]).toMatchObject({ attributes })
})

test('a library without a version keeps its name, also where that has spaces', () => {
  const store = storeOf([{ ...(liveEvent({ spanId: 'a', end: 9 }) as object), scope: { name: 'my library' } }])
  const { resourceSpans } = otlpOf(store.trace(TRACE)!) as Exported
  expect(resourceSpans[0]!.scopeSpans[0]!.scope).toEqual({ name: 'my library', version: undefined })
})
