import { structureOf } from '../json.ts'
import type { Dialect, Draft, SpanContext } from '../model/dialect.ts'
import type { OperationKind } from '../model/operation-kind.ts'
import type { RetrievedDocument } from '../model/reading.ts'
import { readRequest, readResponse } from '../shapes/body.ts'
import { flatMessages } from '../shapes/flat-messages.ts'
import { kindOfOperation } from './otel/operations.ts'
import { kindFrom } from '../shapes/kind-table.ts'
import { readTools } from '../shapes/tools.ts'
import { AttributeReader } from '../span/attribute-reader.ts'
import { numbered, textAt } from '../span/flattened.ts'
import { isRecord } from '../value.ts'

const SPANS: Readonly<Record<string, OperationKind>> = {
  workflow: 'workflow',
  task: 'step',
  agent: 'agent',
  tool: 'tool',
  session: 'workflow',
  server: 'protocol',
}
const REQUESTS: Readonly<Record<string, OperationKind>> = {
  chat: 'model',
  completion: 'model',
  rerank: 'rerank',
  embedding: 'embeddings',
}

/** OpenLLMetry (Traceloop): flattened prompts and completions, later the conventions' attributes; `traceloop.entity.*` for functions. */
export const traceloop: Dialect = {
  name: 'traceloop',
  kind: ({ span, attributes }) =>
    kindFrom(attributes, 'llm.request.type', REQUESTS) ??
    (kindOfOperation(attributes.text('gen_ai.operation.name') ?? '')
      ? undefined
      : kindFrom(attributes, 'traceloop.span.kind', SPANS)) ??
    (/^\w+\.(?:chat|completion|response)$/.test(span.name.slice(0, 60)) ? 'model' : undefined) ??
    (attributes.flattened('gen_ai.prompt') && !attributes.has('gen_ai.operation.name') ? 'model' : undefined) ??
    (attributes.has('db.vector.query.top_k') || span.events?.some(({ name }) => name === 'db.query.result')
      ? 'retrieval'
      : undefined),
  fields: {
    model: ['gen_ai.request.model', 'llm.request.model'],
    responseModel: ['gen_ai.response.model', 'llm.response.model'],
    inputTokens: ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens', 'llm.usage.prompt_tokens'],
    outputTokens: ['gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens', 'llm.usage.completion_tokens'],
    totalTokens: ['gen_ai.usage.total_tokens', 'llm.usage.total_tokens'],
    reasoningTokens: ['gen_ai.usage.reasoning_tokens', 'llm.usage.reasoning_tokens'],
    session: [
      'traceloop.association.properties.session_id',
      'traceloop.association.properties.conversation_id',
      'traceloop.association.properties.chat_id',
      'traceloop.association.properties.thread_id',
    ],
    user: ['traceloop.association.properties.user_id', 'llm.user', 'gen_ai.user'],
    agentName: ['gen_ai.agent.name'],
    toolName: ['traceloop.entity.name'],
    title: ['traceloop.entity.name', 'traceloop.workflow.name'],
  },
  sources: [
    { rank: 'flattened', read: readFlattened },
    { rank: 'entity', read: readEntity },
    { rank: 'entity', read: readQueryResults },
  ],
}

function readFlattened({ attributes }: SpanContext): Draft | undefined {
  const input = flatMessages(attributes.flattened('gen_ai.prompt') ?? attributes.flattened('llm.prompts'), 'user')
  const output = flatMessages(
    attributes.flattened('gen_ai.completion') ?? attributes.flattened('llm.completions'),
    'assistant',
  )
  const functions = numbered(attributes.flattened('llm.request.functions')).map((item) => ({
    name: textAt(item, 'name') ?? null,
    description: textAt(item, 'description') ?? null,
    parameters: structureOf(textAt(item, 'parameters')).value ?? null,
  }))
  return {
    ...(input ? { input } : {}),
    ...(output ? { output } : {}),
    ...(functions.length > 0 ? { tools: readTools(functions) } : {}),
  }
}

/** `{ inputs | args, kwargs, tags, metadata }` of a decorated function or of LangChain: what matters stands inside. */
function readEntity({ attributes, kind }: SpanContext): Draft | undefined {
  const taken = inside(attributes.get('traceloop.entity.input'), kind)
  const given = inside(attributes.get('traceloop.entity.output'), kind)
  if (taken === undefined && given === undefined) return undefined
  if (kind === 'tool') return { arguments: taken, result: given }
  const input = taken === undefined ? undefined : readRequest(taken)
  const output = given === undefined ? undefined : readResponse(given)
  return { ...output, ...input, ...(output?.output ? { output: output.output } : {}) }
}

function inside(attribute: unknown, kind: OperationKind | undefined): unknown {
  const { value } = structureOf(attribute)
  if (!isRecord(value)) return value
  const { inputs, outputs, input_str: text, args, kwargs } = value
  if (kind === 'tool' && isRecord(kwargs) && Object.keys(kwargs).length > 0) return kwargs
  if (kind === 'tool' && text !== undefined) return text
  const held = inputs ?? outputs ?? text
  if (held !== undefined && !isEmpty(held)) return held
  if (isRecord(kwargs) && Object.keys(kwargs).length > 0) return kwargs
  return Array.isArray(args) ? (args.length === 1 ? (args[0] as unknown) : args) : value
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}

/** Vector databases: one event a document. */
function readQueryResults({ span }: SpanContext): Draft | undefined {
  const documents = (span.events ?? [])
    .slice(0, 2000)
    .filter(({ name }) => name === 'db.query.result')
    .map((event): RetrievedDocument => {
      const attributes = new AttributeReader(event.attributes)
      const metadata = structureOf(attributes.get('db.query.result.metadata')).value
      return {
        id: attributes.text('db.query.result.id'),
        text: attributes.text('db.query.result.document') ?? '',
        score: attributes.number('db.query.result.score', 'db.query.result.distance'),
        metadata,
      }
    })
  return documents.length > 0 ? { documents } : undefined
}
