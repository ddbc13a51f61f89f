import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Value } from '../attributes.ts'
import { jsonLines, summary } from './json-lines.ts'
import { readJson } from './partial-json.ts'

test('whole JSON is read as it is', () => {
  fc.assert(
    fc.property(fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())), (value) => {
      const text = JSON.stringify(value)
      expect(readJson(text)).toEqual({ value: JSON.parse(text), truncated: false, endsEarly: false })
    }),
  )
})

test('cut-off JSON yields what was there, and says that it was cut', () => {
  const text =
    '[{"role":"user","parts":[{"type":"text","content":"Hello \\"you\\""}]},{"role":"assistant","parts":[{"type":"te'
  expect(readJson(text)).toEqual({
    value: [
      { role: 'user', parts: [{ type: 'text', content: 'Hello "you"' }] },
      { role: 'assistant', parts: [{ type: 'te' }] },
    ],
    truncated: true,
    endsEarly: true,
  })
})

test('text that only begins like JSON is told from JSON that was cut off', () => {
  for (const text of ['[INFO] started', '{{', '{"a":1} and more', '{name}', '"Yes" was the answer'])
    expect(readJson(text), text).toMatchObject({ truncated: true, endsEarly: false })
  for (const text of ['{"a":[1,', '[', '{"a":"b', '["a" '])
    expect(readJson(text), text).toMatchObject({ endsEarly: true })
})

test('JSON that is cut anywhere does not throw and loses only its end', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ key: fc.string(), nested: fc.jsonValue() }), { minLength: 1 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (value, share) => {
        const text = JSON.stringify(value)
        const cut = readJson(text.slice(0, Math.max(1, Math.floor(text.length * share))))
        expect(Array.isArray(cut!.value)).toBe(true)
        expect((cut!.value as unknown[]).length).toBeLessThanOrEqual(value.length)
      },
    ),
  )
})

test('brackets without end do not overflow the stack', () => {
  expect(readJson('['.repeat(200_000))!.truncated).toBe(true)
})

test('a field named __proto__ is a field', () => {
  const { value } = readJson('{"__proto__":{"polluted":true},"cut')!
  expect(Object.keys(value as object)).toEqual(['__proto__'])
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
})

test('text that is no JSON is left alone', () => {
  expect(readJson('Hello')).toBeUndefined()
  expect(readJson('12 monkeys')).toBeUndefined()
})

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
