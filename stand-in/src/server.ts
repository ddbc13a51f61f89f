import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import type { Received } from './answer.ts'
import { type ApiOptions, openAIApi } from './api.ts'
import { CORS, play } from './play.ts'
import { receive } from './received.ts'
import { scriptOf, type Script } from './scripts.ts'
import { playSessions } from './sessions.ts'

/** A running stand-in of the OpenAI API. */
export interface StandIn {
  /** Its origin, without a slash at the end. */
  url: string
  /** The base URL for a client. */
  baseURL: string
  /** Requests to that base URL, oldest first. */
  received: Received[]
  close(): Promise<void>
}

/**
 * Starts a stand-in of the OpenAI API on the loopback interface.
 *
 * Below `/v1` it answers as `options` say, and refuses what the real API refuses. A test can also script its answers, word by
 * word: `PUT /script/<id>` sets them for the base URL `/api/<id>/v1`, and `GET /script/<id>` returns what was received there.
 * Pages can do both.
 */
export async function startStandIn(options: ApiOptions = {}): Promise<StandIn> {
  const api = openAIApi(options)
  const received: Received[] = []
  const scripts = new Map<string, Script>()

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = pathOf(request)
    const [, kind, id = '', ...rest] = path.split('/')
    const script = scripts.get(id)
    if (request.method === 'OPTIONS') response.writeHead(204, CORS).end()
    else if (kind === 'script' && request.method === 'PUT') {
      scripts.set(id, scriptOf(await json(request)))
      response.writeHead(204, CORS).end()
    } else if (kind === 'script') {
      response.writeHead(200, { 'content-type': 'application/json', ...CORS })
      response.end(JSON.stringify({ received: script?.received ?? [], events: script?.events ?? [] }))
    } else if (kind === 'api' && script) {
      await playScript(script, await receive(request, `/${rest.join('/')}`), response)
    } else {
      const call = await receive(request, path)
      received.push(call)
      await play(api(call), call, response)
    }
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => response.destroy(error as Error))
  })
  const closeSessions = playSessions(server, (request) => scripts.get(pathOf(request).split('/')[2] ?? ''))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    baseURL: `${url}/v1`,
    received,
    close: () =>
      new Promise((resolve) => {
        closeSessions()
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

async function playScript(script: Script, received: Received, response: ServerResponse): Promise<void> {
  script.received.push(received)
  response.setHeader('x-request-id', `req_${script.received.length}`)
  const answer = (script.answers.length > 1 ? script.answers.shift() : script.answers[0]) ?? {}
  await play(answer, received, response)
}

function pathOf(request: IncomingMessage): string {
  return new URL(request.url ?? '/', 'http://stand-in').pathname
}
