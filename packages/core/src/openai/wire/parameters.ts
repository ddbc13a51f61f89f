import * as names from '../../semconv.ts'
import type { AttributeSink } from '../../genai/call-kind.ts'
import { integer, list, number, object, text, type Wire } from './read.ts'

/** Sets `attributes`. */
export function setAll(sink: AttributeSink, attributes: Readonly<Record<string, unknown>>): void {
  for (const name of Object.keys(attributes)) sink.set(name, attributes[name])
}

/** The parameters of a request that say how the model is to work. They have the same names in all APIs, or names of their own. */
export function setParameters(sink: AttributeSink, request: Wire): void {
  sink.set(names.ATTR_GEN_AI_REQUEST_TEMPERATURE, number(request.temperature))
  sink.set(names.ATTR_GEN_AI_REQUEST_TOP_P, number(request.top_p))
  // No parameter of OpenAI's; services compatible with it have it.
  sink.set(names.ATTR_GEN_AI_REQUEST_TOP_K, integer(request.top_k))
  sink.set(names.ATTR_GEN_AI_REQUEST_FREQUENCY_PENALTY, number(request.frequency_penalty))
  sink.set(names.ATTR_GEN_AI_REQUEST_PRESENCE_PENALTY, number(request.presence_penalty))
  // The newer names come first.
  const limit = request.max_completion_tokens ?? request.max_output_tokens ?? request.max_tokens
  sink.set(names.ATTR_GEN_AI_REQUEST_MAX_TOKENS, integer(limit))
  sink.set(names.ATTR_GEN_AI_REQUEST_SEED, integer(request.seed))
  sink.set(names.ATTR_GEN_AI_REQUEST_PREVIOUS_RESPONSE_ID, text(request.previous_response_id))
  sink.set(names.ATTR_GEN_AI_EMBEDDINGS_DIMENSION_COUNT, integer(request.dimensions))
  const { n, stop, service_tier: tier, response_format: format, modalities, reasoning } = request
  const level = (reasoning ? text(object(reasoning).effort) : undefined) ?? text(request.reasoning_effort)
  sink.set(names.ATTR_GEN_AI_REQUEST_REASONING_LEVEL, level)
  if (stop) sink.set(names.ATTR_GEN_AI_REQUEST_STOP_SEQUENCES, typeof stop === 'string' ? [stop] : list(stop))
  if (request.stream === true) sink.set(names.ATTR_GEN_AI_REQUEST_STREAM, true)
  if (n !== 1) sink.set(names.ATTR_GEN_AI_REQUEST_CHOICE_COUNT, integer(n))
  if (tier !== 'auto') sink.set(names.ATTR_OPENAI_REQUEST_SERVICE_TIER, text(tier))
  if (format || modalities) sink.set(names.ATTR_GEN_AI_OUTPUT_TYPE, outputType(format, modalities))
}

function outputType(format: unknown, modalities: unknown): string | undefined {
  const type = text(object(format).type)
  if (type === 'json_object' || type === 'json_schema') return 'json'
  if (list(modalities).includes('audio')) return 'speech'
  if (list(modalities).includes('image')) return 'image'
  return type === 'text' ? 'text' : undefined
}

/** What the answers of most APIs say of themselves. */
export function setAnswer(sink: AttributeSink, response: Wire): void {
  sink.set(names.ATTR_GEN_AI_RESPONSE_ID, text(response.id))
  sink.set(names.ATTR_GEN_AI_RESPONSE_MODEL, text(response.model))
  sink.set(names.ATTR_GEN_AI_RESPONSE_STATUS, text(response.status))
  sink.set(names.ATTR_OPENAI_RESPONSE_SERVICE_TIER, text(response.service_tier))
  sink.set(names.ATTR_OPENAI_RESPONSE_SYSTEM_FINGERPRINT, text(response.system_fingerprint))
}
