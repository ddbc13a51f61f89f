import type { Dialect, Draft, SpanContext } from '../model/dialect.ts'
import type { Message } from '../model/message.ts'
import { kindFrom } from '../shapes/kind-table.ts'
import { message } from '../shapes/message.ts'
import { readTools } from '../shapes/tools.ts'
import { structureOf } from '../json.ts'
import { textOf } from '../value.ts'

/** Spring AI: all attributes are texts, and prompts stand in the log. */
export const spring: Dialect = {
  name: 'spring',
  kind: ({ attributes }) =>
    kindFrom(attributes, 'spring.ai.kind', {
      chat_client: 'workflow',
      advisor: 'step',
      tool_call: 'tool',
      vector_store: 'retrieval',
    }) ??
    kindFrom(attributes, 'gen_ai.operation.name', { embedding: 'embeddings', image: 'media', framework: 'workflow' }),
  fields: {
    toolName: ['spring.ai.tool.definition.name'],
    toolDescription: ['spring.ai.tool.definition.description'],
    toolCallId: ['spring.ai.tool.call.id'],
    query: ['db.vector.query.content'],
  },
  sources: [
    { rank: 'vendor', key: 'spring.ai.tool.call.arguments', as: 'arguments' },
    { rank: 'vendor', key: 'spring.ai.tool.call.result', as: 'result' },
    { rank: 'vendor', key: 'db.vector.query.response.documents', as: 'documents' },
    { rank: 'vendor', read: readSession },
    { rank: 'vendor', read: readLog },
    { rank: 'generic', read: readNames },
  ],
  elsewhere:
    'Spring AI writes prompts and completions into the log, if spring.ai.chat.observations.log-prompt and log-completion are true: send the log to the receiver as well.',
}

/** `default` is no conversation. */
function readSession({ attributes }: SpanContext): Draft | undefined {
  const id = attributes.text('spring.ai.chat.client.conversation.id')
  return id === undefined || id === 'default' ? undefined : { fields: { session: id } }
}

const LINES: readonly (readonly [RegExp, 'input' | 'output'])[] = [
  [/^Chat (?:Model|Client) Prompt Content:\s*/, 'input'],
  [/^Chat (?:Model|Client) Completion:\s*/, 'output'],
]

function readLog({ span }: SpanContext): Draft | undefined {
  const sides: { input: Message[]; output: Message[] } = { input: [], output: [] }
  for (const { body } of (span.logs ?? []).slice(0, 1000)) {
    const line = textOf(body)
    if (line === undefined) continue
    for (const [prefix, side] of LINES) {
      const start = prefix.exec(line.slice(0, 60))
      if (!start) continue
      const text = withoutBrackets(line.slice(start[0].length))
      sides[side].push(message(side === 'input' ? 'user' : 'assistant', [{ type: 'text', text }]))
    }
  }
  if (sides.input.length === 0 && sides.output.length === 0) return undefined
  return {
    input: { messages: sides.input, truncated: false },
    output: { messages: sides.output, truncated: false },
    place: 'logs',
  }
}

/** Java's list of texts: `["…"]`, which is JSON where the texts have no quotation marks. */
function withoutBrackets(list: string): string {
  const { value } = structureOf(list)
  if (Array.isArray(value)) return value.filter((item) => typeof item === 'string').join('\n')
  return list.trim()
}

function readNames({ attributes }: SpanContext): Draft | undefined {
  const names = attributes.text('spring.ai.model.request.tool.names', 'spring.ai.chat.client.tool.names')
  if (names === undefined || names === 'none') return undefined
  const list = names
    .replace(/^\[|\]$/g, '')
    .split(',', 1000)
    .map((name) => name.replace(/["\s]/g, ''))
  return { tools: readTools(list.filter((name) => name !== '')) }
}
