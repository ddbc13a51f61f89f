import type { Dialect, Draft, FieldName, LogReading, NamedLog, SpanContext } from '../model/dialect.ts'
import type { Message } from '../model/message.ts'
import type { OperationKind } from '../model/operation-kind.ts'
import { readRequest, readResponse } from '../shapes/body.ts'
import { message } from '../shapes/message.ts'
import { otherPart, textPart } from '../shapes/part.ts'
import { toolCall, toolResult } from '../shapes/tool-parts.ts'
import { AttributeReader } from '../span/attribute-reader.ts'

const SPANS: Readonly<Record<string, OperationKind>> = {
  interaction: 'agent',
  llm_request: 'model',
  tool: 'tool',
  'tool.blocked_on_user': 'step',
  'tool.execution': 'step',
  hook: 'step',
}

/** Claude Code: log records of a session, and spans in a beta. */
export const claudeCode: Dialect = {
  name: 'claude-code',
  kind({ span, attributes }) {
    const type = (attributes.text('span.type') ?? span.name).replace(/^claude_code\./, '')
    return Object.hasOwn(SPANS, type) ? SPANS[type] : undefined
  },
  fields: {
    model: ['model', 'gen_ai.request.model'],
    inputTokens: ['input_tokens'],
    outputTokens: ['output_tokens'],
    cachedTokens: ['cache_read_tokens'],
    cacheWrittenTokens: ['cache_creation_tokens'],
    cost: ['cost_usd'],
    finishReasons: ['stop_reason'],
    responseId: ['request_id'],
    session: ['session.id'],
    user: ['user.id'],
    toolName: ['tool_name'],
    toolCallId: ['tool_use_id'],
  },
  sources: [
    { rank: 'vendor', key: 'user_prompt', as: 'input', for: ['agent'] },
    { rank: 'vendor', key: 'new_context', as: 'input', for: ['model'] },
    { rank: 'vendor', key: 'response.model_output', as: 'output', for: ['model'] },
    { rank: 'vendor', key: 'tool_input', as: 'arguments' },
    { rank: 'vendor', key: 'full_command', as: 'arguments', for: ['tool'] },
    { rank: 'vendor', read: readToolOutput },
  ],
  inputLeavesOutCached: true,
  logs: { prefix: 'claude_code.', read: readLog },
}

function readToolOutput({ span, kind }: SpanContext): Draft | undefined {
  if (kind !== 'tool') return undefined
  const event = (span.events ?? []).find(({ name }) => name === 'tool.output')
  if (!event) return undefined
  const attributes = new AttributeReader(event.attributes)
  return { result: attributes.get('output') ?? attributes.get('content') ?? attributes.get('diff') }
}

function readLog({ name, attributes }: NamedLog): LogReading {
  const session = attributes.text('session.id')
  const user = attributes.text('user.email', 'user.account_uuid', 'user.id')
  const common = { session, user }
  switch (name.replace('claude_code.', '')) {
    case 'user_prompt':
      return { ...common, messages: said('user', attributes.text('prompt') ?? attributes.text('command_name')) }
    case 'assistant_response':
      return { ...common, messages: said('assistant', attributes.text('response', 'text', 'content')) }
    case 'tool_result':
      return { ...common, messages: toolMessages(attributes) }
    case 'api_request':
      return { ...common, fields: usageOf(attributes) }
    case 'api_request_body':
      return { ...common, whole: readRequest(attributes.get('body')) }
    case 'api_response_body': {
      const { output } = readResponse(attributes.get('body'))
      return { ...common, ...(output ? { whole: { output } } : {}) }
    }
    case 'api_error':
    case 'api_refusal': {
      const error = attributes.text('error') ?? name
      return { ...common, messages: [message('assistant', [otherPart(error, 'error')])] }
    }
    default:
      return common
  }
}

function said(role: string, text: string | undefined): readonly Message[] {
  return text === undefined ? [] : [message(role, [textPart(text)])]
}

/** A line a tool: what it was called with, and whether it worked. What it gave is not in the log. */
function toolMessages(attributes: AttributeReader): readonly Message[] {
  const id = attributes.text('tool_use_id')
  const name = attributes.text('tool_name')
  const isError = attributes.text('success') === 'false' || attributes.get('success') === false
  const taken = attributes.get('tool_input') ?? attributes.get('tool_parameters')
  const given = attributes.text('error') ?? (isError ? 'failed' : 'done')
  return [
    message('assistant', [toolCall(id, name, taken)]),
    message('tool', [toolResult(id, name, given, { isError })]),
  ]
}

function usageOf(attributes: AttributeReader): Partial<Record<FieldName, unknown>> {
  const cached = attributes.number('cache_read_tokens') ?? 0
  const written = attributes.number('cache_creation_tokens') ?? 0
  return {
    model: attributes.text('model'),
    inputTokens: (attributes.number('input_tokens') ?? 0) + cached + written,
    outputTokens: attributes.number('output_tokens'),
    cachedTokens: cached,
    cacheWrittenTokens: written,
    cost: attributes.number('cost_usd'),
  }
}
