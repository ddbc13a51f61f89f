import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import { ApiError, invalidRequest } from './api-error.ts'
import { readJson, type JsonObject } from './body.ts'
import { chatCompletions } from './chat/endpoint.ts'
import { embeddings } from './embeddings.ts'
import { checkKey } from './keys.ts'
import { listModels, retrieveModel } from './models.ts'
import { paceOf } from './pace.ts'
import { promptCache } from './prompt-cache.ts'
import { rateLimit, type Limits } from './rate-limit.ts'
import { responses } from './responses/endpoint.ts'
import { responseStore } from './responses/store.ts'
import { seededRandom } from './seeded-random.ts'
import type { Service } from './service.ts'

export interface StandInOptions {
  /** The key that requests must carry as a bearer token. */
  apiKey: string
  /** Default 0: a free port. */
  port?: number
  /** 1 is the pace of a real model; 20 is twenty times as fast. */
  speed?: number
  /** The same seed gives the same ids and delays. */
  seed?: number
  limits?: Limits
}

export interface StandIn {
  /** The base URL for an OpenAI client, with `/v1`. */
  baseURL: string
  close(): Promise<void>
}

interface Exchange {
  service: Service
  request: IncomingMessage
  response: ServerResponse
  retryCount: number
  /** Aborted when the caller goes away before the answer is whole. */
  signal: AbortSignal
}

type Handler = (exchange: Exchange) => Promise<JsonObject | undefined> | JsonObject

/** Starts a stand-in of the OpenAI API on the loopback interface. */
export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const random = seededRandom(options.seed ?? 1)
  const limits = options.limits ?? { requestsPerMinute: 5000, tokensPerMinute: 2_000_000 }
  const service: Service = {
    random,
    pace: paceOf(options.speed ?? 1, random),
    limit: rateLimit(limits),
    cache: promptCache(),
  }
  const store = responseStore()
  const routes: Record<string, Record<string, Handler>> = {
    '/v1/chat/completions': {
      POST: async ({ request, response, retryCount, signal }) =>
        chatCompletions(service, await readJson(request), response, retryCount, signal),
    },
    '/v1/responses': {
      POST: async ({ request, response, retryCount, signal }) =>
        responses(service, store, await readJson(request), response, retryCount, signal),
    },
    '/v1/responses/{id}': { GET: ({ request }) => store.retrieve(lastSegment(request)) },
    '/v1/embeddings': { POST: async ({ request, signal }) => embeddings(service, await readJson(request), signal) },
    '/v1/models': { GET: () => listModels() },
    '/v1/models/{id}': { GET: ({ request }) => retrieveModel(lastSegment(request)) },
  }

  const server = createServer((request, response) => {
    void serve(service, options.apiKey, routes, request, response)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    baseURL: `http://127.0.0.1:${port}/v1`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function serve(
  service: Service,
  apiKey: string,
  routes: Record<string, Record<string, Handler>>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const started = performance.now()
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  response.setHeader('x-request-id', `req_${service.random.hex(32)}`)
  response.setHeader('openai-version', '2020-10-01')
  response.setHeader('openai-organization', 'org-standin')
  const timed = (): void => {
    response.setHeader('openai-processing-ms', String(Math.round(performance.now() - started)))
  }
  // A stream writes its headers itself, after the limits are known.
  const writeHead = response.writeHead.bind(response)
  response.writeHead = ((status: number, headers: Record<string, string>) => {
    timed()
    if (status < 400)
      for (const [name, value] of Object.entries(service.limit.headers())) response.setHeader(name, value)
    return writeHead(status, headers)
  }) as typeof response.writeHead
  try {
    checkKey(request, apiKey)
    const handler = handlerFor(routes, request)
    const retryCount = Number(request.headers['x-stainless-retry-count'] ?? 0)
    const body = await handler({ service, request, response, retryCount, signal: gone.signal })
    if (body) sendJson(response, 200, body)
  } catch (error) {
    if (gone.signal.aborted) return
    const known =
      error instanceof ApiError
        ? error
        : new ApiError(500, {
            message: 'The server had an error while processing your request. Sorry about that!',
            type: 'server_error',
            param: null,
            code: null,
          })
    if (known !== error) console.error(error)
    if (response.headersSent) response.end()
    else sendJson(response, known.status, { error: known.body }, known.headers)
  }
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: JsonObject,
  headers: Record<string, string> = {},
): void {
  if (response.destroyed) return
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

function handlerFor(routes: Record<string, Record<string, Handler>>, request: IncomingMessage): Handler {
  const method = request.method ?? 'GET'
  const path = pathOf(request)
  const methods = routes[path] ?? routes[path.replace(/\/[^/]+$/, '/{id}')]
  if (!methods) {
    const error = invalidRequest(`Invalid URL (${method} ${path})`, null)
    throw new ApiError(404, error.body)
  }
  const handler = methods[method]
  if (handler) return handler
  const error = invalidRequest(
    `Not allowed to ${method} on ${path} (HINT: Perhaps you meant to use a different HTTP method?)`,
    null,
    'method_not_supported',
  )
  throw new ApiError(405, error.body, { allow: Object.keys(methods).join(', ') })
}

function pathOf(request: IncomingMessage): string {
  return new URL(request.url ?? '/', 'http://stand-in').pathname
}

function lastSegment(request: IncomingMessage): string {
  return decodeURIComponent(pathOf(request).split('/').at(-1) ?? '')
}
