import { structureOf } from '../json.ts'
import type { Dialect, Draft, SpanContext } from '../model/dialect.ts'
import type { Message } from '../model/message.ts'
import { readRequest, readResponse } from '../shapes/body.ts'
import { message, messagesIn, readMessages } from '../shapes/message.ts'
import { otherPart } from '../shapes/part.ts'
import { readTools } from '../shapes/tools.ts'
import { isRecord, listOf, textOf, type UnknownRecord } from '../value.ts'

/** Pydantic AI in all its format versions, and Logfire's wrappers of providers. */
export const pydantic: Dialect = {
  name: 'pydantic',
  kind({ span, attributes }) {
    if (attributes.has('gen_ai.operation.name')) return undefined
    if (
      /^(?:agent run|invoke_agent)\b/.test(span.name) ||
      attributes.has('all_messages_events') ||
      attributes.has('pydantic_ai.all_messages')
    )
      return 'agent'
    if (/^running tool\b/.test(span.name) || attributes.has('tool_arguments'))
      return /^running \d* ?tools/.test(span.name) ? 'step' : 'tool'
    return attributes.has('request_data') || attributes.has('model_request_parameters') ? 'model' : undefined
  },
  fields: {
    agentName: ['gen_ai.agent.name', 'agent_name'],
    inputTokens: ['gen_ai.usage.input_tokens', 'gen_ai.aggregated_usage.input_tokens'],
    outputTokens: ['gen_ai.usage.output_tokens', 'gen_ai.aggregated_usage.output_tokens'],
    cost: ['operation.cost'],
    toolName: ['gen_ai.tool.name'],
    title: ['logfire.msg'],
  },
  sources: [
    { rank: 'attributes', read: readAllMessages },
    { rank: 'events', read: readEvents },
    { rank: 'events', read: readWrapper },
    { rank: 'attributes', key: 'tool_arguments', as: 'arguments' },
    { rank: 'attributes', key: 'tool_response', as: 'result' },
    { rank: 'attributes', read: readParameters },
  ],
}

/** An agent's whole history: the last answer is its output. `final_result` is the answer where the messages are not there. */
function readAllMessages({ attributes }: SpanContext): Draft | undefined {
  const all = attributes.get('pydantic_ai.all_messages')
  const result = attributes.get('final_result')
  if (all === undefined) {
    if (result === undefined) return undefined
    const { value } = structureOf(result)
    const part =
      typeof value === 'string' || value === undefined
        ? ({ type: 'text', text: value ?? '' } as const)
        : otherPart(value, 'data')
    return attributes.has('all_messages_events')
      ? undefined
      : { output: { messages: [message('assistant', [part])], truncated: false } }
  }
  const { messages, truncated } = readMessages(all, 'user')
  return split(messages, truncated)
}

function split(messages: readonly Message[], truncated: boolean): Draft {
  const last = messages.at(-1)
  const isAnswered = last?.role === 'assistant'
  return {
    input: { messages: isAnswered ? messages.slice(0, -1) : messages, truncated },
    ...(isAnswered ? { output: { messages: [last], truncated: false } } : {}),
  }
}

/** Format 1: generation B of the conventions, as one attribute of JSON. */
function readEvents({ attributes }: SpanContext): Draft | undefined {
  const held = attributes.get('events') ?? attributes.get('all_messages_events')
  const { value, truncated } = structureOf(held)
  const events = listOf(value)
  if (!events.some((event) => isRecord(event) && typeof event['event.name'] === 'string')) return undefined
  const input: Message[] = []
  const output: Message[] = []
  for (const event of events.slice(0, 10_000)) {
    if (!isRecord(event)) continue
    const name = textOf(event['event.name']) ?? ''
    if (name === 'gen_ai.choice') output.push(...messagesIn([event], 'assistant'))
    else input.push(...messagesIn([bodyOf(event, name)], roleOf(name)))
  }
  if (output.length > 0)
    return { input: { messages: input, truncated }, output: { messages: output, truncated: false } }
  return split(input, truncated)
}

function bodyOf(event: UnknownRecord, name: string): UnknownRecord {
  const { role, content, tool_calls: calls, id, name: toolName } = event
  return { role: role ?? roleOf(name), content, tool_calls: calls, id, name: toolName }
}

function roleOf(name: string): string {
  return /^gen_ai\.(\w+)\.message$/.exec(name)?.[1] ?? 'user'
}

/** Logfire's wrappers: the body of the request, and `{ message, usage }` or the text of a stream. */
function readWrapper({ attributes }: SpanContext): Draft | undefined {
  const request = attributes.get('request_data')
  const response = structureOf(attributes.get('response_data')).value
  if (request === undefined && response === undefined) return undefined
  const streamed = isRecord(response) ? textOf(response['combined_chunk_content']) : undefined
  const read =
    streamed === undefined
      ? readResponse(response)
      : { output: { messages: messagesIn(streamed, 'assistant'), truncated: false } }
  const taken = readRequest(request)
  return { ...taken, ...(read.output ? { output: read.output } : {}), fields: { ...taken.fields, ...read.fields } }
}

function readParameters({ attributes }: SpanContext): Draft | undefined {
  const { value } = structureOf(attributes.get('model_request_parameters'))
  const tools = isRecord(value) ? value['function_tools'] : undefined
  return Array.isArray(tools) ? { tools: readTools(tools) } : undefined
}
