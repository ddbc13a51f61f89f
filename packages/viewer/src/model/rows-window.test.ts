import { expect, test } from 'vitest'
import { scrollTopFor, windowRows } from './rows-window.ts'

test('only the rows in sight, and some beyond, are drawn', () => {
  const window = windowRows(100_000, 26, 26_000, 600)
  expect([window.first, window.last]).toEqual([992, 1032])
  expect(window.top(1000)).toBe(26_000)
})

test('the last of two million rows can be reached although no element is that tall', () => {
  const count = 2_000_000
  const { height } = windowRows(count, 26, 0, 600)
  expect(height).toBeLessThan(33_554_428)
  const end = windowRows(count, 26, height - 600, 600)
  expect(end.last).toBe(count)
  // The last row ends where the content ends.
  expect(end.top(count - 1) + 26).toBeCloseTo(height, 3)
})

test('a row is brought into sight with as little scrolling as possible', () => {
  expect(scrollTopFor(5, 1000, 26, 0, 600)).toBe(0)
  expect(scrollTopFor(100, 1000, 26, 0, 600)).toBe(101 * 26 - 600)
  expect(scrollTopFor(10, 1000, 26, 1000, 600)).toBe(260)
})
