import { structureOf } from '../json.ts'
import type { Dialect, Draft, SpanContext } from '../model/dialect.ts'
import type { OperationKind } from '../model/operation-kind.ts'
import type { Part } from '../model/message.ts'
import { message } from '../shapes/message.ts'
import { otherPart, readPart } from '../shapes/part.ts'
import { isRecord, listOf } from '../value.ts'

const OPS: Readonly<Record<string, OperationKind>> = {
  chat: 'model',
  responses: 'model',
  generate_text: 'model',
  stream_text: 'model',
  generate_content: 'model',
  text_completion: 'model',
  embeddings: 'embeddings',
  invoke_agent: 'agent',
  create_agent: 'agent',
  execute_tool: 'tool',
  handoff: 'step',
}

/** Sentry: the conventions' names as they once were, and its own. */
export const sentry: Dialect = {
  name: 'sentry',
  kind({ attributes }) {
    const op = attributes.text('sentry.op')?.replace(/^gen_ai\./, '') ?? ''
    if (op === 'mcp.server') return attributes.has('mcp.tool.name') ? 'tool' : 'protocol'
    return Object.hasOwn(OPS, op) ? OPS[op] : undefined
  },
  fields: {
    model: ['gen_ai.request.model', 'ai.model_id'],
    toolName: ['gen_ai.tool.name', 'mcp.tool.name'],
    title: ['gen_ai.function_id', 'gen_ai.pipeline.name'],
  },
  sources: [
    { rank: 'vendor', key: 'gen_ai.request.messages', as: 'input' },
    { rank: 'vendor', key: 'gen_ai.embeddings.input', as: 'request', for: ['embeddings'] },
    { rank: 'vendor', read: readAnswer },
    { rank: 'vendor', key: 'gen_ai.request.available_tools', as: 'tools' },
    { rank: 'vendor', key: 'gen_ai.tool.input', as: 'arguments' },
    { rank: 'vendor', key: 'gen_ai.tool.output', as: 'result' },
    { rank: 'vendor', key: 'mcp.tool.result.content', as: 'result' },
    { rank: 'generic', key: 'ai.input_messages', as: 'input' },
    { rank: 'generic', key: 'ai.responses', as: 'output' },
  ],
}

function readAnswer({ attributes, kind }: SpanContext): Draft | undefined {
  if (kind === 'tool') return undefined
  const text = structureOf(attributes.get('gen_ai.response.text'))
  const calls = structureOf(attributes.get('gen_ai.response.tool_calls') ?? attributes.get('ai.tool_calls'))
  const object = structureOf(attributes.get('gen_ai.response.object')).value
  const parts: Part[] = []
  if (typeof text.value === 'string') parts.push({ type: 'text', text: text.value })
  else if (Array.isArray(text.value))
    for (const part of listOf(text.value).slice(0, 1000)) parts.push(...readPart(part))
  else if (text.value !== undefined) parts.push(otherPart(text.value, 'data'))
  for (const call of listOf(calls.value).slice(0, 1000))
    parts.push(...readPart(isRecord(call) ? { ...call, type: 'tool_call' } : call))
  if (object !== undefined) parts.push(otherPart(object, 'object'))
  if (parts.length === 0) return undefined
  return { output: { messages: [message('assistant', parts)], truncated: text.truncated || calls.truncated } }
}
