import { context, type Attributes, type Span } from '@opentelemetry/api'
import * as names from '../semconv.ts'
import { capturesOnSpan, redacted, toAttributes, type ContentPolicy } from '../content/content.ts'
import { recordableText } from '../content/error-text.ts'
import { inheritedAttributes } from './inherited.ts'
import type { CallContent } from '../content/messages.ts'
import { guarded } from '../faults.ts'
import { OwnSpan, currentPolicy } from './run-in-span.ts'
import { settings } from '../settings.ts'

/** A tool that the application runs for a model. */
export interface Tool {
  name: string
  /** The id of the tool call in the model's answer; it joins the call, this span and the result. */
  callId?: string | undefined
  /** As the model gave them; recorded under the content policy. */
  arguments?: unknown
  /** Part of the request's tool definitions; recorded under the content policy. */
  description?: string | undefined
}

/**
 * Runs a tool in an `execute_tool` span (conventions: execute_tool span), with arguments and result under the content policy: that of
 * the client whose tool it is, or the one of `startTracing`.
 */
export function runTool<Result>(
  tool: Tool,
  fn: (span: Span) => Result,
  policyOf: () => ContentPolicy = currentPolicy,
): Result {
  const policy = policyOf()
  const attributes: Attributes = {
    [names.ATTR_GEN_AI_OPERATION_NAME]: 'execute_tool',
    [names.ATTR_GEN_AI_TOOL_NAME]: tool.name,
    [names.ATTR_GEN_AI_TOOL_TYPE]: 'function',
    ...inheritedAttributes(context.active()),
  }
  if (tool.callId) attributes[names.ATTR_GEN_AI_TOOL_CALL_ID] = tool.callId
  // Read when the tool starts, since it may change its arguments; set at the end: some backends cut the tail of a span's
  // attributes, and it should be the large ones that are cut.
  const content: Attributes = {}
  const take = (span: Span, read: () => Attributes): void => {
    if (!span.isRecording() || (!capturesOnSpan(policy) && !settings.live)) return
    guarded('tool', () => {
      const piece = read()
      Object.assign(content, piece)
      settings.live?.content(span, piece)
    })
  }
  const recordable = (piece: CallContent): Attributes => toAttributes(redacted(piece, policy, 'execute_tool'), policy)
  const finish = (span: Span, result: unknown): void => {
    if (result !== undefined) take(span, () => recordable({ [names.ATTR_GEN_AI_TOOL_CALL_RESULT]: result }))
    if (capturesOnSpan(policy)) span.setAttributes(content)
  }
  const own = new OwnSpan(`execute_tool ${tool.name}`, { attributes }, finish, policy)
  const { description, arguments: given } = tool
  const result = own.run((span) => {
    if (description) {
      take(span, () => {
        const text = recordableText(names.ATTR_GEN_AI_TOOL_DESCRIPTION, description, policy, 'execute_tool')
        return text ? { [names.ATTR_GEN_AI_TOOL_DESCRIPTION]: text } : {}
      })
    }
    if (given !== undefined) take(span, () => recordable({ [names.ATTR_GEN_AI_TOOL_CALL_ARGUMENTS]: given }))
    return fn(span)
  })
  return own.follow(result)
}
