import { context } from '@opentelemetry/api'
import { stateOf, type ClientState } from '../openai/client-state.ts'
import type { Connection, Listener, SocketClient } from '../openai/is-socket.ts'
import { guarded } from '../faults.ts'
import { wrapMethod } from '../patch/method-wrap.ts'
import { object, text, type Wire } from '../openai/wire/read.ts'
import { Session } from './session.ts'

/** Guards the application from faults of its tracing. */
function observing(work: () => void): void {
  guarded('websocket', work)
}

/** Who wants a socket traced, itself or its class, each known by its steps; and what to undo when nobody does any more. */
const traced = new WeakMap<SocketClient, { owners: Set<object>; undo: (() => void)[] }>()

/** Traces a socket, or every socket that a class makes from now on. */
export function traceSocket(target: SocketClient, steps: (() => void)[]): void {
  if (typeof target === 'function') {
    traceInstances((target as { prototype: SocketClient }).prototype, steps)
  } else {
    traceFor(target, steps)
    steps.push(() => release(target, steps))
  }
}

function traceFor(target: SocketClient, owner: object): void {
  const known = traced.get(target)
  if (known) {
    known.owners.add(owner)
    return
  }
  const undo: (() => void)[] = []
  traced.set(target, { owners: new Set([owner]), undo })
  observing(() => watch(target, undo))
}

function release(target: SocketClient, owner: object): void {
  const { owners, undo } = traced.get(target) ?? {}
  if (!owners?.delete(owner) || owners.size > 0) return
  traced.delete(target)
  for (const step of undo ?? []) step()
}

/** A constructor sets the socket's connection: then its class, which can't be replaced in a module, has made one. */
function traceInstances(prototype: SocketClient, steps: (() => void)[]): void {
  const made = new Set<WeakRef<SocketClient>>()
  let isOver = false
  Object.defineProperty(prototype, 'socket', {
    configurable: true,
    set(this: SocketClient, connection: Connection) {
      setProperty(this, 'socket', connection)
      const parent = context.active()
      // Wait until the constructor has returned: some subclasses set more members and listen to the connection first.
      queueMicrotask(() => {
        if (isOver) return
        for (const socket of made) if (!socket.deref()) made.delete(socket)
        made.add(new WeakRef(this))
        context.with(parent, () => traceFor(this, steps))
      })
    },
  })
  steps.push(() => {
    isOver = true
    delete (prototype as Partial<SocketClient>).socket
    for (const reference of made) {
      const socket = reference.deref()
      if (socket) release(socket, steps)
    }
  })
}

function setProperty(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: true })
}

/**
 * What a socket receives is heard by its own emitter, beside the application's listeners; what it sends is seen on its connection, since
 * not all of it goes by the socket's `send` and not all that goes there is sent. There is no listener for `error`: without one of the
 * application's own, errors stay unhandled, as the client means it.
 */
function watch(target: SocketClient, steps: (() => void)[]): void {
  const url = new URL(target.url)
  const session = new Session(kindOf(url), stateFor(target, url), modelOf(url))
  let connection: Connection | undefined
  let isReconnecting = false
  let failure: unknown
  let leave: (() => void) | undefined

  const closed: Listener = (code, reason) => {
    const isNormal = code === undefined || code === 1000 || code === 1001 || code === 1005
    observing(() => session.end(isNormal ? undefined : (failure ?? closing(code, reason))))
  }
  const connected = (socket: SocketClient['socket']): void => {
    leave?.()
    const current = socket.platformSocket ?? socket
    connection = current
    failure = undefined
    const heard: Record<string, Listener> = {
      error(event) {
        failure = handshakeFailure(object(event).error)
      },
      close(event) {
        // The client has heard it first, and has said so where it reconnects.
        if (current === connection && !isReconnecting) closed(object(event).code, object(event).reason)
      },
    }
    for (const type of Object.keys(heard)) current.addEventListener(type, heard[type] as Listener)
    const unwrap = wrapMethod(current, 'send', steps, ({ original }) => {
      return function (this: object, ...args) {
        const isOpen = current.readyState === 1
        const result = original().apply(this, args)
        if (isOpen) observing(() => session.sent(eventIn(args[0])))
        return result
      }
    })
    leave = () => {
      for (const type of Object.keys(heard)) current.removeEventListener(type, heard[type] as Listener)
      unwrap?.()
    }
  }

  // The client emits what the API sends by its type too, which may be the name of one of the client's own events.
  let last: unknown
  const listeners: Record<string, Listener> = {
    event(event) {
      last = event
      observing(() => session.received(object(event)))
    },
    close(code, reason) {
      if (code === undefined || code !== last) closed(code, reason)
    },
    reconnecting(event) {
      if (event === last) return
      isReconnecting = true
      observing(() => session.lost(failure ?? closing(object(event).closeCode)))
    },
    reconnected() {
      isReconnecting = false
    },
  }
  for (const event of Object.keys(listeners)) target.on(event, listeners[event] as Listener)
  let { socket } = target
  // The client may send by the next connection before it says that there is one.
  Object.defineProperty(target, 'socket', {
    configurable: true,
    enumerable: true,
    get: () => socket,
    set(next: SocketClient['socket']) {
      socket = next
      observing(() => connected(next))
    },
  })
  connected(socket)
  if (connection?.readyState === 3) closed()
  steps.push(() => {
    for (const event of Object.keys(listeners)) target.off(event, listeners[event] as Listener)
    setProperty(target, 'socket', socket)
    leave?.()
    observing(() => session.end())
  })
}

/** `openai.api.type`, by the end of the path: a gateway may have any name before it. */
function kindOf({ pathname }: URL): string {
  return /.*\/(realtime|responses|live)(?![^/])/.exec(pathname)?.[1] ?? 'realtime'
}

/** Azure has deployments in the place of models. */
function modelOf({ searchParams }: URL): string | undefined {
  return searchParams.get('model') ?? searchParams.get('deployment') ?? undefined
}

/** The options are the socket's or its class's own, else its client's, where it knows the client. */
function stateFor(target: SocketClient, url: URL): () => ClientState {
  // The query may hold credentials.
  const baseURL = `${url.protocol.replace('ws', 'http')}//${url.host}${url.pathname}`
  const client = target._client ?? { baseURL, ...(isAzure(target, url) ? { apiVersion: '', deploymentName: '' } : {}) }
  return () => {
    const own = stateOf(target, client)
    return own.options ? own : stateOf(client)
  }
}

/** A realtime socket does not tell its client; an `AzureOpenAI` shows in the URL, or as the user agent of the handshake. */
function isAzure({ socket }: SocketClient, { searchParams }: URL): boolean {
  const { _req: handshake } = socket as { _req?: { getHeader?(name: string): unknown } }
  return (
    ['api-version', 'api-key', 'Authorization'].some((name) => searchParams.has(name)) ||
    String(handshake?.getHeader?.('user-agent')).startsWith('AzureOpenAI/')
  )
}

function closing(code: unknown, reason?: unknown): object {
  return { code: String(code), message: text(reason), constructor: { name: 'WebSocketClosed' } }
}

/** `ws` tells the API's answer to a handshake only in words. */
function handshakeFailure(error: unknown): unknown {
  const { message, stack } = object(error)
  const code = /^Unexpected server response: (\d+)/.exec(String(message))?.[1]
  return code ? { code, status: Number(code), message, stack, constructor: { name: 'Error' } } : error
}

/** The event in a frame, which is text or bytes. Only some are of interest, and most hold sound. */
function eventIn(frame: unknown): Wire {
  const isBytes = ArrayBuffer.isView(frame) || frame instanceof ArrayBuffer
  const json = isBytes ? new TextDecoder().decode(frame) : (text(frame) ?? '')
  return /"(response\.(create|steer|item\.create)|session\.(update|start))"/.test(json) ? object(JSON.parse(json)) : {}
}
