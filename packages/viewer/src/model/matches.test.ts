import { expect, test } from 'vitest'
import { liveEvent } from '../../test/events.ts'
import { FilterResults, readFilter } from './filter.ts'
import { matchPlace, nextMatch } from './matches.ts'
import { SpanStore } from './span-store.ts'
import { treeOf } from './trace-summary.ts'
import { CONTENT_READER } from './content-reader.ts'
import { useReader } from './reading.ts'

useReader(CONTENT_READER)

const found = new FilterResults(readFilter('yes')!)

/** A trace a line, the newest first; its spans in the order of the tree. */
function storeOf(...traces: string[][]): SpanStore {
  const store = new SpanStore()
  for (const [index, names] of traces.entries())
    for (const [at, name] of names.entries()) {
      const start = 1000 * (traces.length - index) + at
      store.receive(liveEvent({ traceId: `t${index}`, spanId: 'abcde'[at]!, name, start, end: start + 1 }), 'page')
    }
  return store
}

function walk(store: SpanStore, from: string | undefined, direction: 1 | -1, steps: number): string[] {
  let [traceId, spanId] = from?.split('/') ?? []
  return Array.from({ length: steps }, () => {
    const span = nextMatch(store.traces, { traceId, spanId }, found, 0, direction)
    ;({ traceId, spanId } = span ?? { traceId, spanId })
    return span ? `${traceId}/${spanId}` : 'none'
  })
}

test('goes round the matches of the shown trace, from wherever the chosen span stands', () => {
  const store = storeOf(['no', 'yes', 'no', 'yes', 'yes'], ['yes'])
  expect(walk(store, 't0/c', 1, 4)).toEqual(['t0/d', 't0/e', 't0/b', 't0/d'])
  expect(walk(store, 't0/c', -1, 3)).toEqual(['t0/b', 't0/e', 't0/d'])
})

test('goes to the next trace with a match where the shown one has no other, and round the list', () => {
  const store = storeOf(['yes', 'no'], ['no'], ['no', 'yes'], ['yes'])
  expect(walk(store, 't0/b', 1, 5)).toEqual(['t0/a', 't2/b', 't3/a', 't0/a', 't2/b'])
  expect(walk(store, 't0/a', -1, 3)).toEqual(['t3/a', 't2/b', 't0/a'])
})

test('begins with the first trace, or with the last, where none is shown', () => {
  const store = storeOf(['no'], ['yes'], ['yes', 'yes'])
  expect(walk(store, undefined, 1, 1)).toEqual(['t1/a'])
  expect(walk(store, undefined, -1, 1)).toEqual(['t2/b'])
})

test('stays at the only match, and finds none where there is none', () => {
  expect(walk(storeOf(['no', 'yes'], ['no']), 't0/b', 1, 2)).toEqual(['t0/b', 't0/b'])
  expect(walk(storeOf(['no'], ['no']), 't0/a', 1, 1)).toEqual(['none'])
  expect(walk(new SpanStore(), undefined, 1, 1)).toEqual(['none'])
})

test('says which of the matches is chosen', () => {
  const tree = treeOf(storeOf(['no', 'yes', 'no', 'yes']).traces[0]!)
  expect(matchPlace(tree, 'd', found, 0)).toEqual({ place: 2, count: 2 })
  expect(matchPlace(tree, 'c', found, 0)).toEqual({ place: 0, count: 2 })
})
