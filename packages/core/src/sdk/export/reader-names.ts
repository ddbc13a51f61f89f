import type { Attributes } from '@opentelemetry/api'
import * as names from '../../semconv.ts'
import { spanWith, type MapSpan } from './mapped-exporter.ts'

/**
 * Adds to GenAI spans the names by which some backends still read them: `session.id` and `gen_ai.system` (Langfuse, Phoenix, PostHog),
 * `gen_ai.usage.total_tokens` (Langfuse adds up the details where there is no total), and the names that came before those of the conventions for reasoning tokens and for tokens written to
 * a cache. An
 * attribute that the span has already stays as it is.
 */
export const withReaderNames: MapSpan = (span) => {
  const { attributes } = span
  const added: Attributes = {
    'session.id': attributes[names.ATTR_GEN_AI_CONVERSATION_ID],
    'gen_ai.system': attributes[names.ATTR_GEN_AI_PROVIDER_NAME],
    'gen_ai.usage.total_tokens': sum(
      attributes[names.ATTR_GEN_AI_USAGE_INPUT_TOKENS],
      attributes[names.ATTR_GEN_AI_USAGE_OUTPUT_TOKENS],
    ),
    'gen_ai.usage.reasoning_tokens': attributes[names.ATTR_GEN_AI_USAGE_REASONING_OUTPUT_TOKENS],
    'gen_ai.usage.cache_creation.input_tokens': attributes[names.ATTR_GEN_AI_USAGE_CACHE_WRITE_INPUT_TOKENS],
  }
  const missing = Object.entries(added).filter(([name, value]) => value !== undefined && !(name in attributes))
  return missing.length === 0 ? span : spanWith(span, { attributes: { ...attributes, ...Object.fromEntries(missing) } })
}

function sum(input: unknown, output: unknown): number | undefined {
  return typeof input === 'number' && typeof output === 'number' ? input + output : undefined
}
