import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer, Received } from './answer.ts'

/** The real API answers pages of any origin. */
export const CORS: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*, authorization',
  'access-control-allow-methods': '*',
  'access-control-expose-headers': '*',
}

/** Sends an answer, and notes in `received` how much of it was sent. */
export async function play(answer: Answer, received: Received, response: ServerResponse): Promise<void> {
  response.on('close', () => {
    received.aborted = !response.writableFinished
  })
  if (answer.delay) await sleep(answer.delay)
  const headers = { ...CORS, ...answer.headers }
  if (!answer.events) {
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...headers })
    response.end(answer.text ?? JSON.stringify(answer.json ?? {}))
    return
  }
  response.writeHead(answer.status ?? 200, { 'content-type': 'text/event-stream; charset=utf-8', ...headers })
  response.flushHeaders()
  for (const event of answer.events) {
    if (response.destroyed) return
    response.write(typeof event === 'string' ? event : frame(event))
    received.eventsSent += 1
    const pause = typeof answer.pause === 'function' ? answer.pause() : answer.pause
    if (pause) await sleep(pause)
  }
  if (answer.end === 'hang') return
  if (answer.end === 'destroy') {
    // The connection ends in the middle of the body, but in order: a reset may lose what was sent before.
    await sleep(50)
    response.socket?.end()
    return
  }
  response.end(answer.end === 'close' ? '' : 'data: [DONE]\n\n')
}

/** Events of responses carry their type as the event's name. Chunks of chat completions have none. */
function frame(event: object): string {
  const name = 'type' in event ? `event: ${String(event.type)}\n` : ''
  return `${name}data: ${JSON.stringify(event)}\n\n`
}
