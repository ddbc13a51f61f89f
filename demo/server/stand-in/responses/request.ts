import { invalidRequest } from '../api-error.ts'
import { isObject, type JsonObject } from '../body.ts'
import { booleanOf, numberIn, objectAt, oneOf, refuseForReasoning, refuseUnknown, stringAt } from '../checks.ts'
import { functionTools, toolChoice } from '../function-tools.ts'
import { modelNamed, type Model } from '../models.ts'
import type { Format, Prompt, Turn } from '../prompt.ts'
import { jsonSchemaFormat } from '../structured-output.ts'
import { readInput } from './input.ts'
import type { ResponseStore } from './store.ts'

/** A responses request, checked. */
export interface ResponsesRequest {
  body: JsonObject
  model: Model
  prompt: Prompt
  /** The turns without the instructions: what the next request continues by `previous_response_id`. */
  history: Turn[]
  stream: boolean
  maxTokens: number | undefined
  store: boolean
  effort: string
}

const KNOWN = new Set(
  `access_programs background context_management conversation image include input instructions max_output_tokens
  max_tool_calls metadata model moderation parallel_tool_calls previous_response_id prompt prompt_cache_key
  prompt_cache_options prompt_cache_retention reasoning safety_identifier service_tier store stream stream_options
  temperature text tool_choice tools top_logprobs top_p truncation user`.split(/\s+/),
)

/** Reads a request's body or throws the API's 400. */
export function readResponsesRequest(body: JsonObject, store: ResponseStore): ResponsesRequest {
  refuseUnknown(body, KNOWN)
  const model = modelNamed(body['model'], 'chat')
  if (model.reasons) refuseForReasoning(body, [])
  numberIn(body, 'temperature', 0, 2, 'decimal')
  numberIn(body, 'top_p', 0, 1, 'decimal')
  const earlier = earlierTurns(body, store)
  const history = [...earlier, ...readInput(body, earlier)]
  const tools = functionTools(body['tools'], 'flat')
  const instructions = body['instructions']
  const system: Turn[] =
    instructions === undefined || instructions === null
      ? []
      : [{ role: 'system', text: stringAt(instructions, 'instructions'), calls: [], callId: undefined }]
  const reasoning = body['reasoning']
  return {
    body,
    model,
    history,
    prompt: {
      turns: [...system, ...history],
      tools,
      toolChoice: toolChoice(body['tool_choice'], tools),
      parallel: booleanOf(body, 'parallel_tool_calls') ?? true,
      format: textFormat(body['text'], history),
    },
    stream: booleanOf(body, 'stream') ?? false,
    maxTokens: numberIn(body, 'max_output_tokens', 16, 128_000, 'integer'),
    store: booleanOf(body, 'store') ?? true,
    effort:
      isObject(reasoning) && reasoning['effort']
        ? oneOf(reasoning['effort'], 'reasoning.effort', ['minimal', 'low', 'medium', 'high'])
        : 'medium',
  }
}

function earlierTurns(body: JsonObject, store: ResponseStore): Turn[] {
  const id = body['previous_response_id']
  if (id === undefined || id === null) return []
  const name = stringAt(id, 'previous_response_id')
  const stored = store.find(name)
  if (stored) return stored.history
  throw invalidRequest(
    `Previous response with id '${name}' not found.`,
    'previous_response_id',
    'previous_response_not_found',
  )
}

function textFormat(text: unknown, history: Turn[]): Format {
  if (text === undefined || text === null) return { type: 'text' }
  const format = objectAt(text, 'text')['format']
  if (format === undefined || format === null) return { type: 'text' }
  const type = oneOf(objectAt(format, 'text.format')['type'], 'text.format.type', [
    'text',
    'json_object',
    'json_schema',
  ])
  if (type === 'json_schema') return jsonSchemaFormat(format, 'text.format')
  if (type === 'json_object' && !history.some((turn) => /json/i.test(turn.text))) {
    throw invalidRequest(
      "Response input messages must contain the word 'json' in some form to use 'text.format' of type 'json_object'.",
      'input',
    )
  }
  return { type }
}
