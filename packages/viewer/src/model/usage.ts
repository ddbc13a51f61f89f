import { usageOfSpan } from './reading.ts'
import { roleOf } from './role.ts'
import type { SpanTree } from './tree.ts'

/** Tokens as the GenAI conventions count them: input includes the cached, output includes the reasoning. */
export interface Usage {
  readonly input: number
  readonly output: number
}

/**
 * Tokens of a span with everything below it, for every position of the tree. A wrapper (an agent, a framework's own span) often
 * repeats the usage of the calls that it made: what a span says itself and what its children say together are the same
 * tokens, so the larger counts. A tool is a border: what runs inside a tool is not part of the call above it.
 */
export function rollUpUsage(tree: SpanTree): { readonly input: Float64Array; readonly output: Float64Array } {
  const count = tree.spans.length
  const totals = { input: new Float64Array(count), output: new Float64Array(count) }
  const fromTools = { input: new Float64Array(count), output: new Float64Array(count) }
  for (let position = count - 1; position >= 0; position--) {
    const span = tree.spans[position]!
    const own = usageOfSpan(span)
    const isTool = roleOf(span) === 'tool'
    const above = tree.parent[position]!
    for (const side of ['input', 'output'] as const) {
      const total = Math.max(own[side] ?? 0, totals[side][position]!) + fromTools[side][position]!
      totals[side][position] = total
      if (above === -1) continue
      const target = isTool ? fromTools[side] : totals[side]
      target[above] = target[above]! + total
    }
  }
  return totals
}

/** Tokens of a whole trace. */
export function traceUsage(tree: SpanTree): Usage {
  const totals = rollUpUsage(tree)
  let input = 0
  let output = 0
  for (let position = 0; position < tree.spans.length; position += tree.descendants[position]! + 1) {
    input += totals.input[position]!
    output += totals.output[position]!
  }
  return { input, output }
}
