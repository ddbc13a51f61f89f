import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { chatAttributes, liveEvent, said, T0, TRACE } from '../../test/events.ts'
import { type Source, SpanStore } from './span-store.ts'
import { buildTree } from './tree.ts'

function storeOf(...events: (readonly [unknown, Source?])[]): SpanStore {
  const store = new SpanStore()
  for (const [event, source] of events) store.receive(event, source ?? 'page', T0)
  return store
}

const spanOf = (store: SpanStore, spanId: string) => store.trace(TRACE)!.byId.get(spanId)!

test('a span is known from its start, grows with its updates and is closed by its end', () => {
  const store = storeOf(
    [liveEvent({ spanId: 'a', attributes: { one: 1 } })],
    [
      liveEvent({
        type: 'update',
        spanId: 'a',
        attributes: { two: 2 },
        deltas: [{ kind: 'text', choice: 0, text: 'Hel' }],
      }),
    ],
    [liveEvent({ type: 'update', spanId: 'a', deltas: [{ kind: 'text', choice: 0, text: 'lo' }] })],
  )
  expect(store.trace(TRACE)!.running).toBe(1)
  expect(spanOf(store, 'a').streamed!.segments.map((segment) => segment.text)).toEqual(['Hello'])
  store.receive(
    liveEvent({ spanId: 'a', end: 20, attributes: chatAttributes({ output: [said('assistant', 'Hello')] }) }),
    'page',
  )
  expect(store.trace(TRACE)).toMatchObject({ running: 0, failed: 0, end: T0 + 20 })
  expect(spanOf(store, 'a').streamed).toBeUndefined()
  expect(Object.fromEntries(spanOf(store, 'a').attributes)).toMatchObject({ one: 1, two: 2 })
})

test('what was streamed stays where the end does not say the output', () => {
  const store = storeOf(
    [liveEvent({ spanId: 'a' })],
    [liveEvent({ type: 'update', spanId: 'a', deltas: [{ kind: 'text', choice: 0, text: 'half an ans' }] })],
    [liveEvent({ spanId: 'a', end: 5, status: { code: 2, message: 'aborted' } })],
  )
  expect(spanOf(store, 'a').streamed!.segments[0]!.text).toBe('half an ans')
})

test('a span that comes by both ways is one span; the attributes of the page win, those of the receiver are kept', () => {
  const live = liveEvent({ spanId: 'a', end: 9, attributes: { shared: 'page', content: 'yes' } })
  const exported = liveEvent({ spanId: 'a', end: 9, attributes: { shared: 'receiver', added: 'collector' } })
  for (const events of [
    [[live, 'page'] as const, [exported, 'receiver'] as const],
    [[exported, 'receiver'] as const, [live, 'page'] as const],
  ]) {
    const store = storeOf(...events)
    expect(store.spanCount).toBe(1)
    expect(Object.fromEntries(spanOf(store, 'a').attributes)).toEqual({
      shared: 'page',
      content: 'yes',
      added: 'collector',
    })
  }
})

test('a replay does not repeat what was streamed', () => {
  const start = liveEvent({ spanId: 'a' })
  const update = liveEvent({ type: 'update', spanId: 'a', deltas: [{ kind: 'text', choice: 0, text: 'once' }] })
  const store = storeOf([start], [update], [start], [update])
  expect(spanOf(store, 'a').streamed!.segments.map((segment) => segment.text)).toEqual(['once'])
})

test('text, reasoning and tool calls of several choices are kept apart', () => {
  const deltas = [
    { kind: 'reasoning', choice: 0, text: 'hm' },
    { kind: 'text', choice: 0, text: 'A' },
    { kind: 'text', choice: 1, text: 'B' },
    { kind: 'text', choice: 0, text: 'a' },
    { kind: 'tool_call', choice: 0, callIndex: 0, callId: 'c0', name: 'search', text: '{"q"' },
    { kind: 'tool_call', choice: 0, callIndex: 1, callId: 'c1', name: 'read', text: '{' },
    { kind: 'tool_call', choice: 0, callIndex: 0, text: ':1}' },
  ]
  const store = storeOf([liveEvent({ spanId: 'a' })], [liveEvent({ type: 'update', spanId: 'a', deltas })])
  const segments = spanOf(store, 'a').streamed!.segments.map(({ kind, choice, text, name }) => [
    kind,
    choice,
    text,
    name,
  ])
  expect(segments).toEqual([
    ['reasoning', 0, 'hm', undefined],
    ['text', 0, 'Aa', undefined],
    ['text', 1, 'B', undefined],
    ['tool_call', 0, '{"q":1}', 'search'],
    ['tool_call', 0, '{', 'read'],
  ])
})

test('the oldest traces go first when a limit is reached, and the store says how many', () => {
  const store = new SpanStore({ spans: 10 })
  for (let i = 0; i < 30; i++) store.receive(liveEvent({ traceId: `t${i}`, spanId: 's', start: i, end: i + 1 }), 'page')
  expect(store.spanCount).toBe(10)
  expect(store.dropped).toEqual({ traces: 20, spans: 20 })
  expect(store.traces[0]!.traceId).toBe('t29')
  expect(store.trace('t0')).toBeUndefined()
})

test('the limit in bytes holds for long prompts, and the trace that is looked at stays', () => {
  const store = new SpanStore({ bytes: 1_000_000 })
  store.pinned = 't0'
  for (let i = 0; i < 30; i++)
    store.receive(
      liveEvent({ traceId: `t${i}`, spanId: 's', start: i, end: i + 1, attributes: { prompt: 'x'.repeat(100_000) } }),
      'page',
    )
  expect(store.bytes).toBeLessThan(1_100_000)
  expect(store.trace('t0')).toBeDefined()
  expect(store.dropped.traces).toBeGreaterThan(15)
})

test('streamed text has a limit of its own', () => {
  const store = new SpanStore({ streamedText: 1000 })
  for (let i = 0; i < 100; i++)
    store.receive(
      liveEvent({ type: 'update', spanId: 'a', deltas: [{ kind: 'text', choice: 0, text: 'x'.repeat(100) }] }),
      'page',
    )
  expect(spanOf(store, 'a').streamed).toMatchObject({ length: 1000, dropped: 9000 })
})

test('in whatever order reports arrive, an end is never undone and nothing is counted twice', () => {
  const reports = fc.array(
    fc.record({
      spanId: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      parent: fc.constantFrom(undefined, 'a', 'b', 'c', 'd', 'e', 'never seen'),
      type: fc.constantFrom('start', 'update', 'end'),
      source: fc.constantFrom('page', 'receiver'),
      failed: fc.boolean(),
      start: fc.integer({ min: 0, max: 50 }),
    }),
    { maxLength: 40 },
  )
  fc.assert(
    fc.property(reports, (list) => {
      const store = new SpanStore()
      const ended = new Set<string>()
      for (const { spanId, parent, type, source, failed, start } of list) {
        const event = liveEvent({
          spanId,
          ...(parent !== undefined && { parent }),
          type,
          start,
          ...(type === 'end' && { end: start + 5 }),
          attributes: { by: source, [`${source} ${type}`]: true, ...(failed && { 'error.type': 'x' }) },
        })
        store.receive(event, source)
        if (type === 'end') ended.add(spanId)
        const trace = store.trace(TRACE)!
        for (const span of trace.spans) expect(span.end !== undefined).toBe(ended.has(span.spanId))
      }
      const trace = store.trace(TRACE)
      if (!trace) return
      const seen = new Set(list.map((report) => report.spanId))
      expect(trace.spans).toHaveLength(seen.size)
      expect(store.spanCount).toBe(seen.size)
      expect(trace.running).toBe(seen.size - ended.size)
      expect(trace.failed).toBe(trace.spans.filter((span) => span.attributes.has('error.type')).length)
      for (const span of trace.spans) {
        const own = list.filter((report) => report.spanId === span.spanId)
        const winner = own.some((report) => report.source === 'page') ? 'page' : 'receiver'
        expect(span.attributes.get('by')).toBe(winner)
        for (const { source, type } of own) expect(span.attributes.has(`${source} ${type}`)).toBe(true)
      }
      const tree = buildTree(trace)
      expect(new Set(tree.spans)).toEqual(new Set(trace.spans))
      expect(tree.spans).toHaveLength(trace.spans.length)
    }),
  )
})

test('whatever arrives, the store does not throw', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (whole, inside) => {
      const store = new SpanStore()
      store.receive(whole, 'page')
      store.receive({ type: 'end', span: whole, resource: inside, deltas: inside }, 'receiver')
      store.receive(
        { type: 'update', span: { traceId: 'a', spanId: 'b', attributes: whole, events: inside }, deltas: whole },
        'page',
      )
      expect(store.spanCount).toBe(1)
    }),
  )
})
