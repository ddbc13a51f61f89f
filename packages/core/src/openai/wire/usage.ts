import type { Attributes } from '@opentelemetry/api'
import * as names from '../../genai/attributes.ts'
import { object, set } from './read.ts'

/** Token counts, by either family of names: chat (`prompt_tokens`) and responses (`input_tokens`). */
export function setUsage(attributes: Attributes, usage: unknown): void {
  if (!usage) return
  const counts = object(usage)
  set(attributes, names.USAGE_INPUT_TOKENS, counts.prompt_tokens ?? counts.input_tokens)
  set(attributes, names.USAGE_OUTPUT_TOKENS, counts.completion_tokens ?? counts.output_tokens)
  const input = object(counts.prompt_tokens_details ?? counts.input_tokens_details ?? counts.input_token_details)
  set(attributes, names.USAGE_CACHE_READ_INPUT_TOKENS, input.cached_tokens)
  set(attributes, names.USAGE_CACHE_WRITE_INPUT_TOKENS, input.cache_write_tokens ?? input.cache_creation_tokens)
  set(attributes, names.USAGE_AUDIO_INPUT_TOKENS, input.audio_tokens)
  set(attributes, names.USAGE_TEXT_INPUT_TOKENS, input.text_tokens)
  set(attributes, names.USAGE_IMAGE_INPUT_TOKENS, input.image_tokens)
  const output = object(counts.completion_tokens_details ?? counts.output_tokens_details ?? counts.output_token_details)
  set(attributes, names.USAGE_REASONING_OUTPUT_TOKENS, output.reasoning_tokens)
  set(attributes, names.USAGE_AUDIO_OUTPUT_TOKENS, output.audio_tokens)
  set(attributes, names.USAGE_TEXT_OUTPUT_TOKENS, output.text_tokens)
  set(attributes, names.USAGE_IMAGE_OUTPUT_TOKENS, output.image_tokens)
}
