import type { Dialect } from '../model/dialect.ts'
import { kindFrom } from '../shapes/kind-table.ts'

/** Laminar: its own input and output, over forks of OpenLLMetry. */
export const laminar: Dialect = {
  name: 'laminar',
  kind: ({ attributes }) =>
    kindFrom(attributes, 'lmnr.span.type', {
      llm: 'model',
      cached: 'model',
      tool: 'tool',
      executor: 'step',
      evaluator: 'evaluation',
      human_evaluator: 'evaluation',
      evaluation: 'workflow',
    }),
  fields: {
    session: ['lmnr.association.properties.session_id'],
    user: ['lmnr.association.properties.user_id'],
  },
  sources: [
    { rank: 'entity', key: 'lmnr.span.input', as: 'request' },
    { rank: 'entity', key: 'lmnr.span.output', as: 'response' },
  ],
}
