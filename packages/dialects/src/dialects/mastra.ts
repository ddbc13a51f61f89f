import type { Dialect, Draft, SpanContext } from '../model/dialect.ts'
import { readRequest, readResponse } from '../shapes/body.ts'
import { kindFrom } from '../shapes/kind-table.ts'

/** Mastra: the conventions on model spans, input and output under the type of the span on all others. */
export const mastra: Dialect = {
  name: 'mastra',
  kind: ({ attributes }) =>
    kindFrom(attributes, 'mastra.span.type', {
      agent_run: 'agent',
      model_generation: 'model',
      tool_call: 'tool',
      mcp_tool_call: 'tool',
      provider_tool_call: 'tool',
      workflow_run: 'workflow',
      rag_embedding: 'embeddings',
      model_step: 'step',
      model_chunk: 'step',
      workflow_step: 'step',
      processor_run: 'step',
      generic: 'step',
    }),
  sources: [{ rank: 'entity', read: readIO }],
}

function readIO({ attributes, kind }: SpanContext): Draft | undefined {
  const type = attributes.text('mastra.span.type')
  if (type === undefined) return undefined
  const taken = attributes.get(`mastra.${type}.input`)
  const given = attributes.get(`mastra.${type}.output`)
  if (kind === 'tool') return { arguments: taken, result: given }
  const { input, instructions } = readRequest(taken)
  const { output } = readResponse(given)
  return { ...(input ? { input } : {}), ...(instructions ? { instructions } : {}), ...(output ? { output } : {}) }
}
