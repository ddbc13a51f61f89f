import type { FieldName } from '../model/dialect.ts'
import { firstText, isRecord, numberOf, type UnknownRecord } from '../value.ts'

const USAGE_KEYS: Readonly<Partial<Record<FieldName, readonly string[]>>> = {
  inputTokens: [
    'input_tokens',
    'prompt_tokens',
    'inputTokens',
    'promptTokens',
    'promptTokenCount',
    'prompt_token_count',
  ],
  outputTokens: [
    'output_tokens',
    'completion_tokens',
    'outputTokens',
    'completionTokens',
    'candidatesTokenCount',
    'candidates_token_count',
  ],
  totalTokens: ['total_tokens', 'totalTokens', 'totalTokenCount', 'total_token_count'],
  cachedTokens: [
    'cache_read_input_tokens',
    'cacheReadInputTokens',
    'cachedInputTokens',
    'cachedContentTokens',
    'cachedContentTokenCount',
    'cached_content_token_count',
  ],
  cacheWrittenTokens: ['cache_creation_input_tokens', 'cacheWriteInputTokens'],
  reasoningTokens: ['thoughtsTokens', 'thoughtsTokenCount', 'thoughts_token_count', 'reasoningTokens'],
}

/** Usage, model, id and finish reason of a response. */
export function responseFields(body: UnknownRecord): Partial<Record<FieldName, unknown>> {
  const llmOutput = isRecord(body['llm_output']) ? body['llm_output'] : {}
  const holders = [
    body['usage'],
    body['usageMetadata'],
    body['usage_metadata'],
    llmOutput['token_usage'],
    llmOutput['usage'],
  ]
  const usage = holders.find(isRecord)
  const fields: Partial<Record<FieldName, unknown>> = usage ? usageFields(usage) : {}
  const model = firstText(
    body['model'],
    body['modelVersion'],
    body['model_version'],
    llmOutput['model_name'],
    llmOutput['model'],
  )
  const id = firstText(body['id'], body['responseId'], body['response_id'])
  const finish = firstText(body['stop_reason'], body['finishReason'], body['finish_reason'], body['stopReason'])
  if (model !== undefined) fields.responseModel = model
  if (id !== undefined && usage) fields.responseId = id
  if (finish !== undefined) fields.finishReasons = [finish]
  return fields
}

/** Reads a provider's usage object. Anthropic's and Bedrock's input leaves out what was cached; Gemini's output leaves out its thoughts. */
export function usageFields(usage: UnknownRecord): Partial<Record<FieldName, unknown>> {
  const fields: Partial<Record<FieldName, unknown>> = {}
  for (const [field, keys] of Object.entries(USAGE_KEYS) as [FieldName, readonly string[]][]) {
    const number = keys.map((key) => numberOf(usage[key])).find((value) => value !== undefined)
    if (number !== undefined) fields[field] = number
  }
  const inputDetails =
    ['prompt_tokens_details', 'input_tokens_details', 'input_token_details'].map((key) => usage[key]).find(isRecord) ??
    {}
  const outputDetails =
    ['completion_tokens_details', 'output_tokens_details', 'output_token_details']
      .map((key) => usage[key])
      .find(isRecord) ?? {}
  fields.cachedTokens ??= numberOf(inputDetails['cached_tokens']) ?? numberOf(inputDetails['cache_read'])
  fields.cacheWrittenTokens ??= numberOf(inputDetails['cache_creation'])
  fields.reasoningTokens ??= numberOf(outputDetails['reasoning_tokens']) ?? numberOf(outputDetails['reasoning'])
  const exclusive =
    usage['cache_read_input_tokens'] ??
    usage['cacheReadInputTokens'] ??
    usage['cache_creation_input_tokens'] ??
    usage['cacheWriteInputTokens']
  if (exclusive !== undefined && typeof fields.inputTokens === 'number')
    fields.inputTokens += (numberOf(fields.cachedTokens) ?? 0) + (numberOf(fields.cacheWrittenTokens) ?? 0)
  const thoughts = numberOf(usage['thoughtsTokenCount']) ?? numberOf(usage['thoughts_token_count'])
  if (thoughts !== undefined && typeof fields.outputTokens === 'number') fields.outputTokens += thoughts
  return fields
}
