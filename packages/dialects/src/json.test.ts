import { expect, test } from 'vitest'
import { jsonBreak, readJson, structureOf } from './json.ts'

test('JSON that was cut is read as far as it goes, and said to be cut', () => {
  expect(readJson('{"a":[1,{"b":"tex')).toEqual({ value: { a: [1, { b: 'tex' }] }, truncated: true })
  expect(readJson('[{"role":"user","content":"Hi"}... [truncated]')).toEqual({
    value: [{ role: 'user', content: 'Hi' }],
    truncated: true,
  })
})

test.each([
  "{'role': 'user', 'content': None}",
  '[INST] Say hello [/INST]',
  '{"a":1}\n{"a":2}',
  '{{name}}',
  '"Yes" she said',
  '[',
  '{"a" 1}',
])('text that is not JSON is text and was not cut: %s', (text) => {
  expect(readJson(text)).toBeUndefined()
  expect(structureOf(text)).toEqual({ value: text, truncated: false })
})

test('JSON in a JSON string is the structure', () => {
  expect(structureOf(JSON.stringify(JSON.stringify({ a: 1 })))).toEqual({ value: { a: 1 }, truncated: false })
})

test('invalid JSON says the line and the column where it breaks', () => {
  expect(jsonBreak('{"a":1}')).toBeUndefined()
  expect(jsonBreak('{\n  "a": 1,\n  "b": oops\n}')).toEqual({ offset: 19, line: 3, column: 8 })
  expect(jsonBreak('{"a":1')).toEqual({ offset: 6, line: 1, column: 7 })
  expect(jsonBreak('{"a":1}}')).toEqual({ offset: 7, line: 1, column: 8 })
  expect(jsonBreak('{"a":1,}')).toEqual({ offset: 7, line: 1, column: 8 })
})

test('a key named __proto__ in cut JSON changes no prototype', () => {
  const { value } = readJson('{"__proto__":{"bad":true},"x":"') ?? {}
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  expect((value as Record<string, unknown>)['bad']).toBeUndefined()
})

test('depth and length cost no stack and no quadratic time', () => {
  expect(() => readJson('['.repeat(500_000))).not.toThrow()
  expect(() => readJson('{"a":'.repeat(200_000))).not.toThrow()
  expect(() => jsonBreak('['.repeat(500_000))).not.toThrow()
  expect(() => readJson(`["${'\\u00'.repeat(200_000)}`)).not.toThrow()
})
