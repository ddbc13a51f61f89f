import type { Dialect } from '../../model/dialect.ts'
import { readBodyEvents, readDetailsEvents, readOldEvents, readScores } from './events.ts'
import { kindOfOperation } from './operations.ts'

/** Attributes that say that a span is a GenAI operation, where none says which. */
const SIGNS = ['gen_ai.system', 'gen_ai.provider.name', 'gen_ai.request.model', 'gen_ai.response.model']

/**
 * OpenTelemetry's GenAI conventions in all their generations: attributes with parts, the details event, one event (or log record) a message,
 * and the two events of the beginning.
 */
export const otel: Dialect = {
  name: 'otel',
  kind({ span, attributes }) {
    const operation = attributes.text('gen_ai.operation.name')
    if (operation !== undefined)
      return kindOfOperation(operation) ?? (attributes.has('gen_ai.request.model') ? 'model' : 'step')
    if (SIGNS.some((name) => attributes.has(name))) {
      const first = /^([a-z_]+)(?: |$)/.exec(span.name.slice(0, 80))?.[1]
      return (first === undefined ? undefined : kindOfOperation(first)) ?? 'model'
    }
    // A tool's call id on any other span makes no tool of it.
    return attributes.has('gen_ai.input.messages') || attributes.has('gen_ai.output.messages') ? 'model' : undefined
  },
  fields: {
    model: ['gen_ai.request.model'],
    responseModel: ['gen_ai.response.model'],
    provider: ['gen_ai.provider.name', 'gen_ai.system'],
    responseId: ['gen_ai.response.id'],
    previousResponseId: [
      'gen_ai.request.previous_response.id',
      'openai.request.previous_response_id',
      'gen_ai.request.previous_response_id',
      'gen_ai.openai.request.previous_response_id',
    ],
    finishReasons: ['gen_ai.response.finish_reasons', 'gen_ai.response.finish_reason', 'gen_ai.finishReason'],
    inputTokens: ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'],
    outputTokens: ['gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'],
    totalTokens: ['gen_ai.usage.total_tokens'],
    cachedTokens: [
      'gen_ai.usage.cache_read.input_tokens',
      'gen_ai.usage.cache_read_input_tokens',
      'gen_ai.usage.input_tokens.cached',
      'gen_ai.usage.details.cache_read_tokens',
    ],
    cacheWrittenTokens: [
      'gen_ai.usage.cache_write.input_tokens',
      'gen_ai.usage.cache_creation.input_tokens',
      'gen_ai.usage.cache_write_input_tokens',
      'gen_ai.usage.cache_creation_input_tokens',
      'gen_ai.usage.input_tokens.cache_write',
      'gen_ai.usage.input_tokens.cache_creation',
      'gen_ai.usage.details.cache_write_tokens',
    ],
    reasoningTokens: [
      'gen_ai.usage.reasoning.output_tokens',
      'gen_ai.usage.reasoning_tokens',
      'gen_ai.usage.output_tokens.reasoning',
      'gen_ai.usage.details.reasoning_tokens',
    ],
    cost: ['gen_ai.usage.cost', 'gen_ai.usage.total_cost', 'gen_ai.cost.total_cost'],
    inputCost: ['gen_ai.usage.input_cost', 'gen_ai.cost.input_cost'],
    outputCost: ['gen_ai.usage.output_cost', 'gen_ai.cost.output_cost'],
    session: ['gen_ai.conversation.id', 'session.id'],
    user: ['user.id', 'enduser.id', 'gen_ai.user'],
    agentId: ['gen_ai.agent.id'],
    agentName: ['gen_ai.agent.name'],
    agentDescription: ['gen_ai.agent.description'],
    toolName: ['gen_ai.tool.name'],
    toolCallId: ['gen_ai.tool.call.id', 'gen_ai.tool.call_id'],
    toolDescription: ['gen_ai.tool.description'],
    query: ['gen_ai.retrieval.query.text'],
  },
  sources: [
    { rank: 'attributes', key: 'gen_ai.system_instructions', as: 'instructions' },
    { rank: 'attributes', key: 'gen_ai.input.messages', as: 'input' },
    { rank: 'attributes', key: 'gen_ai.output.messages', as: 'output' },
    { rank: 'attributes', key: 'gen_ai.tool.definitions', as: 'tools' },
    { rank: 'attributes', key: 'gen_ai.tool.call.arguments', as: 'arguments' },
    { rank: 'attributes', key: 'gen_ai.tool.call.result', as: 'result' },
    { rank: 'attributes', key: 'gen_ai.retrieval.documents', as: 'documents' },
    { rank: 'attributes', read: readScores },
    { rank: 'details', read: readDetailsEvents },
    { rank: 'events', read: readBodyEvents },
    { rank: 'old events', read: readOldEvents },
    { rank: 'old events', key: 'gen_ai.prompt', as: 'request' },
    { rank: 'old events', key: 'gen_ai.completion', as: 'response' },
  ],
}
