import { randomBytes } from 'node:crypto'
import type { Answer } from './answer.ts'
import type { ChatRequest } from './chat-request.ts'
import { reasons } from './models.ts'
import type { Reply } from './prompt.ts'
import { chunk, completion } from './wire/chat.ts'

// Close to the real tokenizers where it shows: a short word with the space before it is one token, a long word is
// several, and a line break or a punctuation mark is one.
const TOKEN = /\s?[\p{L}\p{M}]{1,7}|\s?\d{1,3}|\n+|\s?[^\s\p{L}\d]{1,2}|\s/gu
const BROKEN = {
  message: 'The server had an error while processing your request. Sorry about that!',
  type: 'server_error',
  param: null,
  code: null,
}

/** The tokens of a text. Joined they are the text. */
export function splitTokens(text: string): string[] {
  return text.match(TOKEN) ?? []
}

export function randomId(prefix: string, length: number): string {
  return `${prefix}${randomBytes(length).toString('hex').slice(0, length)}`
}

/**
 * The answer to a request for a chat completion, within the request's limits and at the pace of a real model.
 *
 * @param model - The dated name that stands in the answer.
 * @param speed - How much faster than a real model it answers.
 */
export function chatAnswer(request: ChatRequest, reply: Reply, model: string, speed: number): Answer {
  const stops = [request.stop ?? []].flat()
  const whole = splitTokens(stops.reduce((kept, stop) => kept.split(stop)[0] ?? '', reply.text ?? ''))
  const tokens = whole.slice(0, request.max_completion_tokens ?? request.max_tokens ?? undefined)
  const tool_calls = (reply.calls ?? []).map((call) => ({
    id: randomId('call_', 24),
    type: 'function',
    function: { name: call.name, arguments: JSON.stringify(call.arguments) },
  }))
  const usage = usageOf(request, tokens.length + (tool_calls.length && splitTokens(JSON.stringify(tool_calls)).length))
  const head = {
    id: randomId('chatcmpl-', 29),
    created: Math.floor(Date.now() / 1000),
    model,
    service_tier: 'default',
    system_fingerprint: 'fp_560af6e559',
  }
  const content = tokens.length > 0 || tool_calls.length === 0 ? tokens.join('') : null
  const finish_reason = tool_calls.length > 0 ? 'tool_calls' : tokens.length < whole.length ? 'length' : 'stop'
  const indices = Array.from({ length: request.n ?? 1 }, (_, index) => index)
  const thinking = 260 + usage.completion_tokens_details.reasoning_tokens * 2.5
  if (request.stream !== true) {
    const calls = tool_calls.length > 0 ? { tool_calls } : {}
    const message = { role: 'assistant', content, refusal: null, annotations: [], ...calls }
    const choices = indices.map((index) => ({ index, message, logprobs: null, finish_reason }))
    return { json: completion({}, { ...head, choices, usage }), delay: (thinking + tokens.length * 12) / speed }
  }
  const includeUsage = request.stream_options?.include_usage === true
  const more = includeUsage ? { ...head, usage: null } : head
  const deltas = [
    { role: 'assistant', content: content === null ? null : '', refusal: null },
    ...tokens.map((token) => ({ content: token })),
    ...tool_calls.flatMap(({ function: { name, arguments: json }, ...call }, index) => [
      { tool_calls: [{ index, ...call, function: { name, arguments: '' } }] },
      ...splitTokens(json).map((fragment) => ({ tool_calls: [{ index, function: { arguments: fragment } }] })),
    ]),
  ]
  // The choices of one request come interleaved, as the real service sends them.
  const events = [
    ...deltas.flatMap((delta) => indices.map((index) => chunk(delta, more, { index }))),
    ...indices.map((index) => chunk({}, more, { index, finish_reason })),
    ...(includeUsage ? [chunk({}, { ...head, choices: [], usage })] : []),
  ]
  // Tokens come in bursts: most follow at once, and some are late.
  const pause = (): number => (Math.random() < 0.12 ? 95 : 10 + Math.random() * 18) / speed
  const stream = { events, delay: thinking / speed, pause }
  if (reply.breakAfter === undefined) return stream
  return { ...stream, events: [...events.slice(0, reply.breakAfter), { error: BROKEN }], end: 'close' }
}

function usageOf(request: ChatRequest, written: number) {
  const asked = splitTokens(
    JSON.stringify([request.messages, request.tools ?? []]).replaceAll(/["{}[\]:,]+/g, ' '),
  ).length
  // The API counts reasoning in steps of 64.
  const steps = { none: 0, minimal: 0, low: 1, medium: 2, high: 6, xhigh: 9 }[request.reasoning_effort ?? 'medium']
  const reasoning = reasons(request.model) ? 64 * steps : 0
  return {
    prompt_tokens: asked,
    completion_tokens: written + reasoning,
    total_tokens: asked + written + reasoning,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: reasoning, audio_tokens: 0 },
  }
}
