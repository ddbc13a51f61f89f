import { beforeEach, expect, test } from 'vitest'
import { liveEvent } from '../../test/events.ts'
import { type LiveSlot, liveSlot } from './live-slot.ts'
import { Pausable } from './pausable.ts'

beforeEach(() => {
  delete (globalThis as Record<symbol, unknown>)[Symbol.for('spanlit.live')]
})

const typesOf = (slot: LiveSlot): unknown[] => slot.snapshot().map((event) => (event as { type: string }).type)

test('whoever comes first creates the slot; everyone shares it', () => {
  const slot = liveSlot()
  expect(liveSlot()).toBe(slot)
  expect(slot.version).toBe(1)
  const heard: unknown[] = []
  const stop = slot.subscribe((event) => heard.push(event))
  slot.publish('one')
  stop()
  slot.publish('two')
  expect(heard).toEqual(['one'])
})

test('an open span is replayed as a start with all that is known and an update with its text so far', () => {
  const slot = liveSlot()
  slot.publish(liveEvent({ spanId: 'a', attributes: { one: 1 } }))
  slot.publish(
    liveEvent({
      type: 'update',
      spanId: 'a',
      attributes: { two: 2 },
      deltas: [{ kind: 'text', choice: 0, text: 'Hel' }],
    }),
  )
  slot.publish(liveEvent({ type: 'update', spanId: 'a', deltas: [{ kind: 'text', choice: 0, text: 'lo' }] }))
  const [start, update] = slot.snapshot() as {
    type: string
    span: { attributes: { key: string }[] }
    deltas?: unknown[]
  }[]
  expect(typesOf(slot)).toEqual(['start', 'update'])
  expect(start!.span.attributes.map((attribute) => attribute.key)).toEqual(['one', 'two'])
  expect(update!.deltas).toEqual([{ kind: 'text', choice: 0, text: 'Hello' }])
})

test('an ended span is replayed as its end, which nothing undoes', () => {
  const slot = liveSlot()
  slot.publish(liveEvent({ spanId: 'a' }))
  slot.publish(liveEvent({ spanId: 'a', end: 5 }))
  slot.publish(liveEvent({ type: 'update', spanId: 'a' }))
  expect(typesOf(slot)).toEqual(['end'])
})

test('the ring forgets the oldest spans', () => {
  const slot = liveSlot()
  for (let i = 0; i < 5000; i++) slot.publish(liveEvent({ spanId: `s${i}`, end: 1 }))
  const replayed = slot.snapshot() as { span: { spanId: string } }[]
  expect(replayed).toHaveLength(2000)
  expect(replayed.at(-1)!.span.spanId).toBe('s4999')
})

test('what is held back while paused comes on going on, in order', () => {
  const passed: unknown[] = []
  const feed = new Pausable((event) => passed.push(event))
  feed.take(1, 'page')
  feed.pause()
  feed.take(2, 'page')
  feed.take(3, 'receiver')
  expect(passed).toEqual([1])
  expect(feed.held).toBe(2)
  feed.resume()
  expect(passed).toEqual([1, 2, 3])
})
