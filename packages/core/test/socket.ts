import { inject } from 'vitest'
import type { SocketStep } from './socket-server.ts'

/** An API that plays a session over a WebSocket, for one test. */
export interface ScriptedSocket {
  baseURL: string
  received(): Promise<Record<string, unknown>[]>
}

export async function scriptedSocket(...steps: SocketStep[]): Promise<ScriptedSocket> {
  const server = inject('socketServer')
  const id = Math.random().toString(36).slice(2)
  const script = `${server}/script/${id}`
  await fetch(script, { method: 'PUT', body: JSON.stringify(steps) })
  return {
    baseURL: `${server}/api/${id}/v1`,
    received: async () => (await fetch(script)).json() as Promise<Record<string, unknown>[]>,
  }
}

/** The client insists on `wss:`; the server of the tests has no certificate. The class is real but for that. */
export function allowPlainSockets(): () => void {
  const Native = globalThis.WebSocket
  globalThis.WebSocket = class extends Native {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(String(url).replace(/^wss:/, 'ws:'), protocols)
    }
  }
  return () => {
    globalThis.WebSocket = Native
  }
}
