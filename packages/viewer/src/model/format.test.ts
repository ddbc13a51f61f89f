import { expect, test } from 'vitest'
import { firstWords, formatBytes, formatCount, formatDuration, formatShare, plural } from './format.ts'

const wide = (text: string): string => text.replaceAll('\u202f', ' ')

test.each([
  [0.0421, '42 µs'],
  [3.2, '3.2 ms'],
  [87.4, '87 ms'],
  [310, '0.31 s'],
  [4182, '4.18 s'],
  [12_340, '12.3 s'],
  [125_000, '2 m 05 s'],
  [7_380_000, '2 h 03 m'],
  [-5, '0 ms'],
  [Number.NaN, '0 ms'],
])('%d ms is written %s', (milliseconds, text) => {
  expect(wide(formatDuration(milliseconds))).toBe(text)
})

test('counts, bytes and shares are short', () => {
  expect(wide(formatCount(1_204_000))).toBe('1 204 000')
  expect(wide(formatBytes(1229))).toBe('1.2 KB')
  expect(wide(formatBytes(20 * 1024 * 1024))).toBe('20 MB')
  expect(wide(formatShare(0.004))).toBe('<1 %')
  expect(plural(1, 'span')).toBe('1 span')
  expect(plural(2, 'span')).toBe('2 spans')
})

test('the first words end at a word', () => {
  expect(firstWords('Which  mountain\nis the highest of all', 20)).toBe('Which mountain is…')
})
