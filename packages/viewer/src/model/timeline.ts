import { formatIdle } from './format.ts'
import { roleOf } from './role.ts'
import type { Trace } from './span.ts'
import { type Fold, type TimeAxis, timeRange } from './waterfall.ts'

/** The part of an axis that is shown, in fractions of it. */
export interface Part {
  readonly from: number
  readonly to: number
}

export const WHOLE_TRACE: Part = { from: 0, to: 1 }

/** A fold takes this share of the axis. */
const FOLDED = 0.12
const LEAST_IDLE = 10_000

/** The axis of a whole trace. With `fold`, idle time takes little of it. */
export function axisOf(trace: Trace, now: number, fold: boolean): TimeAxis {
  const { start, length } = timeRange(trace, now)
  const idle = fold ? idleOf(trace) : []
  if (idle.length === 0) return { start, length, folds: [], at: (time) => (time - start) / length }
  const idleTime = idle.reduce((sum, { from, to }) => sum + to - from, 0)
  const width = Math.min(FOLDED, 0.5 / idle.length)
  /** Fractions of the axis for each millisecond that is not folded. */
  const scale = (1 - width * idle.length) / (length - idleTime)
  let folded = 0
  const folds = idle.map(({ from, to }, index) => {
    const left = (from - start - folded) * scale + index * width
    folded += to - from
    return { start: from, end: to, left, width }
  })
  const at = (time: number): number => {
    let before = 0
    for (const [index, span] of folds.entries()) {
      if (time <= span.start) return (time - start - before) * scale + index * width
      if (time < span.end) return span.left + ((time - span.start) / (span.end - span.start)) * width
      before += span.end - span.start
    }
    return (time - start - before) * scale + folds.length * width
  }
  return { start, length, folds, at }
}

/** A part of an axis, as an axis of its own. */
export function partOf(axis: TimeAxis, { from, to }: Part): TimeAxis {
  if (from === 0 && to === 1) return axis
  const size = to - from
  return {
    start: axis.start,
    length: axis.length,
    folds: axis.folds.map((fold) => ({ ...fold, left: (fold.left - from) / size, width: fold.width / size })),
    at: (time) => (axis.at(time) - from) / size,
  }
}

interface Gap {
  readonly from: number
  readonly to: number
}

const gaps = new WeakMap<Trace, { readonly revision: number; readonly idle: readonly Gap[] }>()

/**
 * Idle time: longer than ten seconds without a span that begins or ends and without a model at work, in all more than half of the trace.
 * Something may well run then, such as a tool that waits for a person.
 */
export function idleOf(trace: Trace): readonly Gap[] {
  if (trace.running > 0 || trace.end - trace.start < LEAST_IDLE || trace.spans.length > 5000) return []
  const known = gaps.get(trace)
  if (known?.revision === trace.revision) return known.idle
  const moments = trace.spans
    .flatMap((span) => [span.start, span.end ?? span.start, ...span.moments.map(({ time }) => time)])
    .toSorted((a, b) => a - b)
  const calls = trace.spans.filter((span) => roleOf(span) === 'model')
  const found: Gap[] = []
  for (const [index, to] of moments.entries()) {
    const from = moments[index - 1] ?? to
    if (to - from < LEAST_IDLE) continue
    if (!calls.some((call) => call.start < to && (call.end ?? to) > from)) found.push({ from, to })
  }
  const total = found.reduce((sum, { from, to }) => sum + to - from, 0)
  const idle = total > (trace.end - trace.start) / 2 ? found.slice(0, 4) : []
  gaps.set(trace, { revision: trace.revision, idle })
  return idle
}

/** E.g. `38 s idle`. */
export function idleWords(folds: readonly Fold[]): string {
  return `${formatIdle(folds.reduce((sum, { start, end }) => sum + end - start, 0))} idle`
}
