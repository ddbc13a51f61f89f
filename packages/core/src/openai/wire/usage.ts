import * as names from '../../semconv.ts'
import type { AttributeSink } from '../../genai/call-kind.ts'
import { integer, object, setEach, type Names, type Wire } from './read.ts'

/** Of the prices of a cache some services tell beside the counts: LiteLLM for Anthropic's models, DeepSeek. */
const BESIDE: Names = new Map([
  ['cache_read_input_tokens', [names.ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS, integer]],
  ['cache_creation_input_tokens', [names.ATTR_GEN_AI_USAGE_CACHE_WRITE_INPUT_TOKENS, integer]],
  ['prompt_cache_hit_tokens', [names.ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS, integer]],
])
const INPUT: Names = new Map([
  ['cached_tokens', [names.ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS, integer]],
  ['cache_write_tokens', [names.ATTR_GEN_AI_USAGE_CACHE_WRITE_INPUT_TOKENS, integer]],
  ['text_tokens', [names.ATTR_GEN_AI_USAGE_TEXT_INPUT_TOKENS, integer]],
  ['audio_tokens', [names.ATTR_GEN_AI_USAGE_AUDIO_INPUT_TOKENS, integer]],
  ['image_tokens', [names.ATTR_GEN_AI_USAGE_IMAGE_INPUT_TOKENS, integer]],
])
const CACHED: Names = new Map([
  ['text_tokens', [names.ATTR_GEN_AI_USAGE_TEXT_CACHE_READ_INPUT_TOKENS, integer]],
  ['audio_tokens', [names.ATTR_GEN_AI_USAGE_AUDIO_CACHE_READ_INPUT_TOKENS, integer]],
  ['image_tokens', [names.ATTR_GEN_AI_USAGE_IMAGE_CACHE_READ_INPUT_TOKENS, integer]],
])
const OUTPUT: Names = new Map([
  ['reasoning_tokens', [names.ATTR_GEN_AI_USAGE_REASONING_OUTPUT_TOKENS, integer]],
  ['text_tokens', [names.ATTR_GEN_AI_USAGE_TEXT_OUTPUT_TOKENS, integer]],
  ['audio_tokens', [names.ATTR_GEN_AI_USAGE_AUDIO_OUTPUT_TOKENS, integer]],
  ['image_tokens', [names.ATTR_GEN_AI_USAGE_IMAGE_OUTPUT_TOKENS, integer]],
])

/**
 * Token counts, by any family of names: chat and assistants (`prompt_tokens`), responses and images (`input_tokens`), realtime and
 * transcriptions (`input_token_details`).
 */
export function setUsage(sink: AttributeSink, usage: unknown): void {
  if (!usage) return
  const counts = object(usage)
  sink.set(names.ATTR_GEN_AI_USAGE_INPUT_TOKENS, integer(counts.prompt_tokens ?? counts.input_tokens))
  sink.set(names.ATTR_GEN_AI_USAGE_OUTPUT_TOKENS, outputTokens(counts))
  const input = object(counts.prompt_tokens_details ?? counts.input_tokens_details ?? counts.input_token_details)
  const output = counts.completion_tokens_details ?? counts.output_tokens_details ?? counts.output_token_details
  setEach(sink, BESIDE, counts)
  setEach(sink, INPUT, input)
  setEach(sink, CACHED, object(input.cached_tokens_details))
  setEach(sink, OUTPUT, object(output))
}

/** By the conventions with the reasoning in it; xAI and Gemini count that in the total alone. */
function outputTokens(counts: Wire): number | undefined {
  const { prompt_tokens: prompt, completion_tokens: completion, total_tokens: total } = counts
  const written = integer(completion ?? counts.output_tokens)
  return written === undefined || completion === undefined
    ? written
    : Math.max(written, Number(total) - Number(prompt) || 0)
}
