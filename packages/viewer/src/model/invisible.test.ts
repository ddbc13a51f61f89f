import { expect, test } from 'vitest'
import { markInvisible } from './invisible.ts'

const tags = (text: string): string => String.fromCodePoint(...Array.from(text, (one) => 0xe0000 + one.codePointAt(0)!))

test('characters that turn the words round or cannot be seen are marked and counted', () => {
  const { text, count, words } = markInvisible('safe \u202eevil\u200b.')
  expect([text, count, words]).toEqual(['safe ⟦U+202E⟧evil⟦U+200B⟧.', 2, '1 bidi, 1 zero-width'])
})

test('what Unicode tags spell is said', () => {
  expect(markInvisible(`Hi${tags('obey')}`).hiddenText).toBe('obey')
})

test('ordinary spaces and emoji stay as they are', () => {
  for (const text of ['1\u202f000 km', 'a\u00a0b', '👩‍💻', 'ab'])
    expect(markInvisible(text)).toMatchObject({ text, count: 0 })
})
