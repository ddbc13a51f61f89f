import type { FilterResults } from './filter.ts'
import type { Span, Trace } from './span.ts'
import { treeOf } from './trace-summary.ts'
import type { SpanTree } from './tree.ts'

/** Where the chosen span stands among those that a filter finds in its trace. */
export interface MatchPlace {
  /** From 1 on; 0 where the chosen span is none of them. */
  readonly place: number
  readonly count: number
}

export function matchPlace(
  tree: SpanTree,
  chosen: string | undefined,
  results: FilterResults,
  now: number,
): MatchPlace {
  let place = 0
  let count = 0
  for (const span of tree.spans) {
    if (!results.matches(span, now)) continue
    count++
    if (span.spanId === chosen) place = count
  }
  return { place, count }
}

/**
 * The next span that a filter finds, in the order of the tree: after the chosen one and round the shown trace, or, where that has no
 * other, in the next trace that has one.
 *
 * @param traces in the order of the list
 * @param direction 1 for the next, -1 for the previous
 */
export function nextMatch(
  traces: readonly Trace[],
  shown: { readonly traceId: string | undefined; readonly spanId: string | undefined },
  results: FilterResults,
  now: number,
  direction: 1 | -1,
): Span | undefined {
  const at = traces.findIndex((trace) => trace.traceId === shown.traceId)
  const here = at === -1 ? undefined : matchAfter(treeOf(traces[at]!), shown.spanId, results, now, direction)
  if (here && here.spanId !== shown.spanId) return here
  for (const trace of round(traces, at, direction)) {
    if (trace.traceId === shown.traceId) continue
    const there = matchAfter(treeOf(trace), undefined, results, now, direction)
    if (there) return there
  }
  return here
}

/** The first match of a tree after a span and round to it; without a span, the first or the last of all. */
function matchAfter(
  { spans }: SpanTree,
  spanId: string | undefined,
  results: FilterResults,
  now: number,
  direction: 1 | -1,
): Span | undefined {
  const at = spanId === undefined ? -1 : spans.findIndex((span) => span.spanId === spanId)
  for (const span of round(spans, at, direction)) if (results.matches(span, now)) return span
  return undefined
}

/** All of a list, once: from the one beside a place on and round to it. From no place (-1), from the first or from the last. */
function* round<T>(list: readonly T[], at: number, direction: 1 | -1): Generator<T> {
  const { length } = list
  const from = at === -1 && direction === -1 ? 0 : at
  for (let step = 1; step <= length; step++) yield list[(from + step * direction + length) % length]!
}
