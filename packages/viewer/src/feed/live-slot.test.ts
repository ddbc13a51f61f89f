import { beforeEach, expect, test } from 'vitest'
import { liveSlot } from './live-slot.ts'
import { Pausable } from './pausable.ts'

beforeEach(() => {
  delete (globalThis as Record<symbol, unknown>)[Symbol.for('spanlit.live')]
})

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

test('core may replace the snapshot of a slot that the viewer has put down', () => {
  expect(liveSlot().snapshot()).toEqual([])
  liveSlot().snapshot = () => ['all']
  expect(liveSlot().snapshot()).toEqual(['all'])
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
