import { stringAttribute } from './attributes.ts'
import type { Span } from './span.ts'
import {
  ATTR_DB_SYSTEM,
  ATTR_DB_SYSTEM_NAME,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_HTTP_METHOD,
  ATTR_HTTP_REQUEST_METHOD,
} from '../semconv.ts'

/** What a span is to the person who reads the tree. */
export type SpanRole =
  | 'interaction'
  | 'page'
  | 'client'
  | 'server'
  | 'function'
  | 'model'
  | 'embeddings'
  | 'tool'
  | 'agent'
  | 'retrieval'
  | 'media'
  | 'database'

const OPERATIONS: Readonly<Record<string, SpanRole>> = {
  chat: 'model',
  generate_content: 'model',
  text_completion: 'model',
  fetch_response: 'model',
  embeddings: 'embeddings',
  execute_tool: 'tool',
  invoke_agent: 'agent',
  create_agent: 'agent',
  invoke_workflow: 'agent',
  plan: 'agent',
  retrieval: 'retrieval',
}

export const ROLE_WORDS: Readonly<Record<SpanRole, string>> = {
  interaction: 'interaction',
  page: 'page',
  client: 'request',
  server: 'server',
  function: 'function',
  model: 'model call',
  embeddings: 'embeddings',
  tool: 'tool',
  agent: 'agent',
  retrieval: 'retrieval',
  media: 'media',
  database: 'database',
}

/** The operation says it first: a tool's call id on any other span does not make a GenAI span of it. */
export function roleOf(span: Span): SpanRole {
  const operation = stringAttribute(span.attributes, ATTR_GEN_AI_OPERATION_NAME)
  if (operation !== undefined)
    return OPERATIONS[operation] ?? (/image|audio|speech|video/.test(operation) ? 'media' : 'model')
  const { attributes } = span
  if (attributes.has(ATTR_DB_SYSTEM_NAME) || attributes.has(ATTR_DB_SYSTEM)) return 'database'
  if (span.kind === 2 || span.kind === 5) return 'server'
  if (attributes.has(ATTR_HTTP_REQUEST_METHOD) || attributes.has(ATTR_HTTP_METHOD) || span.kind === 3) return 'client'
  if (attributes.has('event_type') || /^(click|submit|press|tap|change|key)\b/i.test(span.name)) return 'interaction'
  if (/^(document|page|navigat|route|resource)/i.test(span.name)) return 'page'
  return 'function'
}

/** A role whose colour is the model's and not its service's. */
export function isGenAi(role: SpanRole): boolean {
  return role === 'model' || role === 'embeddings' || role === 'agent' || role === 'media'
}
