import { structureOf } from '../json.ts'
import type { Dialect, Draft, SpanContext } from '../model/dialect.ts'
import { readRequest, readResponse } from '../shapes/body.ts'
import { usageFields } from '../shapes/usage.ts'
import { isRecord, listOf, textOf } from '../value.ts'

/** deepset's Haystack: pipelines, components and agents, content as JSON where it is switched on. */
export const haystack: Dialect = {
  name: 'haystack',
  kind({ span, attributes }) {
    if (span.name === 'haystack.pipeline.run') return 'workflow'
    if (/^haystack\.agent\.(?:run|step)$/.test(span.name)) return span.name.endsWith('run') ? 'agent' : 'step'
    if (span.name === 'haystack.agent.step.llm') return 'model'
    if (span.name === 'haystack.agent.step.tool' || attributes.has('haystack.tool.name')) return 'tool'
    const type = attributes.text('haystack.component.type') ?? ''
    if (type.endsWith('Generator')) return 'model'
    if (type.endsWith('Retriever')) return 'retrieval'
    if (type.endsWith('Embedder')) return 'embeddings'
    if (type.endsWith('Ranker')) return 'rerank'
    if (type === 'Agent') return 'agent'
    return attributes.has('haystack.agent.input') ? 'agent' : type === '' ? undefined : 'step'
  },
  fields: {
    toolName: ['haystack.tool.name'],
    toolDescription: ['haystack.tool.description'],
    toolCallId: ['haystack.tool.call.id'],
    title: ['haystack.component.name', 'haystack.component.type'],
    agentName: ['haystack.component.name'],
  },
  sources: [
    { rank: 'vendor', read: readReply },
    ...[
      'haystack.agent.step.llm',
      'haystack.agent.step.tool',
      'haystack.agent',
      'haystack.component',
      'haystack.tool',
    ].flatMap(
      (prefix) =>
        [
          { rank: 'vendor', key: `${prefix}.input`, as: 'request' },
          { rank: 'vendor', key: `${prefix}.output`, as: 'response' },
        ] as const,
    ),
    { rank: 'entity', read: readPipeline },
  ],
}

/** A generator's replies: messages, or texts with their `meta` beside them. */
function readReply({ attributes, kind }: SpanContext): Draft | undefined {
  if (kind !== 'model' && kind !== 'agent') return undefined
  const { value, truncated } = structureOf(
    attributes.get('haystack.agent.step.llm.output') ??
      attributes.get('haystack.component.output') ??
      attributes.get('haystack.agent.output'),
  )
  if (!isRecord(value)) return undefined
  const replies = listOf(value['replies'] ?? value['messages'])
  if (replies.length === 0) return undefined
  const last: unknown = replies.at(-1)
  const meta = [isRecord(last) ? last['meta'] : undefined, listOf(value['meta'])[0]].find(isRecord) ?? {}
  const { output } = readResponse(replies)
  return {
    ...(output ? { output: { ...output, truncated } } : {}),
    fields: {
      ...(isRecord(meta['usage']) ? usageFields(meta['usage']) : {}),
      model: textOf(meta['model']),
      finishReasons: typeof meta['finish_reason'] === 'string' ? [meta['finish_reason']] : undefined,
    },
  }
}

function readPipeline({ attributes }: SpanContext): Draft | undefined {
  const { input } = readRequest(attributes.get('haystack.pipeline.input_data'))
  const { output } = readResponse(repliesIn(structureOf(attributes.get('haystack.pipeline.output_data')).value))
  return { ...(input ? { input } : {}), ...(output ? { output } : {}) }
}

/** The outputs of all components, by name: the replies of one that generates are the answer. */
function repliesIn(outputs: unknown): unknown {
  if (!isRecord(outputs)) return outputs
  const component = Object.values(outputs)
    .slice(0, 100)
    .find((output) => isRecord(output) && Array.isArray(output['replies']))
  return isRecord(component) ? component['replies'] : outputs
}
