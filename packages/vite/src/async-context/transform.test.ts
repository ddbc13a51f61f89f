import { describe, expect, it } from 'vitest'
import { cases } from '../../test/async-context/cases.ts'
import { inNode, inSlot, nowhere, parsers, transformed, untransformed } from '../../test/async-context/contexts.ts'
import { play } from '../../test/async-context/surroundings.ts'
import { syntax } from '../../test/async-context/syntax.ts'

const sources = [
  ...Object.entries(cases).map(([name, written]) => [name, written.toString()] as const),
  ...Object.entries(syntax).map(([name, body]) => [name, withSay(body)] as const),
]

function withSay(body: string): string {
  return `async ({ run, log, tick }) => {
    const say = async (value) => { await tick(2); log(value?.name ?? value); return value }
    const result = await Promise.all([run('a', async () => {${body}\n}), run('b', async () => {${body}\n})])
    log('outside')
    return result
  }`
}

describe.each(Object.entries(parsers))('with the parser of %s', (_, parse) => {
  describe('contexts, results and order are those of AsyncLocalStorage', () => {
    it.each(sources)('%s', async (_, source) => {
      const expected = await play(untransformed(source), inNode)
      expect(expected.events).not.toEqual([])
      expect(expected.result).toHaveProperty('value')
      expect(await play(transformed(source, parse), inSlot)).toEqual(expected)
    })
  })
})

describe('without a context, nothing is different', () => {
  it.each(sources)('%s', async (_, source) => {
    expect(await play(transformed(source), nowhere)).toEqual(await play(untransformed(source), nowhere))
  })
})
