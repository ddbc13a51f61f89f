import type { TraceListing } from './trace-source.ts'
import { readingOf } from '../model/readings.ts'
import { isGenAi, roleOf } from '../model/role.ts'
import type { Trace } from '../model/span.ts'
import { summaryOf, treeOf } from '../model/trace-summary.ts'
import { traceUsage } from '../model/usage.ts'

/** What a list says of a trace. */
export function listingOf(trace: Trace, now: number): TraceListing {
  const { input, output } = traceUsage(treeOf(trace))
  const { name, failure } = summaryOf(trace, now)
  let modelCalls = 0
  let toolCalls = 0
  let conversationId: string | undefined
  const services = new Set<string>()
  for (const span of trace.spans) {
    const role = roleOf(span)
    if (role === 'model') modelCalls++
    else if (role === 'tool') toolCalls++
    if (isGenAi(role)) conversationId ??= readingOf(span).session
    if (span.service !== '') services.add(span.service)
  }
  return {
    traceId: trace.traceId,
    title: name,
    start: trace.start,
    end: trace.end,
    spans: trace.spans.length,
    running: trace.running,
    failed: trace.failed,
    modelCalls,
    toolCalls,
    inputTokens: input,
    outputTokens: output,
    failure: failure?.words,
    services: [...services],
    conversationId,
  }
}
