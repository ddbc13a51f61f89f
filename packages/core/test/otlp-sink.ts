import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { decodeOtlp } from './otlp-protobuf.ts'

interface OtlpJson {
  resourceSpans: {
    resource: { attributes: { key: string; value: { stringValue?: string } }[] }
    scopeSpans: { spans: { name: string; spanId: string; parentSpanId?: string; traceId: string }[] }[]
  }[]
}

interface Attribute {
  key: string
  value: unknown
}

interface LogsJson {
  resourceLogs: { scopeLogs: { logRecords: { eventName: string; attributes: Attribute[] }[] }[] }[]
}

interface MetricsJson {
  resourceMetrics: { scopeMetrics: { metrics: { name: string }[] }[] }[]
}

/** A plain OTLP/HTTP endpoint that keeps what it is sent. */
export interface OtlpSink {
  url: string
  /** Requests for spans, in the shape of OTLP/JSON. */
  batches: OtlpJson[]
  logs: LogsJson[]
  metrics: MetricsJson[]
  names(): string[]
  /** Statuses to answer with, in turn; 200 when there are none left. */
  statuses: number[]
  paths: string[]
  headers: Record<string, unknown>[]
  /** Answers are this web page, with status 200. */
  page: string | undefined
  /** Answers wait for it. */
  answer: Promise<unknown>
  /** How many requests were answered. */
  answered: number
  /** Larger bodies, unpacked, are refused with 413. */
  maxBytes: number
  close(): Promise<void>
}

export async function startOtlpSink(): Promise<OtlpSink> {
  const sink = {
    batches: [] as OtlpJson[],
    logs: [] as LogsJson[],
    metrics: [] as MetricsJson[],
    page: undefined as string | undefined,
    statuses: [] as number[],
    paths: [] as string[],
    headers: [] as Record<string, unknown>[],
    answer: Promise.resolve() as Promise<unknown>,
    answered: 0,
    maxBytes: Infinity,
  }
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    const answer = async (): Promise<void> => {
      sink.paths.push(`${request.method} ${request.url}`)
      sink.headers.push(request.headers)
      const body = Buffer.concat(pieces)
      const plain = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body
      const status = sink.statuses.shift() ?? (plain.length > sink.maxBytes ? 413 : 200)
      await sink.answer
      sink.answered += 1
      if (status === 200 && request.method === 'POST') {
        const signal = (/(logs|metrics)(?=\?|$)/.exec(request.url ?? '')?.[1] ?? 'traces') as
          | 'traces'
          | 'logs'
          | 'metrics'
        const isJson = request.headers['content-type'] === 'application/json'
        const read = isJson ? JSON.parse(plain.toString()) : decodeOtlp(signal, plain)
        const lists: Record<typeof signal, unknown[]> = { traces: sink.batches, logs: sink.logs, metrics: sink.metrics }
        lists[signal].push(read)
      }
      const isJson = request.headers['content-type'] === 'application/json'
      const type = isJson ? 'application/json' : 'application/x-protobuf'
      response.writeHead(status, {
        'content-type': sink.page ? 'text/html' : type,
        ...(status === 503 ? { 'retry-after': '0' } : {}),
      })
      response.end(sink.page ?? (isJson ? '{}' : ''))
    }
    request.on('end', () => void answer())
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return Object.assign(sink, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    names: () =>
      sink.batches.flatMap((batch) =>
        batch.resourceSpans.flatMap((resource) =>
          resource.scopeSpans.flatMap((scope) => scope.spans.map((span) => span.name)),
        ),
      ),
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  })
}
