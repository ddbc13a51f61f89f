import type { ServerResponse } from 'node:http'

import type { JsonObject } from '../body.ts'
import type { Completion } from '../completion.ts'
import { eventStream, type EventStream } from '../event-stream.ts'
import { BROKEN_STREAM, TOKENS_BEFORE_BREAK } from '../planned-failure.ts'
import type { Service } from '../service.ts'
import { splitTokens } from '../tokens.ts'
import type { ChatExchange } from './endpoint.ts'

/** Sends an answer in chunks: the role first, then a token each, the finish reason, and the usage if it was asked for. */
export async function streamChat(
  service: Service,
  exchange: ChatExchange,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  const events = eventStream(response, signal)
  const choices = exchange.completions.map((completion, index) => deltas(completion, index, exchange.callId))
  const { flaky } = exchange.request.model
  let sent = 0
  // The choices of one request come interleaved, as the real service sends them.
  for (let open = choices; open.length > 0 && !signal.aborted;) {
    const still: typeof choices = []
    for (const choice of open) {
      const step = choice.next()
      if (step.done) continue
      if (flaky && sent === TOKENS_BEFORE_BREAK) {
        await events.send(JSON.stringify({ error: BROKEN_STREAM }))
        events.end()
        return
      }
      await sendChunk(events, exchange, [step.value])
      sent += 1
      await service.pace.token(signal)
      still.push(choice)
    }
    open = still
  }
  if (exchange.request.includeUsage) await sendChunk(events, exchange, [], exchange.usage)
  await events.send('[DONE]')
  events.end()
}

/** The entries of `choices` for one choice, in order. */
function* deltas(completion: Completion, index: number, callId: () => string): Generator<JsonObject> {
  const entry = (delta: JsonObject, finish: string | null = null): JsonObject => ({
    index,
    delta,
    logprobs: null,
    finish_reason: finish,
  })
  const calls = completion.calls
  if (calls.length === 0 || completion.tokens.length > 0) {
    yield entry({ role: 'assistant', content: '', refusal: null })
    for (const token of completion.tokens) yield entry({ content: token })
  }
  for (const [position, call] of calls.entries()) {
    const opening = { index: position, id: callId(), type: 'function', function: { name: call.name, arguments: '' } }
    // A single call comes with the role in one chunk; of several, the role comes alone.
    const alone = calls.length === 1 && completion.tokens.length === 0
    if (position === 0 && !alone && completion.tokens.length === 0) yield entry({ role: 'assistant', content: null })
    yield entry(
      alone ? { role: 'assistant', content: null, tool_calls: [opening], refusal: null } : { tool_calls: [opening] },
    )
    for (const fragment of splitTokens(call.arguments)) {
      yield entry({ tool_calls: [{ index: position, function: { arguments: fragment } }] })
    }
  }
  yield entry({}, completion.finish)
}

async function sendChunk(
  events: EventStream,
  exchange: ChatExchange,
  choices: JsonObject[],
  usage: JsonObject | null = null,
): Promise<void> {
  await events.send(
    JSON.stringify({
      id: exchange.id,
      object: 'chat.completion.chunk',
      created: exchange.created,
      model: exchange.request.model.snapshot,
      service_tier: 'default',
      system_fingerprint: exchange.fingerprint,
      choices,
      ...(exchange.request.includeUsage && { usage }),
    }),
  )
}
