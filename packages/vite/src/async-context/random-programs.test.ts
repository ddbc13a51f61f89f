import fc from 'fast-check'
import { expect, it } from 'vitest'
import { inNode, inSlot, nowhere, parsers, transformed, untransformed } from '../../test/async-context/contexts.ts'
import { programs } from '../../test/async-context/programs.ts'
import { play } from '../../test/async-context/surroundings.ts'

it('programs of all kinds do the same, in the same order and in the same contexts', async () => {
  await fc.assert(
    fc.asyncProperty(programs, fc.constantFrom(...Object.values(parsers)), async (source, parse) => {
      const expected = await play(untransformed(source), inNode)
      const rewritten = transformed(source, parse)
      expect(await play(rewritten, inSlot)).toEqual(expected)
      expect((await play(rewritten, nowhere)).result).toEqual(expected.result)
    }),
    { numRuns: 300 },
  )
}, 60_000)
