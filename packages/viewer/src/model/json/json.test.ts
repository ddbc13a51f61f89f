import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Value } from '../attributes.ts'
import { jsonLines, summary } from './json-lines.ts'

const folding = { openDepth: 1, toggled: new Set<string>(), limit: 100 }

test('JSON is laid out in lines, and containers below a depth are summed up in one', () => {
  const { lines } = jsonLines({ city: 'Oslo', days: [1, 2], empty: {} }, folding)
  expect(lines.map(({ depth, key, text }) => [depth, key, text])).toEqual([
    [0, undefined, '{'],
    [1, 'city', '"Oslo"'],
    [1, 'days', '[ 1, 2 ]'],
    [1, 'empty', '{}'],
    [0, undefined, '}'],
  ])
})

test('what was toggled is open, and what was open is closed', () => {
  expect(jsonLines({ a: [1] }, { ...folding, toggled: new Set(['$/a']) }).lines.map((line) => line.text)).toEqual([
    '{',
    '[',
    '1',
    ']',
    '}',
  ])
  expect(jsonLines({ a: [1] }, { ...folding, toggled: new Set(['$']) }).lines.map((line) => line.text)).toEqual([
    '{ a: […] }',
  ])
})

test('a million elements make no more lines than the limit', () => {
  const { lines, cut } = jsonLines(
    Array.from({ length: 1_000_000 }, (_, i) => i),
    folding,
  )
  expect(lines).toHaveLength(100)
  expect(cut).toBe(true)
})

test('a summary fits into its length', () => {
  expect(summary({ query: 'flu', limit: 3 })).toBe('{ query: "flu", limit: 3 }')
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = summary(value as Value, 40)
      expect(text.length).toBeLessThanOrEqual(typeof value === 'string' ? 6 * 41 + 2 : 40)
    }),
  )
})
