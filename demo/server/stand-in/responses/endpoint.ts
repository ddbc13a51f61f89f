import type { ServerResponse } from 'node:http'

import { answer } from '../answers/answer.ts'
import type { JsonObject } from '../body.ts'
import { completionTokens, limitReply, promptTokens, reasoningTokens, type Completion } from '../completion.ts'
import { refuseFirstAttempt } from '../planned-failure.ts'
import type { Turn } from '../prompt.ts'
import { epochSeconds, type Service } from '../service.ts'
import { outputItems } from './output.ts'
import { readResponsesRequest, type ResponsesRequest } from './request.ts'
import type { ResponseStore } from './store.ts'
import { streamResponse } from './stream.ts'

/** A responses request with its answer, ready to be sent whole or as a stream. */
export interface ResponseExchange {
  request: ResponsesRequest
  completion: Completion
  output: JsonObject[]
  /** The response object; what is not known before the end may be given. */
  body(status: string, extra?: JsonObject): JsonObject
  /** The same, complete. */
  finished(): JsonObject
}

/** `POST /v1/responses`. Returns the body, or undefined when it was streamed. */
export async function responses(
  service: Service,
  store: ResponseStore,
  body: JsonObject,
  response: ServerResponse,
  retryCount: number,
  signal: AbortSignal,
): Promise<JsonObject | undefined> {
  const request = readResponsesRequest(body, store)
  const prompt = promptTokens(request.prompt)
  service.limit.take(request.model.id, prompt)
  if (request.model.flaky) refuseFirstAttempt(service, request.model, retryCount)

  const thought = request.model.reasons ? reasoningTokens(request.effort, prompt) : 0
  const completion = limitReply(answer(request.prompt, 0), request.maxTokens, [])
  const output = outputItems(service.random, completion, request.model.reasons)
  const written = completionTokens(completion) + thought
  const usage = {
    input_tokens: prompt,
    input_tokens_details: { cached_tokens: service.cache.visit(request.prompt, prompt) },
    output_tokens: written,
    output_tokens_details: { reasoning_tokens: thought },
    total_tokens: prompt + written,
  }
  const id = `resp_${service.random.hex(48)}`
  const created = epochSeconds()
  const object = (status: string, extra: JsonObject = {}): JsonObject => ({
    ...describeRequest(request),
    id,
    created_at: created,
    status,
    output: [],
    usage: null,
    ...extra,
  })
  const cut = completion.finish === 'length'
  const exchange: ResponseExchange = {
    request,
    completion,
    output,
    body: object,
    finished: () =>
      object(cut ? 'incomplete' : 'completed', {
        completed_at: cut ? null : epochSeconds(),
        incomplete_details: cut ? { reason: 'max_output_tokens' } : null,
        output,
        usage,
      }),
  }
  await service.pace.think(260 + thought * 2.5, signal)
  let whole: JsonObject | undefined
  if (request.stream) await streamResponse(service, exchange, response, signal)
  else {
    await service.pace.think(completionTokens(completion) * 12, signal)
    whole = exchange.finished()
  }
  if (request.store) store.keep(id, { body: exchange.finished(), history: [...request.history, ...turnsOf(output)] })
  return whole
}

function turnsOf(output: JsonObject[]): Turn[] {
  return output.flatMap((item): Turn[] => {
    if (item['type'] === 'function_call') {
      const call = { id: String(item['call_id']), name: String(item['name']), arguments: String(item['arguments']) }
      return [{ role: 'assistant', text: '', calls: [call], callId: undefined }]
    }
    if (item['type'] !== 'message') return []
    const [part] = item['content'] as { text: string }[]
    return [{ role: 'assistant', text: part?.text ?? '', calls: [], callId: undefined }]
  })
}

/** The fields of a response that repeat the request or the API's defaults. */
function describeRequest({ body, model, prompt, store }: ResponsesRequest): JsonObject {
  const reasoning = (body['reasoning'] ?? {}) as JsonObject
  return {
    object: 'response',
    background: false,
    completed_at: null,
    error: null,
    incomplete_details: null,
    instructions: body['instructions'] ?? null,
    max_output_tokens: body['max_output_tokens'] ?? null,
    max_tool_calls: body['max_tool_calls'] ?? null,
    model: model.snapshot,
    parallel_tool_calls: prompt.parallel,
    previous_response_id: body['previous_response_id'] ?? null,
    prompt_cache_key: body['prompt_cache_key'] ?? null,
    reasoning: { effort: model.reasons ? (reasoning['effort'] ?? 'medium') : null, summary: null },
    safety_identifier: body['safety_identifier'] ?? null,
    service_tier: 'default',
    store,
    temperature: body['temperature'] ?? 1,
    text: body['text'] ?? { format: { type: 'text' }, verbosity: 'medium' },
    tool_choice: body['tool_choice'] ?? 'auto',
    tools: body['tools'] ?? [],
    top_logprobs: 0,
    top_p: body['top_p'] ?? 1,
    truncation: body['truncation'] ?? 'disabled',
    user: body['user'] ?? null,
    metadata: body['metadata'] ?? {},
  }
}
