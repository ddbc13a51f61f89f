import type { OperationKind } from './model/operation-kind.ts'
import { AttributeReader } from './span/attribute-reader.ts'
import type { GenAiSpan } from './span/span.ts'

/** What a span is to the person who reads the tree. */
export type SpanRole = OperationKind | 'interaction' | 'page' | 'client' | 'server' | 'function' | 'database'

export const ROLE_WORDS: Readonly<Record<SpanRole, string>> = {
  interaction: 'interaction',
  page: 'page',
  client: 'request',
  server: 'server',
  function: 'function',
  database: 'database',
  model: 'model call',
  embeddings: 'embeddings',
  media: 'media',
  tool: 'tool',
  agent: 'agent',
  workflow: 'workflow',
  step: 'step',
  retrieval: 'retrieval',
  rerank: 'reranking',
  guardrail: 'guardrail',
  evaluation: 'evaluation',
  prompt: 'prompt',
  protocol: 'protocol',
}

/** The name of an icon for each role. Several roles share one where a person would not tell them apart. */
export type RoleIcon =
  | 'interaction'
  | 'page'
  | 'client'
  | 'server'
  | 'function'
  | 'database'
  | 'model'
  | 'embeddings'
  | 'media'
  | 'tool'
  | 'agent'
  | 'workflow'
  | 'retrieval'
  | 'guardrail'
  | 'evaluation'

const ICONS: Readonly<Partial<Record<SpanRole, RoleIcon>>> = {
  step: 'function',
  rerank: 'retrieval',
  prompt: 'function',
  protocol: 'client',
}

export function roleIcon(role: SpanRole): RoleIcon {
  return ICONS[role] ?? (role as RoleIcon)
}

/**
 * The role of a span: what its dialect says, or else what its other attributes, its kind and its name say.
 *
 * @param kind of the span's reading
 */
export function spanRole(span: GenAiSpan, kind: OperationKind | undefined): SpanRole {
  if (kind) return kind
  const attributes = new AttributeReader(span.attributes)
  if (attributes.has('db.system.name') || attributes.has('db.system')) return 'database'
  if (span.kind === 2 || span.kind === 5) return 'server'
  if (attributes.has('http.request.method') || attributes.has('http.method') || span.kind === 3) return 'client'
  const name = typeof span.name === 'string' ? span.name.slice(0, 40) : ''
  if (attributes.has('event_type') || /^(?:click|submit|press|tap|change|key)\b/i.test(name)) return 'interaction'
  return /^(?:document|page|navigat|route|resource)/i.test(name) ? 'page' : 'function'
}

/** A role whose colour is the model's and not its service's. */
export function isGenAiRole(role: SpanRole): boolean {
  return role === 'model' || role === 'embeddings' || role === 'agent' || role === 'media' || role === 'rerank'
}
