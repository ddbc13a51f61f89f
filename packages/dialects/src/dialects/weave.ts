import type { Dialect } from '../model/dialect.ts'
import { kindFrom } from '../shapes/kind-table.ts'

/** Weights & Biases' Weave: a few keys beside any other dialect. */
export const weave: Dialect = {
  name: 'weave',
  kind: ({ attributes }) =>
    kindFrom(attributes, 'weave.span.kind', {
      llm: 'model',
      agent: 'agent',
      tool: 'tool',
      chain: 'step',
      retriever: 'retrieval',
      embedding: 'embeddings',
    }),
  fields: {
    session: ['wandb.thread_id'],
    title: ['wandb.display_name'],
  },
}
