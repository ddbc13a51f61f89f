import type { IncomingMessage, Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocketServer } from 'ws'
import type { Script } from './scripts.ts'

/** Plays sessions over the WebSockets of a server. A socket without a script is refused with 401. */
export function playSessions(server: Server, scriptAt: (request: IncomingMessage) => Script | undefined): () => void {
  const sockets = new WebSocketServer({
    server,
    verifyClient: ({ req }: { req: IncomingMessage }) => scriptAt(req) !== undefined,
    handleProtocols: (offered) => (offered.has('realtime') ? 'realtime' : false),
  })
  sockets.on('connection', (socket, request) => {
    const script = scriptAt(request)
    const steps = script?.session ?? []
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
      script?.events.push(event)
      play(event.type)
    })
    play()
  })
  return () => {
    for (const socket of sockets.clients) socket.terminate()
  }
}
