import type { IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'
import type { Received } from './answer.ts'

/** Reads a request to its end. A body that is no JSON is kept as text, cut to its first 1000 characters. */
export async function receive(request: IncomingMessage, path: string): Promise<Received> {
  const text = (await buffer(request)).toString()
  return {
    method: request.method ?? '',
    path,
    ...withoutBoundary(request.headers as Record<string, string>, parseBody(text)),
    aborted: false,
    eventsSent: 0,
  }
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text.slice(0, 1000)
  }
}

/** Each multipart body has a random boundary. A fixed one makes two requests comparable. */
function withoutBoundary(headers: Record<string, string>, body: unknown): Pick<Received, 'headers' | 'body'> {
  const boundary = /boundary=(\S+)/.exec(headers['content-type'] ?? '')?.[1]
  if (!boundary || typeof body !== 'string') return { headers, body }
  return { headers: { ...headers, 'content-type': 'multipart/form-data' }, body: body.replaceAll(boundary, 'boundary') }
}
