import { type IncomingHttpHeaders, type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** As much of the OpenAI API as the fresh apps use: one answer to every chat, streamed or whole. */
export interface OpenAIServer {
  /** The base URL that the client takes, with `/v1`. */
  baseURL: string
  /** The headers of each request for a chat. */
  received: IncomingHttpHeaders[]
  close(): Promise<void>
}

export const ANSWER = 'The sky is blue.'
const COMMON = { id: 'chatcmpl-fresh-1', created: 1_760_000_000, model: 'gpt-fresh-2026-01-01' }
const USAGE = { prompt_tokens: 6, completion_tokens: 5, total_tokens: 11 }

export async function startOpenAIServer(): Promise<OpenAIServer> {
  const received: IncomingHttpHeaders[] = []
  const server = createServer((request, response) => {
    if (request.method === 'POST') received.push(request.headers)
    void answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    baseURL: `http://127.0.0.1:${port}/v1`,
    received,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader('access-control-allow-origin', '*')
  if (request.method === 'OPTIONS') {
    response.setHeader('access-control-allow-headers', request.headers['access-control-request-headers'] ?? '*')
    response.writeHead(204).end()
    return
  }
  if (request.method !== 'POST' || request.url !== '/v1/chat/completions') {
    response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":{"message":"Unknown request URL"}}')
    return
  }
  const { stream } = JSON.parse(await text(request)) as { stream?: boolean }
  if (stream) streamed(response)
  else whole(response)
}

function whole(response: ServerResponse): void {
  const message = { role: 'assistant', content: ANSWER, refusal: null }
  const choices = [{ index: 0, message, finish_reason: 'stop', logprobs: null }]
  const body = { ...COMMON, object: 'chat.completion', choices, usage: USAGE }
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function streamed(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const send = (delta: object, finish: string | null): void => {
    const choices = [{ index: 0, delta, finish_reason: finish, logprobs: null }]
    response.write(`data: ${JSON.stringify({ ...COMMON, object: 'chat.completion.chunk', choices })}\n\n`)
  }
  send({ role: 'assistant', content: '' }, null)
  for (const word of ANSWER.split(/(?= )/)) send({ content: word }, null)
  send({}, 'stop')
  response.end('data: [DONE]\n\n')
}
