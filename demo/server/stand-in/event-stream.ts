import type { ServerResponse } from 'node:http'

/** Writes server-sent events, and waits when the reader is slower than the writer. */
export interface EventStream {
  /** Aborted when the caller has gone. */
  readonly signal: AbortSignal
  send(data: string, event?: string): Promise<void>
  end(): void
}

export function eventStream(response: ServerResponse, signal: AbortSignal): EventStream {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    connection: 'keep-alive',
  })
  response.flushHeaders()
  return {
    signal,
    async send(data, event) {
      if (signal.aborted) return
      const named = event === undefined ? '' : `event: ${event}\n`
      if (!response.write(`${named}data: ${data}\n\n`)) {
        await new Promise<void>((resolve) => {
          response.once('drain', resolve)
          response.once('close', resolve)
        })
      }
    },
    end() {
      response.end()
    },
  }
}
