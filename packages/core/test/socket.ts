import OpenAI from 'openai'
import { OpenAIRealtimeWebSocket } from 'openai/realtime/websocket'
import type { SessionStep } from 'stand-in'
import { scripted } from './api.ts'

/** An API that plays a session over a WebSocket, for one test. */
export interface ScriptedSocket {
  baseURL: string
  received(): Promise<Record<string, unknown>[]>
}

export async function scriptedSocket(...session: SessionStep[]): Promise<ScriptedSocket> {
  const { baseURL, script } = await scripted({ session })
  return {
    baseURL,
    received: async () => ((await (await fetch(script)).json()) as { events: Record<string, unknown>[] }).events,
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

/** A socket of the newest client, over the runtime's own WebSocket; {@link allowPlainSockets} goes before it. */
export function openRealtime(
  { baseURL }: Pick<ScriptedSocket, 'baseURL'>,
  more: { reconnect?: boolean; reconnectInitialDelay?: number } = {},
): OpenAIRealtimeWebSocket {
  const client = new OpenAI({ apiKey: 'test', baseURL, dangerouslyAllowBrowser: true })
  return new OpenAIRealtimeWebSocket({ model: 'gpt-realtime-2', dangerouslyAllowBrowser: true, ...more }, client)
}

/** Waits until the socket is open, sends each list of events when the responses before it are done, and waits until the API has closed. */
export async function playTurns(socket: OpenAIRealtimeWebSocket, ...turns: object[][]): Promise<void> {
  const closed = new Promise((resolve) => socket.socket.addEventListener('close', resolve))
  await new Promise((resolve) => socket.socket.addEventListener('open', resolve))
  for (const events of turns) {
    const done = new Promise((resolve) => socket.once('response.done', resolve))
    for (const event of events) socket.send(event as never)
    await Promise.race([done, closed])
  }
  await closed
}
