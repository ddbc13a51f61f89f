import type { ServerResponse } from 'node:http'

import { answer } from '../answers/answer.ts'
import type { JsonObject } from '../body.ts'
import { completionTokens, limitReply, promptTokens, reasoningTokens, type Completion } from '../completion.ts'
import { refuseFirstAttempt } from '../planned-failure.ts'
import { hashText } from '../seeded-random.ts'
import { epochSeconds, type Service } from '../service.ts'
import { streamChat } from './stream.ts'
import { readChatRequest, type ChatRequest } from './request.ts'

/** A chat request with its answer, ready to be sent whole or as a stream. */
export interface ChatExchange {
  request: ChatRequest
  id: string
  created: number
  fingerprint: string
  completions: Completion[]
  usage: JsonObject
  callId: () => string
}

/** `POST /v1/chat/completions`. Returns the body, or undefined when it was streamed. */
export async function chatCompletions(
  service: Service,
  body: JsonObject,
  response: ServerResponse,
  retryCount: number,
  signal: AbortSignal,
): Promise<JsonObject | undefined> {
  const request = readChatRequest(body)
  const promptCount = promptTokens(request.prompt)
  service.limit.take(request.model.id, promptCount)
  if (request.model.flaky) refuseFirstAttempt(service, request.model, retryCount)

  const completions = Array.from({ length: request.choices }, (_, variant) =>
    limitReply(answer(request.prompt, variant), request.maxTokens, request.stop),
  )
  const thought = request.model.reasons ? reasoningTokens(request.reasoningEffort, promptCount) : 0
  const exchange: ChatExchange = {
    request,
    id: `chatcmpl-${service.random.id(29)}`,
    created: epochSeconds(),
    fingerprint: `fp_${hashText(request.model.snapshot).toString(16).padStart(8, '0')}54`,
    completions,
    usage: usageOf(service, request, promptCount, completions, thought),
    callId: () => `call_${service.random.id(24)}`,
  }
  await service.pace.think(260 + thought * 2.5, signal)
  if (request.stream) {
    await streamChat(service, exchange, response, signal)
    return undefined
  }
  for (const completion of completions) await service.pace.think(completionTokens(completion) * 12, signal)
  return wholeCompletion(exchange)
}

function wholeCompletion(exchange: ChatExchange): JsonObject {
  return {
    id: exchange.id,
    object: 'chat.completion',
    created: exchange.created,
    model: exchange.request.model.snapshot,
    choices: exchange.completions.map((completion, index) => ({
      index,
      message: {
        role: 'assistant',
        content: completion.calls.length > 0 && completion.tokens.length === 0 ? null : completion.tokens.join(''),
        ...(completion.calls.length > 0 && {
          tool_calls: completion.calls.map((call) => ({
            id: exchange.callId(),
            type: 'function',
            function: { name: call.name, arguments: call.arguments },
          })),
        }),
        refusal: null,
        annotations: [],
      },
      logprobs: null,
      finish_reason: completion.finish,
    })),
    usage: exchange.usage,
    service_tier: 'default',
    system_fingerprint: exchange.fingerprint,
  }
}

function usageOf(
  service: Service,
  request: ChatRequest,
  prompt: number,
  completions: Completion[],
  thought: number,
): JsonObject {
  const completion = completions.reduce((sum, each) => sum + completionTokens(each), 0) + thought
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: service.cache.visit(request.prompt, prompt), audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: thought,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  }
}
