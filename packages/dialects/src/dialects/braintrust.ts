import { structureOf } from '../json.ts'
import type { Dialect, Draft, FieldName, SpanContext } from '../model/dialect.ts'
import type { OperationKind } from '../model/operation-kind.ts'
import type { Score } from '../model/reading.ts'
import { settingsIn } from '../model/settings.ts'
import { readTools } from '../shapes/tools.ts'
import { isRecord, numberOf, textOf, type UnknownRecord } from '../value.ts'

const KINDS: Readonly<Record<string, OperationKind>> = {
  llm: 'model',
  tool: 'tool',
  function: 'step',
  task: 'step',
  eval: 'workflow',
  score: 'evaluation',
}

/** Braintrust's SDKs for Go, Java, Ruby and .NET. */
export const braintrust: Dialect = {
  name: 'braintrust',
  kind({ attributes }) {
    const { value } = structureOf(attributes.get('braintrust.span_attributes'))
    const type =
      (isRecord(value) ? textOf(value['type']) : undefined) ?? attributes.text('braintrust.span_attributes.type') ?? ''
    return Object.hasOwn(KINDS, type) ? KINDS[type] : undefined
  },
  fields: {
    model: ['braintrust.metadata.model'],
    provider: ['braintrust.metadata.provider'],
    inputTokens: ['braintrust.metrics.prompt_tokens'],
    outputTokens: ['braintrust.metrics.completion_tokens'],
    totalTokens: ['braintrust.metrics.tokens'],
    session: ['braintrust.metadata.session_id'],
  },
  sources: [
    { rank: 'vendor', read: readRest },
    { rank: 'vendor', key: 'braintrust.input_json', as: 'request' },
    { rank: 'vendor', key: 'braintrust.output_json', as: 'response' },
    { rank: 'vendor', key: 'braintrust.input', as: 'request' },
    { rank: 'vendor', key: 'braintrust.output', as: 'response' },
  ],
}

function readRest({ attributes }: SpanContext): Draft {
  const object = (key: string): UnknownRecord => {
    const { value } = structureOf(attributes.get(key))
    return isRecord(value) ? value : {}
  }
  const metadata = object('braintrust.metadata')
  const metrics = object('braintrust.metrics')
  const spanAttributes = object('braintrust.span_attributes')
  const fields: Partial<Record<FieldName, unknown>> = {
    model: metadata['model'],
    provider: metadata['provider'],
    session: metadata['session_id'],
    toolName: spanAttributes['name'],
    inputTokens: metrics['prompt_tokens'],
    outputTokens: metrics['completion_tokens'],
    totalTokens: metrics['tokens'],
    cachedTokens: metrics['prompt_cached_tokens'],
    reasoningTokens: metrics['completion_reasoning_tokens'],
  }
  const scores = Object.entries(object('braintrust.scores'))
    .slice(0, 200)
    .map(([name, score]): Score => ({ name, score: numberOf(score), label: undefined, explanation: undefined }))
  return {
    fields,
    settings: settingsIn(metadata),
    ...(Array.isArray(metadata['tools']) ? { tools: readTools(metadata['tools']) } : {}),
    ...(scores.length > 0 ? { scores } : {}),
  }
}
