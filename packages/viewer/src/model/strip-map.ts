import { isFailed, type Span } from './span.ts'
import type { SpanTree } from './tree.ts'
import type { TimeAxis } from './waterfall.ts'

/** A bar of the small map over a trace. */
export interface MapBar {
  readonly left: number
  readonly width: number
  /** The row of the map, from the top. */
  readonly level: number
  readonly colour: string
  readonly failed: boolean
}

const LEVELS = 7
const COLUMNS = 160

/**
 * A trace in small: its spans by depth, in a bounded number of bars. Deep spans share the last row, and of spans that fall into one
 * column of the map the first stands for all, unless another failed.
 */
export function mapOf(
  { spans, depth }: SpanTree,
  axis: TimeAxis,
  now: number,
  colourOf: (span: Span) => string,
): readonly MapBar[] {
  const bars = new Map<number, MapBar>()
  const deepest = Math.min(LEVELS - 1, Math.max(0, ...depth.slice(0, 2000)))
  for (const [position, span] of spans.entries()) {
    const left = axis.at(span.start)
    const width = Math.max(axis.at(span.end ?? now) - left, 0.003)
    const level = Math.min(depth[position]!, deepest)
    const key = level * COLUMNS + Math.min(COLUMNS - 1, Math.floor(left * COLUMNS))
    const known = bars.get(key)
    const failed = isFailed(span)
    if (known && !(failed && !known.failed) && known.width >= width) continue
    bars.set(key, { left, width, level, colour: colourOf(span), failed: failed || (known?.failed ?? false) })
  }
  return [...bars.values()]
}
