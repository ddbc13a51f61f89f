import * as names from '../../genai/attributes.ts'
import type { AttributeSink } from '../operation.ts'
import { integer, object, setEach, type Names } from './read.ts'

const INPUT: Names = new Map([
  ['cached_tokens', [names.USAGE_CACHE_READ_INPUT_TOKENS, integer]],
  ['cache_write_tokens', [names.USAGE_CACHE_WRITE_INPUT_TOKENS, integer]],
  ['text_tokens', [names.USAGE_TEXT_INPUT_TOKENS, integer]],
  ['audio_tokens', [names.USAGE_AUDIO_INPUT_TOKENS, integer]],
  ['image_tokens', [names.USAGE_IMAGE_INPUT_TOKENS, integer]],
])
const CACHED: Names = new Map([
  ['text_tokens', [names.USAGE_TEXT_CACHE_READ_INPUT_TOKENS, integer]],
  ['audio_tokens', [names.USAGE_AUDIO_CACHE_READ_INPUT_TOKENS, integer]],
  ['image_tokens', [names.USAGE_IMAGE_CACHE_READ_INPUT_TOKENS, integer]],
])
const OUTPUT: Names = new Map([
  ['reasoning_tokens', [names.USAGE_REASONING_OUTPUT_TOKENS, integer]],
  ['text_tokens', [names.USAGE_TEXT_OUTPUT_TOKENS, integer]],
  ['audio_tokens', [names.USAGE_AUDIO_OUTPUT_TOKENS, integer]],
  ['image_tokens', [names.USAGE_IMAGE_OUTPUT_TOKENS, integer]],
])

/**
 * Token counts, by any family of names: chat and assistants (`prompt_tokens`), responses and images (`input_tokens`), realtime and
 * transcriptions (`input_token_details`).
 */
export function setUsage(sink: AttributeSink, usage: unknown): void {
  if (!usage) return
  const counts = object(usage)
  sink.set(names.USAGE_INPUT_TOKENS, integer(counts.prompt_tokens ?? counts.input_tokens))
  sink.set(names.USAGE_OUTPUT_TOKENS, integer(counts.completion_tokens ?? counts.output_tokens))
  const input = object(counts.prompt_tokens_details ?? counts.input_tokens_details ?? counts.input_token_details)
  const output = counts.completion_tokens_details ?? counts.output_tokens_details ?? counts.output_token_details
  setEach(sink, INPUT, input)
  setEach(sink, CACHED, object(input.cached_tokens_details))
  setEach(sink, OUTPUT, object(output))
}
