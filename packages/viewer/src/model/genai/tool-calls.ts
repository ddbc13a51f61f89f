import { stringAttribute, type Value } from '../attributes.ts'
import type { Span, Trace } from '../span.ts'
import type { Part } from './messages.ts'
import { structureOf } from './messages.ts'
import { contentOf } from './read-span.ts'
import { ATTR_GEN_AI_INPUT_MESSAGES, ATTR_GEN_AI_TOOL_CALL_ID, ATTR_GEN_AI_TOOL_CALL_RESULT } from '../../semconv.ts'

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
  let toolSpan: Span | undefined
  for (const span of trace.spans)
    if (span.attributes.get(ATTR_GEN_AI_TOOL_CALL_ID) === callId && span !== caller) toolSpan = span
  const own = resultsIn(caller).get(callId)
  if (own) return { response: own.response, span: toolSpan }
  const recorded = toolSpan?.attributes.get(ATTR_GEN_AI_TOOL_CALL_RESULT)
  if (recorded !== undefined) {
    const { value, truncated } = structureOf(recorded)
    return { response: truncated ? recorded : value, span: toolSpan }
  }
  for (const span of trace.spans) {
    if (span.start < caller.start || span === caller) continue
    const raw = span.attributes.get(ATTR_GEN_AI_INPUT_MESSAGES)
    // Most spans never heard of the call; only those are read that name it.
    if (typeof raw === 'string' && !raw.includes(callId)) continue
    const later = resultsIn(span).get(callId)
    if (later) return { response: later.response, span: toolSpan }
  }
  return { response: undefined, span: toolSpan }
}

/** The call that an `execute_tool` span answers: the model's span and its arguments, as far as the trace holds them. */
export function callerOf(toolSpan: Span, trace: Trace): Span | undefined {
  const callId = stringAttribute(toolSpan.attributes, ATTR_GEN_AI_TOOL_CALL_ID)
  if (callId === undefined) return undefined
  return trace.spans.find(
    (span) =>
      span !== toolSpan &&
      contentOf(span, 'output').messages.some(({ parts }) =>
        parts.some((part) => part.type === 'tool_call' && part.id === callId),
      ),
  )
}
