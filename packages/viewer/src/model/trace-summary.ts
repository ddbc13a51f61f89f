import { stringAttribute } from './attributes.ts'
import { failureOf, type Failure } from './failure.ts'
import { isGenAi, roleOf } from './role.ts'
import { isFailed, type Span, type Trace } from './span.ts'
import { brokenOff } from './stream-outcome.ts'
import { rowTextOf } from './subtitle.ts'
import { buildTree, type SpanTree } from './tree.ts'
import { traceUsage } from './usage.ts'
import { ATTR_GEN_AI_AGENT_NAME } from '../semconv.ts'

/** What the list says of a trace. */
export interface TraceSummary {
  readonly name: string
  readonly tokens: number
  readonly failure: Failure | undefined
  /** The root succeeded although something below failed. */
  readonly recovered: boolean
  /** In words, how a stream in it ended that nobody read to its end, where nothing failed. */
  readonly brokenOff: string | undefined
}

const trees = new WeakMap<Trace, { readonly structure: number; readonly tree: SpanTree }>()
const summaries = new WeakMap<
  Trace,
  { readonly revision: number; readonly at: number; readonly summary: TraceSummary }
>()

/** The tree of a trace, built anew only when its shape has changed. */
export function treeOf(trace: Trace): SpanTree {
  const known = trees.get(trace)
  if (known && known.structure === trace.structure) return known.tree
  const tree = buildTree(trace)
  trees.set(trace, { structure: trace.structure, tree })
  return tree
}

/**
 * @param now milliseconds; the summary of a very large trace is made anew only now and then while it still grows
 */
export function summaryOf(trace: Trace, now: number): TraceSummary {
  const known = summaries.get(trace)
  if (known && (known.revision === trace.revision || (trace.spans.length > 5000 && now - known.at < 500)))
    return known.summary
  const tree = treeOf(trace)
  const usage = traceUsage(tree)
  const root = tree.spans[0]
  const failed = trace.failed > 0 ? (trace.spans.find(isFailedGenAi) ?? trace.spans.find(isFailed)) : undefined
  const summary: TraceSummary = {
    name: root ? nameOf(root) : trace.traceId,
    tokens: usage.input + usage.output,
    failure: failed && failureOf(failed),
    recovered: root !== undefined && !isFailed(root),
    brokenOff: failed ? undefined : firstOf(trace.spans, brokenOff),
  }
  summaries.set(trace, { revision: trace.revision, at: now, summary })
  return summary
}

/** "click Check the claims" reads better in a list as "Check the claims"; a request needs its path. */
function nameOf(root: Span): string {
  const { title, subtitle } = rowTextOf(root)
  const role = roleOf(root)
  const agent = stringAttribute(root.attributes, ATTR_GEN_AI_AGENT_NAME)
  if (role === 'agent' && agent !== undefined) return agent
  if (role === 'interaction') return root.name.replace(/^(click|submit|press|tap)\s+(?=\S)/i, '')
  return role === 'client' && title !== root.name ? `${title} ${subtitle}` : title
}

function firstOf(spans: readonly Span[], read: (span: Span) => string | undefined): string | undefined {
  for (const span of spans) {
    const words = read(span)
    if (words !== undefined) return words
  }
  return undefined
}

function isFailedGenAi(span: Span): boolean {
  return isFailed(span) && isGenAi(roleOf(span))
}

/** The span that says most about a trace: the newest call of a model, else a failure, else the root. */
export function mostTelling(trace: Trace): Span | undefined {
  let best: Span | undefined
  for (const span of trace.spans)
    if (roleOf(span) === 'model' && (best === undefined || span.start >= best.start)) best = span
  return best ?? trace.spans.find(isFailed) ?? treeOf(trace).spans[0]
}
