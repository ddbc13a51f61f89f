import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTracing, withSpan, type Tracing } from '../index.ts'

/** A Spanlit receiver that answers with these statuses first. */
let server: Server
let statuses: Record<string, number[]>
let names: string[]
let tracing: Tracing

beforeEach(async () => {
  statuses = {}
  names = []
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer)
    const status = statuses[request.url ?? '']?.shift()
    if (status === undefined && request.url === '/live') {
      const { events } = JSON.parse(Buffer.concat(pieces).toString()) as { events: { span: { name: string } }[] }
      names.push(...events.map((event) => event.span.name))
    }
    response.writeHead(status ?? 200, { 'content-type': 'application/json' })
    response.end('{"spanlit":"receiver","version":1,"live":true}')
  }
  server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
})

afterEach(async () => {
  await tracing.shutdown()
  server.closeAllConnections()
  server.close()
})

describe('the live feed of a backend', () => {
  it.each([
    ['/', 503],
    ['/', 429],
    ['/live', 502],
    ['/live', 429],
  ])('goes on where the receiver has answered %s with %i once', async (path, status) => {
    statuses[path] = [status]
    tracing = startTracing({ endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, live: true })
    withSpan('first', () => {})
    await tracing.flush()
    withSpan('second', () => {})
    await tracing.flush()
    expect([...new Set(names)]).toEqual(['first', 'second'])
  })

  it('stops where what answers is no receiver', async () => {
    statuses['/'] = [404]
    tracing = startTracing({ endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, live: true })
    withSpan('first', () => {})
    await tracing.flush()
    withSpan('second', () => {})
    await tracing.flush()
    expect(names).toEqual([])
  })
})
