import { stateOf } from '../client-state.ts'
import { reportFault } from '../failure.ts'
import { object, parsed, text } from '../wire/read.ts'
import { Session } from './session.ts'

type Listener = (...args: unknown[]) => void

/** What the client's socket classes have in common: realtime, responses, live, over `ws` or the runtime's own WebSocket. */
interface SocketClient {
  url: URL | string
  on(event: string, listener: Listener): unknown
  off(event: string, listener: Listener): unknown
  /** Present where the client manages the connection, reconnects, and says itself when it is closed for good. */
  sendRaw?: unknown
  _recovery?: unknown
  _client?: object
  socket?: { readyState?: number; addEventListener?: (type: string, listener: (event: object) => void) => void }
}

export function isSocket(target: object): target is SocketClient {
  const { on, off, send, url } = target as Record<string, unknown>
  return (
    [on, off, send].every((member) => typeof member === 'function') &&
    (url instanceof URL || (typeof url === 'string' && URL.canParse(url)))
  )
}

/** Guards the application from faults of its tracing. */
function observing(work: () => void): void {
  try {
    work()
  } catch (error) {
    reportFault('websocket', error)
  }
}

/**
 * Traces a socket: its events are heard by the socket's own emitter, beside the application's listeners, and what it sends is seen on
 * its way. There is no listener for `error`: without one of the application's own, errors stay unhandled, as the client means it.
 */
export function traceSocket(target: SocketClient, steps: (() => void)[]): void {
  const url = new URL(target.url)
  const kind = url.pathname.includes('/live') ? 'live' : (url.pathname.split('/').pop() ?? 'realtime')
  // The query holds the model, and may hold credentials.
  const client = target._client ?? { baseURL: `${url.protocol.replace('ws', 'http')}//${url.host}${url.pathname}` }
  const session = new Session(kind, () => stateOf(target, client), url.searchParams.get('model') ?? undefined)
  let failure: unknown

  const received: Listener = (event) => observing(() => session.received(object(event)))
  const closed = (code?: unknown, reason?: unknown): void =>
    observing(() => {
      const isNormal = code === undefined || code === 1000 || code === 1001 || code === 1005
      session.end(
        isNormal
          ? undefined
          : (failure ?? { code: `${code as number}`, message: text(reason), constructor: { name: 'WebSocketClosed' } }),
      )
    })
  target.on('event', received)
  target.on('close', closed)
  const { socket } = target
  if (!target.sendRaw && !target._recovery) {
    socket?.addEventListener?.('error', (event) => {
      const { error, message } = object(event)
      failure = error ?? { message, constructor: { name: 'WebSocketError' } }
    })
    socket?.addEventListener?.('close', (event) => closed(object(event).code, object(event).reason))
    if (socket?.readyState === 3) closed()
  }
  steps.push(() => {
    target.off('event', received)
    target.off('close', closed)
    observing(() => session.end())
  })
  for (const name of ['send', 'sendRaw', 'sendResponseCreate']) watchSending(target, name, session, steps)
}

function watchSending(target: object, name: string, session: Session, steps: (() => void)[]): void {
  const members = target as Record<string, unknown>
  const original = members[name]
  if (typeof original !== 'function') return
  const own = Object.getOwnPropertyDescriptor(target, name)
  const wrapper = function (this: unknown, ...args: unknown[]): unknown {
    observing(() => session.sent(object(parsed(args[0]))))
    return original.apply(this, args)
  }
  Object.defineProperty(target, name, { value: wrapper, writable: true, configurable: true, enumerable: false })
  steps.push(() => {
    if (members[name] !== wrapper) return
    if (own) Object.defineProperty(target, name, own)
    else delete members[name]
  })
}
