import { beforeEach, expect, test } from 'vitest'
import { liveEvent } from '../../test/events.ts'
import { cleanPage, ViewerPage } from '../../test/viewer-page.ts'
import { SpanStore } from '../model/span-store.ts'
import { savePreferences } from '../preferences.ts'
import { Cleared } from './cleared.ts'

const ADDRESS = 'http://localhost:5173/__spanlit'
const AFTER_THE_REPLAY = 60_000

beforeEach(cleanPage)

function spansOf(...ids: string[]): ReturnType<SpanStore['endedSpans']> {
  const store = new SpanStore()
  for (const spanId of ids) store.receive(liveEvent({ spanId, end: 5 }), 'page')
  return store.endedSpans()
}

test('what a receiver had sent is cleared in every viewer of that receiver, and what it sends later is not', () => {
  new Cleared(ADDRESS).add([], 700)
  const other = new Cleared(ADDRESS)
  expect([699, 700, 701].map((id) => other.hasEvent(id, 0))).toEqual([true, true, false])
  expect(new Cleared('http://localhost:4318').hasEvent(699, 0)).toBe(false)
})

test('a receiver that numbers its events anew is shown from the first event on that is no replay', () => {
  const cleared = new Cleared(ADDRESS)
  cleared.add([], 700)
  expect(cleared.hasEvent(3, 0)).toBe(true)
  expect(cleared.hasEvent(4, AFTER_THE_REPLAY)).toBe(false)
  expect(new Cleared(ADDRESS).hasEvent(3, 0)).toBe(false)
})

test('a span that was cleared does not come back when it is exported, whatever number that has', () => {
  new Cleared(ADDRESS).add(spansOf('a', 'b'), 700)
  const after = new Cleared(ADDRESS)
  expect(['a', 'b', 'c'].map((spanId) => after.hasSpan(liveEvent({ spanId, end: 5 })))).toEqual([true, true, false])
  expect(after.hasSpan('nothing of a span')).toBe(false)
})

test('what is stored stays small, and what is no mark is none', () => {
  new Cleared(ADDRESS).add(spansOf(...Array.from({ length: 5000 }, (_, i) => `s${i}`)), 700)
  expect(localStorage.getItem('spanlit.viewer')!.length).toBeLessThan(20_000)
  savePreferences({ cleared: { [ADDRESS]: { upTo: 'yes', spans: 7 } } })
  expect(new Cleared(ADDRESS).hasEvent(1, 0)).toBe(false)
})

test('a viewer that is closed and shown again does not show what was cleared, and shows what goes on', async () => {
  const page = new ViewerPage()
  await page.publish({ spanId: 'done', name: 'done', end: 5 }, { spanId: 'open', name: 'open' }).drawn()
  page.viewer.pause()
  page.publish({ traceId: 'b'.repeat(32), spanId: 'held', name: 'held', end: 9 })
  page.viewer.clear()
  page.viewer.resume()
  await page.drawn()
  expect(page.all('.trace')).toHaveLength(0)
  page.mounted.close()
  document.body.append(page.viewer)
  await page.drawn()
  expect(page.tree).toEqual(['open'])
  expect(page.all('.trace')).toHaveLength(1)
  page.mounted.dispose()
})

test('taking the viewer out for good clears nothing for the next', async () => {
  const first = new ViewerPage({ endpoint: '/nowhere' })
  await first.publish({ spanId: 'a', name: 'kept', end: 5 }).drawn()
  first.mounted.dispose()
  const second = new ViewerPage({ endpoint: '/nowhere' })
  await second.drawn()
  expect(second.tree).toEqual(['kept'])
  second.mounted.dispose()
})
