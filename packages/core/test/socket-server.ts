import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocketServer } from 'ws'

/** One step of a session: what the API sends, once the application has sent an event of the type that it waits for. */
export interface SocketStep {
  /** At once where it is missing. */
  after?: string
  send?: object[]
  /** Then the socket is closed with this code; 0 cuts the connection. */
  close?: number
  /** Milliseconds before it. */
  delay?: number
}

function idOf({ url }: IncomingMessage): string {
  return url?.split('/')[2] ?? ''
}

/**
 * A server that plays sessions over WebSockets: `PUT /script/<id>` sets the steps for sockets under `/api/<id>/`, and `GET /script/<id>`
 * tells what they have received. A further connection goes on where the last one has stopped; one without a script is refused (401).
 */
export async function startSocketServer(): Promise<{ url: string; close(): Promise<void> }> {
  const scripts = new Map<string, { steps: SocketStep[]; received: unknown[] }>()
  const headers = { 'access-control-allow-origin': '*', 'access-control-allow-methods': '*' }
  const server = createServer((request, response) => {
    const id = idOf(request)
    let body = ''
    request.on('data', (piece: Buffer) => (body += String(piece)))
    request.on('end', () => {
      if (request.method === 'PUT') scripts.set(id, { steps: JSON.parse(body) as SocketStep[], received: [] })
      response.writeHead(200, headers).end(JSON.stringify(scripts.get(id)?.received ?? []))
    })
  })
  const sockets = new WebSocketServer({
    server,
    verifyClient: ({ req }: { req: IncomingMessage }) => scripts.has(idOf(req)),
    handleProtocols: (offered) => (offered.has('realtime') ? 'realtime' : false),
  })
  sockets.on('connection', (socket, request) => {
    const script = scripts.get(idOf(request))
    const steps = script?.steps ?? []
    let playing = Promise.resolve()
    const play = (type?: string): void => {
      playing = playing.then(async () => {
        while (steps[0] && steps[0].after === type) {
          const step = steps.shift()
          if (step?.delay) await sleep(step.delay)
          for (const event of step?.send ?? []) socket.send(JSON.stringify(event))
          if (step?.close === 0) socket.terminate()
          else if (step?.close) socket.close(step.close, 'bye')
          type = undefined
        }
      })
    }
    socket.on('message', (data) => {
      const event = JSON.parse((data as Buffer).toString()) as { type?: string }
      script?.received.push(event)
      play(event.type)
    })
    play()
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets.clients) socket.terminate()
        server.close(() => resolve())
      }),
  }
}
