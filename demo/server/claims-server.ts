import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import { continueTrace, instrumentOpenAI, withSpan } from '@spanlit/core'
import { assessClaimsWithContext, type Assessor } from './assess.ts'

export interface ClaimsServer {
  url: string
  close(): Promise<void>
}

/** A request that the backend refuses, with the reason in the caller's words. */
class Refused extends Error {}

const PATH = '/api/assess-claims'

/** Starts the backend on the loopback interface. It sends the assessments line by line, as they come. */
export async function startClaimsServer(options: Assessor & { port: number }): Promise<ClaimsServer> {
  instrumentOpenAI(options.client)
  const server = createServer((request, response) => {
    if (request.url === PATH && request.method === 'POST') {
      void continueTrace(request.headers, () => assess(options, request, response))
    } else sendError(response, 404, `Claims go to POST ${PATH}.`)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** One request in its server span, by the conventions for HTTP. */
function assess(assessor: Assessor, request: IncomingMessage, response: ServerResponse): Promise<void> {
  return withSpan(
    `POST ${PATH}`,
    async (span) => {
      try {
        const body = JSON.parse(await text(request)) as Record<string, unknown>
        const [claims, contexts] = [textsIn(body, 'claims'), textsIn(body, 'contexts')]
        const gone = new AbortController()
        response.on('close', () => gone.abort())
        response.setHeader('content-type', 'application/x-ndjson')
        const send = (line: object): unknown => response.write(`${JSON.stringify(line)}\n`)
        await assessClaimsWithContext(assessor, claims, contexts, send, gone.signal)
        response.end()
      } catch (error) {
        if (error instanceof Refused || error instanceof SyntaxError) sendError(response, 422, error.message)
        else {
          // Only what the backend itself did not manage is an error of its span.
          const message = error instanceof Error ? error.message : String(error)
          span.setStatus({ code: SpanStatusCode.ERROR, message })
          sendError(response, 502, `The model could not be asked: ${message}`)
        }
      }
      span.setAttribute('http.response.status_code', response.statusCode)
    },
    {
      kind: SpanKind.SERVER,
      attributes: { 'http.request.method': 'POST', 'http.route': PATH, 'url.path': PATH, 'url.scheme': 'http' },
    },
  )
}

function textsIn(body: Record<string, unknown>, name: string): string[] {
  const list = body[name]
  if (!Array.isArray(list) || list.length === 0 || list.length > 12) {
    throw new Refused(`\`${name}\` must be a list of 1 to 12 texts.`)
  }
  return list.map((item: unknown, index) => {
    if (typeof item === 'string' && item.trim() !== '' && item.length <= 4000) return item.trim()
    throw new Refused(`\`${name}[${index}]\` must be a text that is not empty, of at most 4000 characters.`)
  })
}

/** In the middle of an answer the status is sent, so the error is a line of its own. */
function sendError(response: ServerResponse, status: number, error: string): void {
  if (!response.headersSent) response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ error }))
}
