import { expect, test } from 'vitest'
import { liveEvent, T0, TRACE } from '../../test/events.ts'
import { SpanStore } from './span-store.ts'
import type { Span, Trace } from './span.ts'
import { axisOf, partOf } from './timeline.ts'
import { attemptsOf, type Bar, layOutBar, ticks, type TimeAxis, type TimeRange, timeRange } from './waterfall.ts'
import { CONTENT_READER } from './content-reader.ts'
import { useReader } from './reading.ts'

useReader(CONTENT_READER)

function traceOf(...events: unknown[]): Trace {
  const store = new SpanStore()
  for (const event of events) store.receive(event, 'page')
  return store.trace(TRACE)!
}

/** An axis without folds, as of a trace that is shown whole. */
const plainAxis = ({ start, length }: TimeRange): TimeAxis => ({
  start,
  length,
  folds: [],
  at: (time) => (time - start) / length,
})
const barOf = (span: Span, range: TimeRange, now: number): Bar => layOutBar(span, plainAxis(range).at, now)

test('the longest bar of a finished trace nearly fills the lane', () => {
  const trace = traceOf(liveEvent({ spanId: 'a', start: 0, end: 1000 }))
  const bar = barOf(trace.spans[0]!, timeRange(trace, T0), T0)
  expect(bar.left).toBe(0)
  expect(bar.width).toBeCloseTo(0.98)
})

test('while a trace runs, its scale stands still and the open bar grows to now', () => {
  const trace = traceOf(liveEvent({ spanId: 'a' }))
  const widths = [1020, 1050, 1100].map((elapsed) => {
    const range = timeRange(trace, T0 + elapsed)
    return [range.length, barOf(trace.spans[0]!, range, T0 + elapsed)] as const
  })
  expect(new Set(widths.map(([length]) => length)).size).toBe(1)
  expect(widths.map(([, bar]) => bar.width)).toEqual([1020 / 1250, 1050 / 1250, 1100 / 1250])
  expect(widths[0]![1].open).toBe(true)
})

test('the wait for the first token is a fraction of the bar', () => {
  const trace = traceOf(
    liveEvent({ spanId: 'a', end: 1000, attributes: { 'gen_ai.response.time_to_first_chunk': 0.25 } }),
  )
  expect(barOf(trace.spans[0]!, timeRange(trace, T0), T0).wait).toBeCloseTo(0.25)
})

test('attempts that failed stand before the one that counts, and its wait begins with it', () => {
  const trace = traceOf(
    liveEvent({
      spanId: 'a',
      end: 1000,
      attributes: { 'gen_ai.response.time_to_first_chunk': 0.7 },
      events: [{ name: 'http.request.resend', timeUnixNano: `${T0 + 400}000000` }],
    }),
  )
  const { at } = plainAxis({ start: T0, length: 1000 })
  expect(attemptsOf(trace.spans[0]!, at)).toEqual([{ left: 0, width: 0, until: 0.4 }])
  expect(layOutBar(trace.spans[0]!, at, T0).wait).toBeCloseTo(0.7)
})

test('a span that begins before its trace or ends before it begins stays inside the lane', () => {
  const trace = traceOf(liveEvent({ spanId: 'a', start: 10, end: 5 }), liveEvent({ spanId: 'b', start: 0, end: 100 }))
  for (const span of trace.spans) {
    const bar = barOf(span, { start: T0 + 50, length: 10 }, T0)
    expect(bar.left).toBeGreaterThanOrEqual(0)
    expect(bar.width).toBeGreaterThanOrEqual(0)
    expect(bar.left + bar.width).toBeLessThanOrEqual(1)
  }
})

test('a span outside of the part that is shown says on which side it lies', () => {
  const trace = traceOf(liveEvent({ spanId: 'a', start: 0, end: 5 }), liveEvent({ spanId: 'b', start: 90, end: 100 }))
  const part = partOf(axisOf(trace, T0, false), { from: 0.2, to: 0.5 })
  expect(trace.spans.map((span) => layOutBar(span, part.at, T0).outside)).toEqual(['earlier', 'later'])
})

test('idle time is folded where it is most of a trace, and what lies around it keeps its order', () => {
  const trace = traceOf(
    liveEvent({ spanId: 'root', start: 0, end: 52_000 }),
    liveEvent({ spanId: 'before', parent: 'root', start: 0, end: 8000 }),
    liveEvent({ spanId: 'after', parent: 'root', start: 48_000, end: 52_000 }),
  )
  const axis = axisOf(trace, T0, true)
  expect(axis.folds).toHaveLength(1)
  const [fold] = axis.folds
  expect([fold!.start - T0, fold!.end - T0, fold!.width]).toEqual([8000, 48_000, 0.12])
  expect(axis.at(T0 + 8000)).toBeCloseTo(fold!.left)
  expect(axis.at(T0 + 48_000)).toBeCloseTo(fold!.left + fold!.width)
  expect(axis.at(T0 + 52_000)).toBeGreaterThan(0.9)
  expect(axisOf(trace, T0, false).folds).toEqual([])
})

test('time in which a model works is not idle', () => {
  const attributes = { 'gen_ai.operation.name': 'chat' }
  const trace = traceOf(liveEvent({ spanId: 'slow', start: 0, end: 60_000, attributes }))
  expect(axisOf(trace, T0, true).folds).toEqual([])
})

test('ticks stand at round times', () => {
  const labels = (length: number, most: number): string[] =>
    ticks(plainAxis({ start: T0, length }), most).map(({ label }) => label.replaceAll('\u202f', ' '))
  expect(labels(3600, 4)).toEqual(['0', '1 s', '2 s', '3 s'])
  expect(labels(90, 5)).toEqual(['0', '20 ms', '40 ms', '60 ms', '80 ms'])
})

test.each([
  [1200, ['0', '0.5 s', '1.0 s']],
  [45_000, ['0', '10 s', '20 s', '30 s', '40 s']],
  [151_000, ['0', '1 m', '2 m']],
  [110_000, ['0', '30 s', '1 m', '1 m 30 s']],
  [9_060_000, ['0', '1 h', '2 h']],
  [8_900_000, ['0', '30 m', '1 h', '1 h 30 m', '2 h']],
])('ticks over %d ms stand at whole seconds, minutes and hours', (length, labels) => {
  expect(ticks(plainAxis({ start: T0, length }), 5).map(({ label }) => label.replaceAll('\u202f', ' '))).toEqual(labels)
})
