import { roleOf } from './role.ts'
import type { Span } from './span.ts'
import type { SpanTree } from './tree.ts'

/** How far a neighbour is looked for: rows are drawn often, and most calls stand beside each other. */
const NEARBY = 40

/** The call of a model before this one under the same parent, else the one after it. */
export function neighbourOf(tree: SpanTree, position: number): Span | undefined {
  const { spans, parent, descendants } = tree
  if (roleOf(spans[position]!) !== 'model') return undefined
  const isBeside = (at: number): boolean => parent[at] === parent[position] && roleOf(spans[at]!) === 'model'
  for (let at = position - 1; at > parent[position]! && at > position - NEARBY; at--) if (isBeside(at)) return spans[at]
  let at = position
  for (let tries = 0; tries < NEARBY; tries++) {
    at += descendants[at]! + 1
    if (at >= spans.length || parent[at] !== parent[position]) return undefined
    if (isBeside(at)) return spans[at]
  }
  return undefined
}

/** The rows in sight, and the one that has the focus although it may be out of sight. */
export function rowIndexes(first: number, last: number, active: number): number[] {
  const indexes: number[] = []
  if (active !== -1 && active < first) indexes.push(active)
  for (let index = first; index < last; index++) indexes.push(index)
  if (active >= last) indexes.push(active)
  return indexes
}

/** Positions ascend, so a place among them is found by halving; a hidden one yields the nearest before it. */
export function indexOfPosition(positions: Int32Array, position: number): number {
  let low = 0
  let high = positions.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (positions[middle]! <= position) low = middle
    else high = middle - 1
  }
  return positions.length > 0 ? low : -1
}
