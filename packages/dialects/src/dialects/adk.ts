import { structureOf } from '../json.ts'
import type { Dialect, Draft, SpanContext } from '../model/dialect.ts'
import { readRequest, readResponse } from '../shapes/body.ts'
import { messagesIn } from '../shapes/message.ts'
import { isRecord, type UnknownRecord } from '../value.ts'

/** Google's Agent Development Kit: Gemini's request and response as JSON, in the snake case of Python. */
export const adk: Dialect = {
  name: 'adk',
  kind({ span }) {
    const { name } = span
    if (name === 'invocation') return 'workflow'
    if (/^(?:agent_run|invoke_agent)\b/.test(name)) return 'agent'
    // It calls the model by a span of its own, `generate_content`, where that is new enough.
    if (name === 'call_llm') return 'model'
    return /^execute_tool\b/.test(name) ? 'tool' : undefined
  },
  fields: {
    session: ['gcp.vertex.agent.session_id', 'gen_ai.conversation.id'],
    responseId: ['gcp.vertex.agent.event_id'],
  },
  sources: [
    { rank: 'vendor', read: readCall },
    { rank: 'vendor', read: readTool },
  ],
}

/** What stands for nothing: content that is not captured, and the same keys on the spans of tools. */
function held(value: unknown): UnknownRecord | undefined {
  const structure = structureOf(value).value
  return isRecord(structure) && Object.keys(structure).length > 0 ? structure : undefined
}

function readCall({ attributes, kind }: SpanContext): Draft | undefined {
  if (kind === 'tool') return undefined
  const request = held(attributes.get('gcp.vertex.agent.llm_request'))
  const response = held(attributes.get('gcp.vertex.agent.llm_response'))
  const data = request ? undefined : structureOf(attributes.get('gcp.vertex.agent.data')).value
  if (!request && !response && data === undefined) return undefined
  const taken = request ? readRequest(request) : {}
  const given = response ? readResponse(response) : {}
  return {
    ...taken,
    ...(data === undefined ? {} : { input: { messages: messagesIn(data, 'user'), truncated: false } }),
    ...(given.output ? { output: given.output } : {}),
    fields: { ...taken.fields, ...given.fields },
  }
}

function readTool({ attributes, kind }: SpanContext): Draft | undefined {
  if (kind !== 'tool') return undefined
  const result = attributes.get('gcp.vertex.agent.tool_response')
  const { value } = structureOf(result)
  // The event's id and a list of parts stand around the response.
  const inner =
    isRecord(value) && isRecord(value['response']) && Object.keys(value).length <= 3 ? value['response'] : value
  const args = attributes.get('gcp.vertex.agent.tool_call_args')
  return {
    ...(args === undefined || args === 'N/A' ? {} : { arguments: args }),
    ...(result === undefined || result === '<not specified>' ? {} : { result: inner }),
  }
}
