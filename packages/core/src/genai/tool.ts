import { context, type Attributes, type Span } from '@opentelemetry/api'
import * as names from '../semconv.ts'
import { capturesOnSpan, type ContentPolicy } from '../content-policy.ts'
import { guarded } from '../faults.ts'
import type { CallContent } from '../messages.ts'
import type { Recorder } from '../recorder.ts'
import { currentPolicy, settings } from '../settings.ts'
import { agentIn } from './agent-context.ts'
import { inheritedAttributes } from './inherited.ts'
import { loadRecorder } from './load-recorder.ts'
import { withinSpanLimits } from '../span-limits.ts'
import { OwnSpan } from './run-in-span.ts'

/** A tool that the application runs for a model. */
export interface ToolOptions {
  name: string
  /** The id of the tool call in the model's answer; it joins the call, this span and the result. */
  callId?: string | undefined
  /** As the model gave them; recorded under the content policy. */
  arguments?: unknown
  /** Part of the request's tool definitions; recorded under the content policy. */
  description?: string | undefined
  /** `gen_ai.provider.name` of the model that calls the tool; by default the provider of the calls in the agent around. */
  provider?: string | undefined
}

type Read = (recorder: Recorder, value: CallContent) => Attributes

/**
 * Runs a tool in an `execute_tool` span (conventions: execute_tool span), with arguments and result under the content policy: that of
 * the client whose tool it is, or the one of `startTracing`.
 */
export function runTool<Result>(
  tool: ToolOptions,
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
  const provider = tool.provider ?? agentIn(context.active())?.provider
  if (provider) attributes[names.ATTR_GEN_AI_PROVIDER_NAME] = provider
  if (tool.callId) attributes[names.ATTR_GEN_AI_TOOL_CALL_ID] = tool.callId
  const about = { policy, operation: 'execute_tool' }
  const content: Attributes = {}
  const take = (
    span: Span,
    piece: () => CallContent,
    read: Read = (recorder, value) => recorder.attributes(value, { ...about, policy: withinSpanLimits(policy, span) }),
  ) => {
    if (!span.isRecording() || (!capturesOnSpan(policy) && !settings.live)) return
    const record = (value: CallContent): void => {
      const attributes = settings.recorder ? read(settings.recorder, value) : {}
      // Set at the end: some backends cut the tail of a span's attributes, and it should be the large ones that are cut.
      Object.assign(content, attributes)
      settings.live?.content(span, attributes)
    }
    guarded('tool', () => {
      const loading = loadRecorder()
      if (!loading) return record(piece())
      // Read now, since the tool may change its arguments.
      const json = JSON.stringify(piece())
      void loading.then(() => guarded('tool', () => record(JSON.parse(json) as CallContent)))
    })
  }
  const finish = (span: Span, result: unknown): void => {
    if (result !== undefined) take(span, () => ({ [names.ATTR_GEN_AI_TOOL_CALL_RESULT]: result }))
    if (capturesOnSpan(policy)) span.setAttributes(content)
  }
  const own = new OwnSpan(`execute_tool ${tool.name}`, { attributes }, finish, policy)
  const { description, arguments: given } = tool
  const result = own.run((span) => {
    if (description) {
      take(
        span,
        () => ({}),
        (recorder) => {
          const text = recorder.text(names.ATTR_GEN_AI_TOOL_DESCRIPTION, description, about)
          return text ? { [names.ATTR_GEN_AI_TOOL_DESCRIPTION]: text } : {}
        },
      )
    }
    if (given !== undefined) take(span, () => ({ [names.ATTR_GEN_AI_TOOL_CALL_ARGUMENTS]: given }))
    return fn(span)
  })
  return own.follow(result)
}
