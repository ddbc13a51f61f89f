import type { Part } from '@spanlit/dialects'
import type { Value } from '../attributes.ts'
import type { Span, Trace } from '../span.ts'
import { readingOf } from '../readings.ts'
import { roleOf } from '../role.ts'
import { contentOf } from './read-span.ts'

/** What became of a tool call. */
export interface ToolOutcome {
  readonly response: Value | undefined
  /** The span in which the tool ran. */
  readonly span: Span | undefined
}

type ToolResult = Extract<Part, { type: 'tool_result' }>

/** The results that a list of messages carries, by the id of their call. */
function resultsIn(span: Span): ReadonlyMap<string, ToolResult> {
  const results = new Map<string, ToolResult>()
  for (const name of ['input', 'output'] as const)
    for (const { parts } of contentOf(span, name).messages)
      for (const part of parts) if (part.type === 'tool_result' && part.id !== undefined) results.set(part.id, part)
  return results
}

/**
 * Joins a tool call with what came of it: the result in the same messages, the `execute_tool` span with the same
 * `gen_ai.tool.call.id`, or the result that a later call of the trace hands to the model.
 */
export function outcomeOf(callId: string | undefined, caller: Span, trace: Trace): ToolOutcome {
  if (callId === undefined) return { response: undefined, span: undefined }
  const known = toolSpansOf(trace).get(callId)
  const toolSpan = known === caller ? undefined : known
  const own = resultsIn(caller).get(callId)
  if (own) return { response: own.response, span: toolSpan }
  const recorded = toolSpan && readingOf(toolSpan).tool?.result
  if (recorded !== undefined) return { response: recorded, span: toolSpan }
  for (const span of trace.spans) {
    if (span.start < caller.start || span === caller || roleOf(span) !== 'model') continue
    const later = resultsIn(span).get(callId)
    if (later) return { response: later.response, span: toolSpan }
  }
  return { response: undefined, span: toolSpan }
}

const toolSpans = new WeakMap<Trace, { readonly revision: number; readonly byCall: ReadonlyMap<string, Span> }>()

/** The spans in which tools ran, by the id of their call. */
function toolSpansOf(trace: Trace): ReadonlyMap<string, Span> {
  const known = toolSpans.get(trace)
  if (known?.revision === trace.revision) return known.byCall
  const byCall = new Map<string, Span>()
  for (const span of trace.spans) {
    const callId = roleOf(span) === 'tool' ? readingOf(span).tool?.callId : undefined
    if (callId !== undefined) byCall.set(callId, span)
  }
  toolSpans.set(trace, { revision: trace.revision, byCall })
  return byCall
}

/** The call of a model that asked for a tool, as far as the trace holds it. */
export function callerOf(toolSpan: Span, trace: Trace): Span | undefined {
  const callId = readingOf(toolSpan).tool?.callId
  if (callId === undefined) return undefined
  return trace.spans.find(
    (span) =>
      span !== toolSpan &&
      roleOf(span) === 'model' &&
      contentOf(span, 'output').messages.some(({ parts }) =>
        parts.some((part) => part.type === 'tool_call' && part.id === callId),
      ),
  )
}
