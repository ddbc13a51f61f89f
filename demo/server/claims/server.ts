import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import { continueTrace, instrumentOpenAI, withSpan } from '@spanlit/core'
import { SpanKind, SpanStatusCode, type Span } from '@opentelemetry/api'

import { assessClaimsWithContext, type Assessor } from './assess.ts'
import { readClaimsRequest, RefusedRequest } from './request.ts'
import { resultWriter } from './result.ts'

export interface ClaimsServer {
  url: string
  close(): Promise<void>
}

const PATH = '/api/assess-claims'
const MOST_BYTES = 256 * 1024

/** Starts the backend on the loopback interface. */
export async function startClaimsServer(options: Assessor & { port: number }): Promise<ClaimsServer> {
  instrumentOpenAI(options.client)
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://claims-api')
    if (pathname !== PATH) return refuse(response, 404, `There is nothing at ${pathname}. Claims go to POST ${PATH}.`)
    if (request.method !== 'POST') {
      response.setHeader('allow', 'POST')
      return refuse(response, 405, `${PATH} takes POST.`)
    }
    void continueTrace(request.headers, () => assess(options, request, response))
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
        const { claims, contexts } = readClaimsRequest(await readBody(request))
        const gone = new AbortController()
        response.on('close', () => gone.abort())
        const writer = resultWriter(request, response)
        const assessments = await assessClaimsWithContext(assessor, claims, contexts, writer.assessed, gone.signal)
        writer.finish(assessments)
      } catch (error) {
        fail(error, span, response)
      }
      span.setAttribute('http.response.status_code', response.statusCode)
    },
    {
      kind: SpanKind.SERVER,
      attributes: { 'http.request.method': 'POST', 'http.route': PATH, 'url.path': PATH, 'url.scheme': 'http' },
    },
  )
}

/** Tells the caller what went wrong; only what the backend itself did not manage is an error of its span. */
function fail(error: unknown, span: Span, response: ServerResponse): void {
  if (error instanceof RefusedRequest) return refuse(response, error.status, error.message)
  const message = error instanceof Error ? error.message : String(error)
  span.setStatus({ code: SpanStatusCode.ERROR, message })
  span.setAttribute('error.type', error instanceof Error ? error.name : 'unknown')
  if (response.destroyed) return
  const told = `The model could not be asked: ${message}`
  if (response.headersSent) response.end(`${JSON.stringify({ type: 'error', message: told })}\n`)
  else refuse(response, 502, told)
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ error: { message } }))
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > MOST_BYTES) throw new RefusedRequest(413, `The body is larger than ${MOST_BYTES} bytes.`)
    parts.push(part)
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'))
  } catch {
    throw new RefusedRequest(400, 'The body is not valid JSON.')
  }
}
