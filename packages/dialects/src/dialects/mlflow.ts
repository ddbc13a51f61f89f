import type { Dialect, Draft, SpanContext } from '../model/dialect.ts'
import { structureOf } from '../json.ts'
import { kindFrom } from '../shapes/kind-table.ts'
import { isRecord, textOf } from '../value.ts'

/** MLflow: every value is JSON, texts too. */
export const mlflow: Dialect = {
  name: 'mlflow',
  kind: ({ attributes }) =>
    kindFrom(attributes, 'mlflow.spanType', {
      llm: 'model',
      chat_model: 'model',
      agent: 'agent',
      chain: 'step',
      tool: 'tool',
      retriever: 'retrieval',
      embedding: 'embeddings',
      reranker: 'rerank',
      parser: 'step',
      memory: 'step',
      workflow: 'workflow',
      task: 'step',
      guardrail: 'guardrail',
      evaluator: 'evaluation',
    }),
  fields: {},
  sources: [
    { rank: 'vendor', read: readRest },
    { rank: 'vendor', key: 'mlflow.spanInputs', as: 'request' },
    { rank: 'vendor', key: 'mlflow.spanOutputs', as: 'response' },
    { rank: 'vendor', key: 'mlflow.chat.tools', as: 'tools' },
  ],
}

function readRest({ span, attributes }: SpanContext): Draft {
  const text = (key: string): string | undefined => textOf(structureOf(attributes.get(key)).value)
  const usage = structureOf(attributes.get('mlflow.chat.tokenUsage')).value
  const cost = structureOf(attributes.get('mlflow.llm.cost')).value
  return {
    fields: {
      model: text('mlflow.llm.model'),
      provider: text('mlflow.llm.provider'),
      session: text('mlflow.trace.session'),
      user: text('mlflow.trace.user'),
      toolName: text('mlflow.spanFunctionName') ?? span.name,
      ...(isRecord(usage)
        ? {
            inputTokens: usage['input_tokens'],
            outputTokens: usage['output_tokens'],
            totalTokens: usage['total_tokens'],
            cachedTokens: usage['cache_read_input_tokens'],
            cacheWrittenTokens: usage['cache_creation_input_tokens'],
          }
        : {}),
      ...(isRecord(cost)
        ? { cost: cost['total_cost'], inputCost: cost['input_cost'], outputCost: cost['output_cost'] }
        : {}),
    },
  }
}
