import { expect, test } from 'vitest'
import { recycleKeys } from './recycled-keys.ts'

const keysOf = (known: Map<string, number>, ids: string): number[] => [...recycleKeys(known, ids.split('')).values()]

test('rows that stay keep their keys, rows that come take those that became free', () => {
  const known = recycleKeys(new Map(), ['a', 'b', 'c', 'd'])
  expect([...known.values()]).toEqual([0, 1, 2, 3])
  expect(keysOf(known, 'cdef')).toEqual([2, 3, 0, 1])
  expect(keysOf(known, 'wxyz')).toEqual([0, 1, 2, 3])
})

test('no key is given twice, however many rows come and go', () => {
  let known = new Map<string, number>()
  for (let turn = 0; turn < 500; turn++) {
    const from = Math.floor(Math.random() * 50)
    const ids = Array.from({ length: 1 + Math.floor(Math.random() * 40) }, (_, i) => `row ${from + i}`)
    known = recycleKeys(known, ids)
    expect(new Set(known.values()).size).toBe(ids.length)
  }
})
