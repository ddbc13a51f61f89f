import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** One answer of a script: what the API sends, byte by byte if need be. */
export interface Answer {
  status?: number
  headers?: Record<string, string>
  json?: unknown
  /** Raw body. */
  text?: string
  /** Server-sent events: objects are sent as `data:` lines, strings as they are. */
  events?: (object | string)[]
  /** Milliseconds before the answer. */
  delay?: number
  /** Milliseconds between events. */
  pause?: number
  /** What happens after the last event; `[DONE]` and the end by default. */
  end?: 'done' | 'destroy' | 'hang' | 'close'
}

/** A request as it came. */
export interface Received {
  method: string
  path: string
  headers: Record<string, string>
  body: unknown
  /** The client went away before the answer was complete. */
  aborted: boolean
  eventsSent: number
}

interface Script {
  answers: Answer[]
  received: Received[]
}

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*, authorization',
  'access-control-allow-methods': '*',
  'access-control-expose-headers': '*',
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString()) as unknown
  } catch {
    return body.toString().slice(0, 1000)
  }
}

/** The boundary of a multipart body is another one each time. */
function withoutBoundary(
  headers: Record<string, string>,
  body: unknown,
): { headers: Record<string, string>; body: unknown } {
  const boundary = /boundary=(\S+)/.exec(headers['content-type'] ?? '')?.[1]
  if (!boundary || typeof body !== 'string') return { headers, body }
  return { headers: { ...headers, 'content-type': 'multipart/form-data' }, body: body.replaceAll(boundary, 'boundary') }
}

/**
 * A server that plays scripts of OpenAI's wire format. `PUT /script/<id>` sets the answers for the base URL `/api/<id>/v1`, `GET
 * /script/<id>` tells what was received; both work from a browser too.
 */
export async function startOpenAIServer(): Promise<{ url: string; close(): Promise<void> }> {
  const scripts = new Map<string, Script>()

  async function play(script: Script, request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const body = await read(request)
    const received: Received = {
      method: request.method ?? '',
      path,
      ...withoutBoundary(request.headers as Record<string, string>, parse(body)),
      aborted: false,
      eventsSent: 0,
    }
    script.received.push(received)
    response.on('close', () => {
      received.aborted = !response.writableFinished
    })
    const answer = (script.answers.length > 1 ? script.answers.shift() : script.answers[0]) ?? {}
    if (answer.delay) await sleep(answer.delay)
    const headers = { ...CORS, 'x-request-id': `req_${script.received.length}`, ...answer.headers }
    if (!answer.events) {
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...headers })
      response.end(answer.text ?? JSON.stringify(answer.json ?? {}))
      return
    }
    response.writeHead(answer.status ?? 200, { 'content-type': 'text/event-stream', ...headers })
    response.flushHeaders()
    for (const event of answer.events) {
      if (response.destroyed) return
      response.write(typeof event === 'string' ? event : `data: ${JSON.stringify(event)}\n\n`)
      received.eventsSent += 1
      if (answer.pause) await sleep(answer.pause)
    }
    if (answer.end === 'hang') return
    if (answer.end === 'destroy') {
      // An orderly end of the connection in the middle of the body: a reset may lose what was sent before.
      await sleep(50)
      response.socket?.end()
      return
    }
    response.end(answer.end === 'close' ? '' : 'data: [DONE]\n\n')
  }

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const [, kind, id = '', ...rest] = pathname.split('/')
    void (async () => {
      if (request.method === 'OPTIONS') {
        response.writeHead(204, CORS).end()
      } else if (kind === 'script' && request.method === 'PUT') {
        scripts.set(id, { answers: parse(await read(request)) as Answer[], received: [] })
        response.writeHead(204, CORS).end()
      } else if (kind === 'script') {
        response.writeHead(200, { 'content-type': 'application/json', ...CORS })
        response.end(JSON.stringify(scripts.get(id)?.received ?? []))
      } else {
        const script = scripts.get(id)
        if (script) await play(script, request, response, `/${rest.join('/')}`)
        else response.writeHead(404, CORS).end()
      }
    })().catch((error: unknown) => response.destroy(error as Error))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
