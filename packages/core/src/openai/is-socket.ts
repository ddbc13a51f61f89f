import { object } from './wire/read.ts'

export type Listener = (...args: unknown[]) => void

/** A connection: the runtime's own WebSocket, or that of `ws`. */
export interface Connection {
  readyState: number
  addEventListener(type: string, listener: Listener): void
  removeEventListener(type: string, listener: Listener): void
}

/** What the client's socket classes have in common: realtime, translation, responses, live. */
export interface SocketClient {
  url: URL | string
  on(event: string, listener: Listener): unknown
  off(event: string, listener: Listener): unknown
  /** Another one after the client has reconnected; some classes put an adapter before it. */
  socket: Connection & { platformSocket?: Connection }
  _client?: object
}

/** Whether `target` is a socket of the client, or a class of them. */
export function isSocket(target: object): target is SocketClient {
  const isClass = typeof target === 'function'
  const { on, off, send, emitted, url, socket } = object(isClass ? target.prototype : target)
  // `emitted` is of the client's own emitter alone.
  const methods = isClass ? [on, off, send, emitted] : [on, off, send, object(socket).send]
  return methods.every((member) => typeof member === 'function') && (isClass || URL.canParse(String(url)))
}
