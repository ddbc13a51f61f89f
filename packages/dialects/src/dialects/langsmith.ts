import { structureOf } from '../json.ts'
import type { Dialect, Draft, SpanContext } from '../model/dialect.ts'
import { usageFields } from '../shapes/usage.ts'
import { kindFrom } from '../shapes/kind-table.ts'
import { isRecord } from '../value.ts'

/** LangSmith's export: the inputs and outputs of a run, in `gen_ai.prompt` and `gen_ai.completion` without an index. */
export const langsmith: Dialect = {
  name: 'langsmith',
  // `gen_ai.operation.name` says `chat` of prompts and `embeddings` of retrievers: the kind of the run is right.
  kind: ({ attributes }) =>
    kindFrom(attributes, 'langsmith.span.kind', {
      llm: 'model',
      chain: 'step',
      tool: 'tool',
      retriever: 'retrieval',
      embedding: 'embeddings',
      prompt: 'prompt',
      parser: 'step',
    }),
  fields: {
    model: ['gen_ai.request.model', 'langsmith.metadata.ls_model_name'],
    provider: ['gen_ai.system', 'langsmith.metadata.ls_provider'],
    session: ['langsmith.metadata.session_id', 'langsmith.metadata.thread_id', 'langsmith.metadata.conversation_id'],
    user: ['langsmith.metadata.user_id'],
    toolName: ['langsmith.trace.name'],
    title: ['langsmith.trace.name'],
  },
  sources: [
    { rank: 'vendor', read: readUsage },
    { rank: 'vendor', key: 'gen_ai.prompt', as: 'request' },
    { rank: 'vendor', key: 'gen_ai.completion', as: 'response' },
  ],
}

function readUsage({ attributes }: SpanContext): Draft | undefined {
  const { value } = structureOf(attributes.get('langsmith.usage_metadata'))
  const [input, output] = ['input', 'output'].map(
    (side) => structureOf(attributes.get(`gen_ai.usage.${side}_token_details`)).value,
  )
  const details = {
    ...(isRecord(value) ? value : {}),
    ...(isRecord(input) ? { input_token_details: input } : {}),
    ...(isRecord(output) ? { output_token_details: output } : {}),
  }
  return { fields: usageFields(details) }
}
