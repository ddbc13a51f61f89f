import { expect, test } from 'vitest'
import { liveEvent, T0, TRACE } from '../../test/events.ts'
import { SpanStore } from './span-store.ts'
import type { Trace } from './span.ts'
import { layOutBar, ticks, timeRange } from './waterfall.ts'

function traceOf(...events: unknown[]): Trace {
  const store = new SpanStore()
  for (const event of events) store.receive(event, 'page')
  return store.trace(TRACE)!
}

test('the longest bar of a finished trace leaves room for its label', () => {
  const trace = traceOf(liveEvent({ spanId: 'a', start: 0, end: 1000 }))
  const bar = layOutBar(trace.spans[0]!, timeRange(trace, T0, 310), T0)
  expect(bar.left).toBe(0)
  expect(bar.width).toBeCloseTo(0.8)
})

test('while a trace runs, its scale stands still and the open bar grows to now', () => {
  const trace = traceOf(liveEvent({ spanId: 'a' }))
  const widths = [1020, 1050, 1100].map((elapsed) => {
    const range = timeRange(trace, T0 + elapsed, 310)
    return [range.length, layOutBar(trace.spans[0]!, range, T0 + elapsed)] as const
  })
  expect(new Set(widths.map(([length]) => length)).size).toBe(1)
  expect(widths.map(([, bar]) => bar.width)).toEqual([1020 / 1500, 1050 / 1500, 1100 / 1500])
  expect(widths[0]![1].open).toBe(true)
})

test('the wait for the first token is a fraction of the bar', () => {
  const trace = traceOf(
    liveEvent({ spanId: 'a', end: 1000, attributes: { 'gen_ai.response.time_to_first_chunk': 0.25 } }),
  )
  expect(layOutBar(trace.spans[0]!, timeRange(trace, T0), T0).wait).toBe(0.25)
})

test('a span that begins before its trace or ends before it begins stays inside the lane', () => {
  const trace = traceOf(liveEvent({ spanId: 'a', start: 10, end: 5 }), liveEvent({ spanId: 'b', start: 0, end: 100 }))
  for (const span of trace.spans) {
    const bar = layOutBar(span, { start: T0 + 50, length: 10 }, T0)
    expect(bar.left).toBeGreaterThanOrEqual(0)
    expect(bar.width).toBeGreaterThanOrEqual(0)
    expect(bar.left + bar.width).toBeLessThanOrEqual(1)
  }
})

test('ticks stand at round times', () => {
  expect(ticks({ start: T0, length: 3600 }, 4).map((tick) => tick.label)).toEqual([
    '0',
    '1\u202fs',
    '2\u202fs',
    '3\u202fs',
  ])
  expect(ticks({ start: T0, length: 90 }, 5).map((tick) => tick.label)).toEqual([
    '0',
    '20\u202fms',
    '40\u202fms',
    '60\u202fms',
    '80\u202fms',
  ])
})

test.each([
  [1200, ['0', '0.5 s', '1.0 s']],
  [45_000, ['0', '10 s', '20 s', '30 s', '40 s']],
  [151_000, ['0', '1 m', '2 m']],
  [110_000, ['0', '30 s', '1 m', '1 m 30 s']],
  [9_060_000, ['0', '1 h', '2 h']],
  [8_900_000, ['0', '30 m', '1 h', '1 h 30 m', '2 h']],
])('ticks over %d ms stand at whole seconds, minutes and hours', (length, labels) => {
  expect(ticks({ start: T0, length }, 5).map(({ label }) => label.replaceAll('\u202f', ' '))).toEqual(labels)
})
