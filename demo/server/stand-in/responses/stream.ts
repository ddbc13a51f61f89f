import type { ServerResponse } from 'node:http'

import type { JsonObject } from '../body.ts'
import { eventStream } from '../event-stream.ts'
import { BROKEN_STREAM, TOKENS_BEFORE_BREAK } from '../planned-failure.ts'
import type { Service } from '../service.ts'
import { splitTokens } from '../tokens.ts'
import type { ResponseExchange } from './endpoint.ts'
import { textPart } from './output.ts'

type Send = (type: string, fields: JsonObject) => Promise<void>

/** Sends a response as its events, numbered from 0, in the order of the real service. */
export async function streamResponse(
  service: Service,
  exchange: ResponseExchange,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  const events = eventStream(response, signal)
  let sequence = 0
  const send: Send = (type, fields) =>
    events.send(JSON.stringify({ type, sequence_number: sequence++, ...fields }), type)

  await send('response.created', { response: exchange.body('in_progress') })
  await send('response.in_progress', { response: exchange.body('in_progress') })
  for (const [index, item] of exchange.output.entries()) {
    if (signal.aborted) return
    if (item['type'] === 'message') {
      const whole = await sendMessage(service, exchange, item, index, send, signal)
      if (!whole) {
        await sendFailure(exchange, send)
        events.end()
        return
      }
    } else if (item['type'] === 'function_call') await sendCall(service, item, index, send, signal)
    else {
      await send('response.output_item.added', { output_index: index, item })
      await send('response.output_item.done', { output_index: index, item })
    }
  }
  const finished = exchange.finished()
  await send(`response.${String(finished['status'])}`, { response: finished })
  events.end()
}

async function sendMessage(
  service: Service,
  exchange: ResponseExchange,
  item: JsonObject,
  index: number,
  send: Send,
  signal: AbortSignal,
): Promise<boolean> {
  const place = { item_id: item['id'], output_index: index, content_index: 0 }
  await send('response.output_item.added', {
    output_index: index,
    item: { ...item, status: 'in_progress', content: [] },
  })
  await send('response.content_part.added', { ...place, part: textPart('') })
  for (const [position, token] of exchange.completion.tokens.entries()) {
    if (signal.aborted) return true
    if (exchange.request.model.flaky && position === TOKENS_BEFORE_BREAK) return false
    await send('response.output_text.delta', { ...place, delta: token, logprobs: [] })
    await service.pace.token(signal)
  }
  const text = exchange.completion.tokens.join('')
  await send('response.output_text.done', { ...place, text, logprobs: [] })
  await send('response.content_part.done', { ...place, part: textPart(text) })
  await send('response.output_item.done', { output_index: index, item })
  return true
}

async function sendCall(
  service: Service,
  item: JsonObject,
  index: number,
  send: Send,
  signal: AbortSignal,
): Promise<void> {
  const place = { item_id: item['id'], output_index: index }
  const whole = String(item['arguments'])
  await send('response.output_item.added', {
    output_index: index,
    item: { ...item, status: 'in_progress', arguments: '' },
  })
  for (const fragment of splitTokens(whole)) {
    await send('response.function_call_arguments.delta', { ...place, delta: fragment })
    await service.pace.token(signal)
  }
  await send('response.function_call_arguments.done', { ...place, name: item['name'], arguments: whole })
  await send('response.output_item.done', { output_index: index, item })
}

async function sendFailure(exchange: ResponseExchange, send: Send): Promise<void> {
  const { message } = BROKEN_STREAM
  await send('error', { code: 'server_error', message, param: null })
  await send('response.failed', {
    response: exchange.body('failed', { error: { code: 'server_error', message } }),
  })
}
