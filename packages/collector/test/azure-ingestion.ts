import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { refusalOf, type Envelope } from './azure-envelope.ts'

export type { Envelope } from './azure-envelope.ts'

/** What the stand-in answers instead of its own answer; `'reset'` cuts the connection, `'never'` leaves it open. */
export type Answer = { status: number; headers?: Record<string, string>; body?: unknown } | 'reset' | 'never'

export interface AzureIngestion {
  /** For the exporter or the collector: http on this machine. */
  readonly connectionString: string
  readonly url: string
  /** What has been accepted, in the order in which it came. */
  readonly envelopes: Envelope[]
  /** How many requests have come, refused ones included. */
  readonly requests: number
  /** Lets `answer` decide on each request from now on; where it returns nothing, the stand-in answers itself. */
  respond(answer: ((envelopes: unknown[], path: string) => Answer | undefined) | undefined): void
  /** Resolves when an accepted envelope fits; rejects after `timeoutMs`. */
  waitFor(fits: (envelope: Envelope) => boolean, timeoutMs?: number): Promise<Envelope>
  close(): Promise<void>
}

/**
 * Starts a stand-in of the ingestion endpoint of Azure Monitor: it takes what the real one takes (a JSON array, or
 * gzipped JSON lines, at `/v2.1/track` and `/v2/track`), refuses what the real one refuses, and answers in its shape.
 */
export async function startAzureIngestion(): Promise<AzureIngestion> {
  const instrumentationKey = randomUUID()
  const envelopes: Envelope[] = []
  const waiting = new Set<() => void>()
  let requests = 0
  let decide: ((envelopes: unknown[], path: string) => Answer | undefined) | undefined

  async function answer(request: IncomingMessage): Promise<Answer> {
    const path = request.url?.split('?', 1)[0]
    if (request.method !== 'POST' || (path !== '/v2.1/track' && path !== '/v2/track')) return { status: 404 }
    const items = readItems(request, await buffer(request))
    if (!items) return tracked(400, 0, 0, [{ index: 0, statusCode: 400, message: 'Invalid JSON' }])
    const decided = decide?.(items, path)
    if (decided) return decided
    const errors = items.flatMap((item, index) => {
      const message = refusalOf(item, instrumentationKey)
      if (message !== undefined) return [{ index, statusCode: 400, message }]
      envelopes.push(item as Envelope)
      return []
    })
    for (const check of waiting) check()
    const accepted = items.length - errors.length
    return tracked(errors.length === 0 ? 200 : accepted > 0 ? 206 : 400, items.length, accepted, errors)
  }

  const server = createServer((request, response) => {
    requests += 1
    void answer(request).then((given) => send(response, given))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    url,
    connectionString: `InstrumentationKey=${instrumentationKey};IngestionEndpoint=${url}`,
    envelopes,
    get requests() {
      return requests
    },
    respond: (given) => void (decide = given),
    waitFor: (fits, timeoutMs = 10_000) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          const envelope = envelopes.find(fits)
          if (!envelope) return
          done()
          resolve(envelope)
        }
        const timer = setTimeout(() => {
          done()
          reject(new Error(`No such envelope within ${timeoutMs} ms; there are ${envelopes.length} others`))
        }, timeoutMs)
        const done = (): void => {
          clearTimeout(timer)
          waiting.delete(check)
        }
        waiting.add(check)
        check()
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The items of a request; `undefined` where it is not in a shape that the service reads. */
function readItems(request: IncomingMessage, body: Buffer): unknown[] | undefined {
  try {
    const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString('utf8')
    if (request.headers['content-type']?.startsWith('application/x-json-stream')) {
      return text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as unknown)
    }
    const items = JSON.parse(text) as unknown
    return Array.isArray(items) ? items : undefined
  } catch {
    return undefined
  }
}

interface ItemError {
  index: number
  statusCode: number
  message: string
}

function tracked(status: number, itemsReceived: number, itemsAccepted: number, errors: ItemError[]): Answer {
  return { status, body: { itemsReceived, itemsAccepted, errors, appId: null } }
}

function send(response: ServerResponse, answer: Answer): void {
  if (answer === 'never') return
  if (answer === 'reset') return void response.socket?.resetAndDestroy()
  response.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8', ...answer.headers })
  const { body } = answer
  response.end(body === undefined || typeof body === 'string' ? body : JSON.stringify(body))
}
