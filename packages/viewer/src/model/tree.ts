import type { Span, Trace } from './span.ts'

/**
 * The spans of a trace in the order of the tree, depth first, siblings by start. All arrays are parallel: the place in them
 * is a span's position. Flat arrays keep 100,000 spans within a frame.
 */
export interface SpanTree {
  readonly spans: readonly Span[]
  readonly depth: Uint16Array
  /** The parent's position, -1 for a root. */
  readonly parent: Int32Array
  /** How many spans stand below, at any depth. They follow directly. */
  readonly descendants: Int32Array
  /** Where a span stands. */
  readonly position: ReadonlyMap<Span, number>
}

/**
 * Builds the tree of a trace. Parents are reported data, not a verified structure: a span whose parent was never seen
 * becomes a root until the parent arrives, and so does the earliest span of a cycle.
 */
export function buildTree(trace: Trace): SpanTree {
  const { spans, byId } = trace
  const count = spans.length
  const byStart = [...spans.keys()].toSorted((a, b) => spans[a]!.start - spans[b]!.start || a - b)
  const firstChild = new Int32Array(count).fill(-1)
  const nextSibling = new Int32Array(count).fill(-1)
  const parentIndex = new Int32Array(count).fill(-1)
  const roots: number[] = []
  // Backwards, so that each list of siblings comes out in the order of their starts.
  for (let i = count - 1; i >= 0; i--) {
    const index = byStart[i]!
    const { parentSpanId } = spans[index]!
    const parent = parentSpanId === undefined ? undefined : byId.get(parentSpanId)
    if (parent === undefined || parent.index === index) {
      roots.push(index)
      continue
    }
    parentIndex[index] = parent.index
    nextSibling[index] = firstChild[parent.index]!
    firstChild[parent.index] = index
  }
  roots.reverse()

  const order: Span[] = []
  const depth = new Uint16Array(count)
  const parent = new Int32Array(count)
  const placed = new Int32Array(count).fill(-1)
  const descend = (root: number): void => {
    const pending = [root]
    while (pending.length > 0) {
      const index = pending.pop()!
      if (placed[index] !== -1) continue
      const position = order.length
      placed[index] = position
      order.push(spans[index]!)
      const above = parentIndex[index] === -1 ? -1 : placed[parentIndex[index]!]!
      parent[position] = index === root ? -1 : above
      depth[position] = index === root ? 0 : Math.min(depth[above]! + 1, 0xffff)
      const start = pending.length
      for (let child = firstChild[index]!; child !== -1; child = nextSibling[child]!) pending.push(child)
      reverseFrom(pending, start)
    }
  }
  for (const root of roots) descend(root)
  // What no root reaches hangs in a cycle: its earliest span stands in for the root.
  if (order.length < count) for (const index of byStart) if (placed[index] === -1) descend(index)

  const descendants = new Int32Array(count)
  for (let position = count - 1; position >= 0; position--) {
    const above = parent[position]!
    if (above !== -1) descendants[above] = descendants[above]! + descendants[position]! + 1
  }
  return {
    spans: order,
    depth,
    parent,
    descendants,
    position: new Map(order.map((span, position) => [span, position])),
  }
}

/** The positions that are seen when the spans of `collapsed` hide what is below them. */
export function visiblePositions(tree: SpanTree, collapsed: ReadonlySet<string>): Int32Array {
  const count = tree.spans.length
  const positions = new Int32Array(count)
  let visible = 0
  for (let position = 0; position < count; position++) {
    positions[visible++] = position
    if (tree.descendants[position]! > 0 && collapsed.has(tree.spans[position]!.spanId))
      position += tree.descendants[position]!
  }
  return positions.subarray(0, visible)
}

function reverseFrom(list: number[], start: number): void {
  for (let i = start, j = list.length - 1; i < j; i++, j--) {
    const swapped = list[i]!
    list[i] = list[j]!
    list[j] = swapped
  }
}
