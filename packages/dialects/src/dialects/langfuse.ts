import { structureOf } from '../json.ts'
import type { Dialect, Draft, FieldName, SpanContext } from '../model/dialect.ts'
import type { OperationKind } from '../model/operation-kind.ts'
import { settingsIn } from '../model/settings.ts'
import { kindFrom } from '../shapes/kind-table.ts'
import { isRecord, numberOf } from '../value.ts'

const KINDS: Readonly<Record<string, OperationKind>> = {
  generation: 'model',
  embedding: 'embeddings',
  agent: 'agent',
  tool: 'tool',
  chain: 'step',
  retriever: 'retrieval',
  evaluator: 'evaluation',
  guardrail: 'guardrail',
  span: 'step',
  event: 'step',
}
const MODEL_KEYS = [
  'langfuse.observation.model.name',
  'langfuse.observation.usage_details',
  'langfuse.observation.cost_details',
  'langfuse.observation.prompt.name',
]

/** Langfuse's own SDKs: whatever the application passed as input and output, as JSON. */
export const langfuse: Dialect = {
  name: 'langfuse',
  kind({ attributes }) {
    const kind = kindFrom(attributes, 'langfuse.observation.type', KINDS)
    // Up to version 3.3 the Python SDK called everything a span.
    const isModel = (kind === undefined || kind === 'step') && MODEL_KEYS.some((key) => attributes.has(key))
    return isModel ? 'model' : kind
  },
  fields: {
    model: ['langfuse.observation.model.name'],
    session: ['langfuse.session.id', 'session.id'],
    user: ['langfuse.user.id', 'user.id'],
    title: ['langfuse.trace.name'],
  },
  sources: [
    { rank: 'vendor', read: readDetails },
    { rank: 'vendor', key: 'langfuse.observation.input', as: 'request' },
    { rank: 'vendor', key: 'langfuse.observation.output', as: 'response' },
    { rank: 'generic', key: 'langfuse.trace.input', as: 'request' },
    { rank: 'generic', key: 'langfuse.trace.output', as: 'response' },
  ],
}

/** The buckets of `usage_details` are exclusive: input without what was cached. Integrations that send a provider's own names keep those. */
function readDetails({ attributes }: SpanContext): Draft | undefined {
  const usage = structureOf(attributes.get('langfuse.observation.usage_details')).value
  const cost = structureOf(attributes.get('langfuse.observation.cost_details')).value
  const fields: Partial<Record<FieldName, unknown>> = {}
  if (isRecord(usage)) {
    const number = (...keys: readonly string[]): number | undefined =>
      keys.map((key) => numberOf(usage[key])).find((value) => value !== undefined)
    const input = number('input', 'prompt_tokens', 'input_tokens', 'promptTokens')
    const output = number('output', 'completion_tokens', 'output_tokens', 'completionTokens')
    const cached = number('input_cached_tokens', 'cache_read_input_tokens', 'input_cache_read')
    const written = number('cache_creation_input_tokens', 'input_cache_creation')
    const reasoning = number('output_reasoning_tokens', 'output_reasoning')
    const isExclusive = usage['input'] !== undefined
    fields.inputTokens = input === undefined ? undefined : input + (isExclusive ? (cached ?? 0) + (written ?? 0) : 0)
    fields.outputTokens = output === undefined ? undefined : output + (isExclusive ? (reasoning ?? 0) : 0)
    fields.totalTokens = number('total', 'total_tokens')
    fields.cachedTokens = cached
    fields.cacheWrittenTokens = written
    fields.reasoningTokens = reasoning
  }
  if (isRecord(cost)) {
    fields.inputCost = cost['input']
    fields.outputCost = cost['output']
    fields.cost = cost['total']
  }
  return { fields, settings: settingsIn(attributes.get('langfuse.observation.model.parameters')) }
}
