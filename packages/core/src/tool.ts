import { context, type Attributes, type Span } from '@opentelemetry/api'
import * as names from './genai/attributes.ts'
import { capturesOnSpan, defaultPolicy, redacted, toAttributes } from './genai/content.ts'
import { inheritedAttributes } from './genai/inherited.ts'
import type { CallContent } from './genai/messages.ts'
import { runInSpan } from './run-in-span.ts'
import { settings } from './settings.ts'

/** A tool that the application runs for a model. */
export interface Tool {
  name: string
  /** The id of the tool call in the model's answer; it joins the call, this span and the result. */
  callId?: string | undefined
  /** As the model gave them; recorded under the content policy. */
  arguments?: unknown
  description?: string | undefined
}

/** Runs a tool in an `execute_tool` span (conventions: execute_tool span), with arguments and result under the content policy. */
export function runTool<Result>(tool: Tool, fn: (span: Span) => Result): Result {
  const parent = context.active()
  const attributes: Attributes = {
    [names.OPERATION_NAME]: 'execute_tool',
    [names.TOOL_NAME]: tool.name,
    [names.TOOL_TYPE]: 'function',
    ...inheritedAttributes(parent),
  }
  if (tool.callId) attributes[names.TOOL_CALL_ID] = tool.callId
  if (tool.description) attributes[names.TOOL_DESCRIPTION] = tool.description
  return runInSpan(
    `execute_tool ${tool.name}`,
    { attributes },
    (span) => {
      if (tool.arguments !== undefined) record(span, { [names.TOOL_CALL_ARGUMENTS]: tool.arguments })
      return fn(span)
    },
    (span, result) => {
      if (result !== undefined) record(span, { [names.TOOL_CALL_RESULT]: result })
    },
  )
}

function record(span: Span, content: CallContent): void {
  const policy = settings.content ?? defaultPolicy()
  if (!span.isRecording() || (!capturesOnSpan(policy) && !settings.live)) return
  const attributes = toAttributes(redacted(content, policy, 'execute_tool'), policy)
  if (capturesOnSpan(policy)) span.setAttributes(attributes)
  settings.live?.content(span, attributes)
}
