import { expect, test } from 'vitest'
import { keyValues, liveEvent, T0 } from '../../test/events.ts'
import { readLiveEvent } from './live-event.ts'

test('an event is read with its times in milliseconds, to the microsecond', () => {
  const report = readLiveEvent(liveEvent({ spanId: 'b1', start: 1.25, end: 3.5 }), 0)
  expect(report).toMatchObject({ type: 'end', spanId: 'b1', name: 'span b1', scope: '@spanlit/core 1.0.0' })
  expect(report!.start).toBeCloseTo(T0 + 1.25, 3)
  expect(report!.end).toBeCloseTo(T0 + 3.5, 3)
})

test('every kind of attribute value is read', () => {
  const attributes = [
    ...keyValues({ text: 'a', whole: 3, broken: 0.5, yes: true, list: ['a', 1] }),
    { key: 'map', value: { kvlistValue: { values: keyValues({ inner: 'x' }) } } },
    { key: 'large', value: { intValue: '9223372036854775807' } },
    { key: 'odd', value: { somethingValue: 1 } },
  ]
  const event = liveEvent({ spanId: 'b1' }) as { span: object }
  const report = readLiveEvent({ ...event, span: { ...event.span, attributes } }, 0)
  expect(Object.fromEntries(report!.attributes)).toEqual({
    text: 'a',
    whole: 3,
    broken: 0.5,
    yes: true,
    list: ['a', 1],
    map: { inner: 'x' },
    large: '9223372036854775807',
    odd: null,
  })
})

test('a span without times, names or attributes is still a span', () => {
  const report = readLiveEvent(
    { type: 'update', span: { traceId: 'T1', spanId: 'S1', attributes: 'none', status: 7 } },
    42,
  )
  expect(report).toMatchObject({ traceId: 't1', spanId: 's1', name: '', start: 42, end: undefined })
})

test.each([
  undefined,
  null,
  'event',
  [],
  {},
  { type: 'end' },
  { type: 'end', span: null },
  { type: 'gone', span: { traceId: 'a', spanId: 'b' } },
  { type: 'end', span: { traceId: 5, spanId: 'b' } },
  { type: 'end', span: { traceId: '0000', spanId: 'b' } },
  { type: 'end', span: { traceId: 'a'.repeat(1000), spanId: 'b' } },
])('what is no span is refused: %j', (event) => {
  expect(readLiveEvent(event, 0)).toBeUndefined()
})

test('deltas of an unknown kind are left out', () => {
  const event = liveEvent({
    type: 'update',
    spanId: 'b1',
    deltas: [{ kind: 'text', choice: 0, text: 'a' }, { kind: 'smell' }, 3],
  })
  expect(readLiveEvent(event, 0)!.deltas).toEqual([{ kind: 'text', choice: 0, text: 'a' }])
})
