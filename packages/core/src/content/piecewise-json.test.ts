import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stringifyInPieces } from './piecewise-json.ts'

describe('JSON written in pieces', () => {
  it('is that of JSON.stringify, whatever the value', () => {
    const value = fc.anything({ withDate: true, withSparseArray: true, withNullPrototype: true, withBoxedValues: true })
    fc.assert(
      fc.property(value, (given) => {
        expect(stringifyInPieces(given)).toBe(JSON.stringify(given) ?? 'null')
      }),
    )
  })

  it('takes no text for the place of another', () => {
    const look = fc.constantFrom('\0', '0', '1', '"', '\\', ',', ':', '[', 'u0000', 'x'.repeat(1001))
    const text = fc.array(look, { maxLength: 6 }).map((pieces) => pieces.join(''))
    const value = fc.oneof(text, fc.array(text), fc.dictionary(text, fc.array(text)))
    fc.assert(
      fc.property(value, (given) => {
        expect(stringifyInPieces(given)).toBe(JSON.stringify(given))
      }),
      { numRuns: 2000 },
    )
  })

  it('keeps each code point whole, wherever a long text is cut', () => {
    for (let length = 995; length < 1005; length++) {
      const parts = [{ type: 'text', content: `${'x'.repeat(length)}😀"\n\uD83D`.repeat(3) }]
      expect(stringifyInPieces([{ role: 'assistant', parts }])).toBe(JSON.stringify([{ role: 'assistant', parts }]))
    }
  })
})
