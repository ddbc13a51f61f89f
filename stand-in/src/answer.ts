/** One answer of the API. What a field leaves out is what the real service sends. */
export interface Answer {
  status?: number
  headers?: Record<string, string>
  json?: unknown
  /** The body, where it is no JSON. */
  text?: string
  /** Server-sent events: objects are sent as `data:` lines, strings as they are. */
  events?: (object | string)[]
  /** Milliseconds before the answer. */
  delay?: number
  /** Milliseconds after each event. */
  pause?: number | (() => number)
  /** What happens after the last event. By default the stream ends with `[DONE]`. */
  end?: 'done' | 'destroy' | 'hang' | 'close'
}

/** A request as the stand-in received it. */
export interface Received {
  method: string
  path: string
  headers: Record<string, string>
  body: unknown
  /** Whether the client left before the answer was complete. */
  aborted: boolean
  eventsSent: number
}

/** One step of a session over a WebSocket. */
export interface SessionStep {
  /** The type of the client's event that starts this step. Without it the step starts at once. */
  after?: string
  send?: object[]
  /** The code with which the socket is then closed. 0 cuts the connection. */
  close?: number
  /** Milliseconds before the step. */
  delay?: number
}
