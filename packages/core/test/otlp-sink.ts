import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'

interface OtlpJson {
  resourceSpans: {
    resource: { attributes: { key: string; value: { stringValue?: string } }[] }
    scopeSpans: { spans: { name: string; spanId: string; parentSpanId?: string; traceId: string }[] }[]
  }[]
}

/** A plain OTLP/HTTP endpoint that keeps what it is sent. */
export interface OtlpSink {
  url: string
  batches: OtlpJson[]
  names(): string[]
  /** Statuses to answer with, in turn; 200 when there are none left. */
  statuses: number[]
  paths: string[]
  headers: Record<string, unknown>[]
  close(): Promise<void>
}

export async function startOtlpSink(): Promise<OtlpSink> {
  const sink: Omit<OtlpSink, 'url' | 'close' | 'names'> = { batches: [], statuses: [], paths: [], headers: [] }
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      sink.paths.push(`${request.method} ${request.url}`)
      sink.headers.push(request.headers)
      const status = sink.statuses.shift() ?? 200
      const body = Buffer.concat(pieces)
      if (status === 200 && request.method === 'POST') {
        const plain = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body
        sink.batches.push(JSON.parse(plain.toString()) as OtlpJson)
      }
      response.writeHead(status, {
        'content-type': 'application/json',
        ...(status === 503 ? { 'retry-after': '0' } : {}),
      })
      response.end('{}')
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    ...sink,
    batches: sink.batches,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    names: () =>
      sink.batches.flatMap((batch) =>
        batch.resourceSpans.flatMap((resource) =>
          resource.scopeSpans.flatMap((scope) => scope.spans.map((span) => span.name)),
        ),
      ),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
