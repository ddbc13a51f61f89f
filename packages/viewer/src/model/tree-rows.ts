import { stringAttribute } from './attributes.ts'
import { roleOf } from './role.ts'
import { isFailed, type Span, type Trace } from './span.ts'
import type { SpanTree } from './tree.ts'
import { ATTR_GEN_AI_REQUEST_MODEL, ATTR_GEN_AI_RESPONSE_MODEL } from '../semconv.ts'

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

/** Words at the end of a row, where they differ from those of the rows around it. */
export interface RowTags {
  readonly service: string
  readonly model: string
  /** Its parent was never seen. */
  readonly orphan: string
}

/** The service where it is not the parent's; the model where it is not that of the agent above or of the call before. */
export function tagsOf(tree: SpanTree, position: number, neighbour: Span | undefined): RowTags {
  const span = tree.spans[position]!
  const above = tree.parent[position]!
  const parent = above === -1 ? undefined : tree.spans[above]
  return {
    service: parent && parent.service !== span.service ? span.service : '',
    orphan: above === -1 && span.parentSpanId !== undefined && span.end !== undefined ? 'parent not seen' : '',
    model: modelTag(tree, position, neighbour),
  }
}

function modelTag(tree: SpanTree, position: number, neighbour: Span | undefined): string {
  const span = tree.spans[position]!
  const role = roleOf(span)
  if (role !== 'model' && role !== 'embeddings' && role !== 'agent' && role !== 'media') return ''
  const model = modelOf(span)
  if (model === '') return ''
  for (let above = tree.parent[position]!; above !== -1; above = tree.parent[above]!) {
    const known = modelOf(tree.spans[above]!)
    if (known !== '') return known === model ? '' : model
  }
  const isLater = neighbour !== undefined && neighbour.start <= span.start
  return isLater && modelOf(neighbour) === model ? '' : model
}

function modelOf({ attributes }: Span): string {
  return stringAttribute(attributes, ATTR_GEN_AI_REQUEST_MODEL, ATTR_GEN_AI_RESPONSE_MODEL) ?? ''
}

const failures = new WeakMap<SpanTree, { readonly revision: number; readonly below: Uint8Array }>()

/** For each position, whether something below it failed. */
export function failedBelow(trace: Trace, tree: SpanTree): Uint8Array {
  const known = failures.get(tree)
  if (known?.revision === trace.revision) return known.below
  const below = new Uint8Array(tree.spans.length)
  if (trace.failed > 0)
    for (let position = tree.spans.length - 1; position > 0; position--) {
      const above = tree.parent[position]!
      if (above !== -1 && (below[position] === 1 || isFailed(tree.spans[position]!))) below[above] = 1
    }
  failures.set(tree, { revision: trace.revision, below })
  return below
}
