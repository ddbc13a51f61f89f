import type { AttributeSink } from '../../genai/call-kind.ts'
import * as names from '../../semconv.ts'
import { integer, object, type Wire } from './read.ts'

/**
 * Token counts, by any family of names: chat and assistants (`prompt_tokens`), responses and images (`input_tokens`), realtime and
 * transcriptions (`input_token_details`). Every call comes by here, so properties are read by their names.
 */
export function setUsage(sink: AttributeSink, usage: unknown): void {
  if (!usage) return
  const counts = object(usage)
  sink.set(names.ATTR_GEN_AI_USAGE_INPUT_TOKENS, integer(counts.prompt_tokens ?? counts.input_tokens))
  sink.set(names.ATTR_GEN_AI_USAGE_OUTPUT_TOKENS, outputTokens(counts))
  const input = object(counts.prompt_tokens_details ?? counts.input_tokens_details ?? counts.input_token_details)
  // Some services count the cache beside: LiteLLM for Anthropic's models, DeepSeek.
  const read = input.cached_tokens ?? counts.cache_read_input_tokens ?? counts.prompt_cache_hit_tokens
  const written = input.cache_write_tokens ?? counts.cache_creation_input_tokens
  sink.set(names.ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS, integer(read))
  sink.set(names.ATTR_GEN_AI_USAGE_CACHE_WRITE_INPUT_TOKENS, integer(written))
  sink.set(names.ATTR_GEN_AI_USAGE_TEXT_INPUT_TOKENS, integer(input.text_tokens))
  sink.set(names.ATTR_GEN_AI_USAGE_AUDIO_INPUT_TOKENS, positive(input.audio_tokens))
  sink.set(names.ATTR_GEN_AI_USAGE_IMAGE_INPUT_TOKENS, integer(input.image_tokens))
  if (input.cached_tokens_details) setCached(sink, object(input.cached_tokens_details))
  const output = object(counts.completion_tokens_details ?? counts.output_tokens_details ?? counts.output_token_details)
  sink.set(names.ATTR_GEN_AI_USAGE_REASONING_OUTPUT_TOKENS, integer(output.reasoning_tokens))
  sink.set(names.ATTR_GEN_AI_USAGE_TEXT_OUTPUT_TOKENS, integer(output.text_tokens))
  sink.set(names.ATTR_GEN_AI_USAGE_AUDIO_OUTPUT_TOKENS, positive(output.audio_tokens))
  sink.set(names.ATTR_GEN_AI_USAGE_IMAGE_OUTPUT_TOKENS, integer(output.image_tokens))
}

function setCached(sink: AttributeSink, cached: Wire): void {
  sink.set(names.ATTR_GEN_AI_USAGE_TEXT_CACHE_READ_INPUT_TOKENS, integer(cached.text_tokens))
  sink.set(names.ATTR_GEN_AI_USAGE_AUDIO_CACHE_READ_INPUT_TOKENS, positive(cached.audio_tokens))
  sink.set(names.ATTR_GEN_AI_USAGE_IMAGE_CACHE_READ_INPUT_TOKENS, integer(cached.image_tokens))
}

/** The conventions include reasoning; xAI and Gemini count it in the total alone. */
function outputTokens(counts: Wire): number | undefined {
  const { prompt_tokens: prompt, completion_tokens: completion, total_tokens: total } = counts
  const written = integer(completion ?? counts.output_tokens)
  return written === undefined || completion === undefined
    ? written
    : Math.max(written, Number(total) - Number(prompt) || 0)
}

/** The API counts 0 audio tokens in every chat; only a chat with audio has something to say. */
function positive(count: unknown): number | undefined {
  return integer(count) || undefined
}
