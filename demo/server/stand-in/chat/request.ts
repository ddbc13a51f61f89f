import { invalidRequest } from '../api-error.ts'
import { isObject, type JsonObject } from '../body.ts'
import {
  booleanOf,
  numberIn,
  objectAt,
  oneOf,
  refuseForReasoning,
  refuseUnknown,
  stringAt,
  wrongType,
} from '../checks.ts'
import { functionTools, toolChoice } from '../function-tools.ts'
import { modelNamed, type Model } from '../models.ts'
import type { Format, Prompt } from '../prompt.ts'
import { jsonSchemaFormat } from '../structured-output.ts'
import { readMessages } from './messages.ts'

/** A chat completions request, checked. */
export interface ChatRequest {
  model: Model
  prompt: Prompt
  stream: boolean
  includeUsage: boolean
  choices: number
  maxTokens: number | undefined
  stop: string[]
  seed: number | undefined
  reasoningEffort: string
}

const KNOWN = new Set(
  `messages model audio frequency_penalty function_call functions logit_bias logprobs max_completion_tokens max_tokens
  metadata modalities moderation n parallel_tool_calls prediction presence_penalty prompt_cache_key prompt_cache_options
  prompt_cache_retention reasoning_effort response_format safety_identifier seed service_tier stop store stream
  stream_options temperature tool_choice tools top_logprobs top_p user verbosity web_search_options`.split(/\s+/),
)

const REFUSED_WHEN_REASONING = ['max_tokens', 'frequency_penalty', 'presence_penalty', 'logit_bias', 'stop']

/** Reads a request's body or throws the API's 400. */
export function readChatRequest(body: JsonObject): ChatRequest {
  refuseUnknown(body, KNOWN)
  const model = modelNamed(body['model'], 'chat')
  const turns = readMessages(body)
  if (model.reasons) refuseForReasoning(body, REFUSED_WHEN_REASONING)
  numberIn(body, 'temperature', 0, 2, 'decimal')
  numberIn(body, 'top_p', 0, 1, 'decimal')
  numberIn(body, 'frequency_penalty', -2, 2, 'decimal')
  numberIn(body, 'presence_penalty', -2, 2, 'decimal')
  const stream = booleanOf(body, 'stream') ?? false
  refuseWhatItCannotDo(body)
  const tools = functionTools(body['tools'], 'nested')
  if (tools.length === 0) {
    for (const name of ['tool_choice', 'parallel_tool_calls'] as const) {
      if (body[name] !== undefined && body[name] !== null) {
        throw invalidRequest(`Invalid value for '${name}': '${name}' is only allowed when 'tools' are specified.`, name)
      }
    }
  }
  return {
    model,
    prompt: {
      turns,
      tools,
      toolChoice: toolChoice(body['tool_choice'], tools),
      parallel: booleanOf(body, 'parallel_tool_calls') ?? true,
      format: responseFormat(
        body['response_format'],
        turns.map((turn) => turn.text),
      ),
    },
    stream,
    includeUsage: includeUsage(body['stream_options'], stream),
    choices: numberIn(body, 'n', 1, 128, 'integer') ?? 1,
    maxTokens:
      numberIn(body, 'max_completion_tokens', 1, 128_000, 'integer') ??
      numberIn(body, 'max_tokens', 1, 128_000, 'integer'),
    stop: stopSequences(body['stop']),
    seed: numberIn(body, 'seed', Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 'integer'),
    reasoningEffort: body['reasoning_effort']
      ? oneOf(body['reasoning_effort'], 'reasoning_effort', ['minimal', 'low', 'medium', 'high'])
      : 'medium',
  }
}

/** The real service does these for some models; the stand-in's models are ones that refuse them. */
function refuseWhatItCannotDo(body: JsonObject): void {
  if (booleanOf(body, 'logprobs') === true) {
    throw invalidRequest('You are not allowed to request logprobs from this model', 'logprobs')
  }
  if (Array.isArray(body['modalities']) && body['modalities'].includes('audio')) {
    throw invalidRequest('This model does not support the modality audio.', 'modalities', 'unsupported_value')
  }
  for (const name of ['functions', 'function_call', 'web_search_options'] as const) {
    if (body[name] !== undefined && body[name] !== null) {
      throw invalidRequest(
        `Unsupported parameter: '${name}' is not supported with this model.`,
        name,
        'unsupported_parameter',
      )
    }
  }
}

function includeUsage(options: unknown, stream: boolean): boolean {
  if (options === undefined || options === null) return false
  if (!stream) {
    throw invalidRequest("The 'stream_options' parameter is only allowed when 'stream' is enabled.", 'stream_options')
  }
  return booleanOf(objectAt(options, 'stream_options'), 'include_usage') ?? false
}

function stopSequences(stop: unknown): string[] {
  if (stop === undefined || stop === null) return []
  const list = typeof stop === 'string' ? [stop] : stop
  if (!Array.isArray(list)) throw wrongType('stop', 'a string or an array of strings', stop)
  if (list.length > 4) {
    throw invalidRequest(
      `Invalid 'stop': array too long. Expected an array with maximum length 4, but got an array with length ${list.length} instead.`,
      'stop',
      'array_above_max_length',
    )
  }
  return list.map((item, index) => stringAt(item, `stop[${index}]`))
}

function responseFormat(format: unknown, texts: string[]): Format {
  if (format === undefined || format === null) return { type: 'text' }
  if (!isObject(format)) throw wrongType('response_format', 'an object', format)
  const type = oneOf(format['type'], 'response_format.type', ['json_object', 'json_schema', 'text'])
  if (type === 'json_schema') return jsonSchemaFormat(format['json_schema'], 'response_format.json_schema')
  if (type === 'json_object' && !texts.some((text) => /json/i.test(text))) {
    throw invalidRequest(
      "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
      'messages',
    )
  }
  return { type }
}
