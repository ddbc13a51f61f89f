import { structureOf } from '../json.ts'
import type { Dialect, Draft, SpanContext } from '../model/dialect.ts'
import type { OperationKind } from '../model/operation-kind.ts'
import { kindFrom } from '../shapes/kind-table.ts'
import { isRecord, numberOf } from '../value.ts'

const SUBTYPES: Readonly<Record<string, OperationKind>> = {
  model: 'model',
  'background-model': 'model',
  embedder: 'embeddings',
  tool: 'tool',
  'tool.v2': 'tool',
  retriever: 'retrieval',
  indexer: 'step',
  reranker: 'rerank',
  evaluator: 'evaluation',
  flow: 'workflow',
  prompt: 'prompt',
  'executable-prompt': 'prompt',
  resource: 'step',
  util: 'step',
  custom: 'step',
}
const TYPES: Readonly<Record<string, OperationKind>> = {
  flowstep: 'step',
  util: 'step',
  helper: 'step',
  prompttemplate: 'prompt',
  dotprompt: 'prompt',
}

/** Google's Genkit: the input and output of each action as JSON. */
export const genkit: Dialect = {
  name: 'genkit',
  kind: ({ attributes }) =>
    kindFrom(attributes, 'genkit:metadata:subtype', SUBTYPES) ?? kindFrom(attributes, 'genkit:type', TYPES),
  fields: {
    toolName: ['genkit:name'],
    session: ['genkit:sessionId'],
    title: ['genkit:name'],
  },
  sources: [
    { rank: 'vendor', key: 'genkit:input', as: 'request' },
    { rank: 'vendor', key: 'genkit:output', as: 'response' },
    { rank: 'vendor', read: readModel },
  ],
}

function readModel({ attributes, kind }: SpanContext): Draft | undefined {
  if (kind !== 'model' && kind !== 'embeddings') return undefined
  const name = attributes.text('genkit:name')
  const { value } = structureOf(attributes.get('genkit:output'))
  const usage = isRecord(value) && isRecord(value['usage']) ? value['usage'] : {}
  const slash = name?.indexOf('/') ?? -1
  return {
    fields: {
      model: name?.slice(slash + 1),
      provider: slash > 0 ? name?.slice(0, slash) : undefined,
      reasoningTokens: numberOf(usage['thoughtsTokens']),
      cachedTokens: numberOf(usage['cachedContentTokens']),
    },
  }
}
