import { failureOf, type Failure } from './failure.ts'
import { isCutShort } from './finish-reason.ts'
import { type Exchange, exchangeOf, finishReasonsOf, readerGeneration, rowTextOf, usageOfSpan } from './reading.ts'
import { isGenAi, roleOf } from './role.ts'
import { ATTR_HTTP_REQUEST_RESEND_COUNT } from '../semconv.ts'
import { isFailed, type Span, type Trace } from './span.ts'
import { brokenOff } from './stream-outcome.ts'
import { buildTree, type SpanTree } from './tree.ts'
import { rollUpUsage, type Usage } from './usage.ts'

/** What the list and the header say of a trace. */
export interface TraceSummary extends Exchange {
  /** The root span's name. */
  readonly name: string
  readonly usage: Usage
  /** Input tokens that came from a cache. */
  readonly cached: number
  readonly modelCalls: number
  readonly toolCalls: number
  /** Further attempts of calls that failed at first. */
  readonly retries: number
  readonly failure: Failure | undefined
  /** The root succeeded although something below failed. */
  readonly recovered: boolean
  /** In words, how a stream in it ended that nobody read, or why an answer is not whole, where nothing failed. */
  readonly brokenOff: string | undefined
}

const trees = new WeakMap<Trace, { readonly structure: number; readonly tree: SpanTree }>()
const summaries = new WeakMap<
  Trace,
  { readonly revision: number; readonly reader: number; readonly at: number; readonly summary: TraceSummary }
>()
const usages = new WeakMap<
  SpanTree,
  { readonly revision: number; readonly reader: number; readonly usage: ReturnType<typeof rollUpUsage> }
>()

/** The tree of a trace, built anew only when its shape has changed. */
export function treeOf(trace: Trace): SpanTree {
  const known = trees.get(trace)
  if (known && known.structure === trace.structure) return known.tree
  const tree = buildTree(trace)
  trees.set(trace, { structure: trace.structure, tree })
  return tree
}

/** Tokens of each span with everything below it, by position in the tree. */
export function usageOf(trace: Trace, tree: SpanTree = treeOf(trace)): ReturnType<typeof rollUpUsage> {
  const known = usages.get(tree)
  const reader = readerGeneration()
  const isKnown = known?.reader === reader
  if (isKnown && (known.revision === trace.revision || trace.spans.length > 5000)) return known.usage
  const usage = rollUpUsage(tree)
  usages.set(tree, { revision: trace.revision, reader, usage })
  return usage
}

/**
 * @param now milliseconds; the summary of a very large trace is made anew only now and then while it still grows
 */
export function summaryOf(trace: Trace, now: number): TraceSummary {
  const known = summaries.get(trace)
  const reader = readerGeneration()
  const isKnown = known?.reader === reader
  if (isKnown && (known.revision === trace.revision || (trace.spans.length > 5000 && now - known.at < 500)))
    return known.summary
  const summary = summarise(trace)
  summaries.set(trace, { revision: trace.revision, reader, at: now, summary })
  return summary
}

function summarise(trace: Trace): TraceSummary {
  const tree = treeOf(trace)
  const root = tree.spans[0]
  const totals = rollUpUsage(tree)
  const usage = { input: 0, output: 0 }
  for (let position = 0; position < tree.spans.length; position += tree.descendants[position]! + 1) {
    usage.input += totals.input[position]!
    usage.output += totals.output[position]!
  }
  const counts = { modelCalls: 0, toolCalls: 0, retries: 0, cached: 0 }
  const calls: Span[] = []
  for (const span of trace.spans) {
    const role = roleOf(span)
    if (role === 'model') counts.modelCalls++
    if (role === 'tool') counts.toolCalls++
    if (role === 'model' || role === 'agent' || role === 'media') calls.push(span)
    if (role === 'model') counts.cached += usageOfSpan(span).cached ?? 0
    if (isGenAi(role)) counts.retries += retriesOf(span)
  }
  const failed = trace.failed > 0 ? (trace.spans.find(isFailedGenAi) ?? trace.spans.find(isFailed)) : undefined
  return {
    ...exchangeOf(calls.toSorted((a, b) => a.start - b.start)),
    ...counts,
    name: root ? nameOf(root) : trace.traceId,
    usage,
    failure: failed && failureOf(failed),
    recovered: root !== undefined && !isFailed(root),
    brokenOff: failed ? undefined : (firstOf(calls, brokenOff) ?? firstOf(calls, cutWords)),
  }
}

/** "click Check the claims" reads better in a list as "Check the claims"; a request needs its method and path. */
function nameOf(root: Span): string {
  const { title, subtitle } = rowTextOf(root)
  const role = roleOf(root)
  if (role === 'model') return root.name
  return (role === 'client' || role === 'server') && subtitle !== '' ? `${subtitle} ${title}` : title
}

function cutWords(span: Span): string | undefined {
  const reason = finishReasonsOf(span).find(isCutShort)
  if (reason === undefined) return undefined
  return reason === 'length' || reason === 'max_tokens'
    ? 'cut at length'
    : reason === 'content_filter'
      ? 'filtered'
      : undefined
}

function retriesOf(span: Span): number {
  const count = span.attributes.get(ATTR_HTTP_REQUEST_RESEND_COUNT)
  return typeof count === 'number' && count > 0 ? count : 0
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
