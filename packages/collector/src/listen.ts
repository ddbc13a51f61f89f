import { STATUS_CODES, type Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Server as TlsServer } from 'node:tls'
import { serve } from 'srvx/node'
import { CollectorError } from './errors.ts'
import type { CollectorLogger } from './log.ts'
import { readTls, watchTls, type TlsOptions } from './tls.ts'

export interface Listener {
  url: string
  port: number
  close(): Promise<void>
}

export interface ListenOptions {
  port: number
  host: string
  /** More connections than these are closed as they come. */
  connections: number
  bodyTimeoutMs: number
  tls: TlsOptions | undefined
  logger: CollectorLogger
}

/** How long the headers of a request may take. */
const headersTimeout = 10_000

/** Serves requests on a port; rejects with a `CollectorError` when the host is none or the port cannot be had. */
export async function startListening(
  fetch: (request: Request) => Promise<Response>,
  { port, host, connections, bodyTimeoutMs, tls, logger }: ListenOptions,
): Promise<Listener> {
  // Node takes an empty host, such as that of a variable which is not set, for every address there is.
  if (host.trim() === '') {
    throw new CollectorError(
      `host is "${host}"; expected an address of this machine: 127.0.0.1, or 0.0.0.0 for every one it has`,
    )
  }
  const material = tls && readTls(tls)
  const server = serve({
    fetch,
    port,
    hostname: host,
    silent: true,
    gracefulShutdown: false,
    manual: true,
    ...(material && { protocol: 'https' as const, tls: { cert: material.cert, key: material.key } }),
    node: {
      headersTimeout,
      // Node ends what is still slower than the answer that says so.
      requestTimeout: headersTimeout + bodyTimeoutMs,
      connectionsCheckingInterval: 5000,
      ...(material && { ...material, http2: false }),
    },
  })
  const node = server.node?.server as Server | undefined
  if (node) {
    node.maxConnections = connections
    node.on('clientError', (error: NodeJS.ErrnoException & { rawPacket?: Buffer }, socket: Socket) =>
      answerWhatIsNoRequest(error, socket, logger),
    )
  }
  try {
    await server.serve()
  } catch (error) {
    throw new CollectorError(explain(error as NodeJS.ErrnoException, port, host), { cause: error })
  }
  const address = server.node?.server?.address()
  const bound = typeof address === 'object' && address ? address.port : port
  const name = host.includes(':') ? `[${host}]` : host
  const stopWatching =
    tls && watchTls(tls, (renewed) => (node as Server & TlsServer).setSecureContext(renewed), logger.error)
  return {
    url: `${tls ? 'https' : 'http'}://${name}:${bound}`,
    port: bound,
    close() {
      stopWatching?.()
      return server.close(true)
    },
  }
}

/** How a connection of HTTP/2 begins, which clients of gRPC open without asking. */
const http2Preface = 'PRI * HTTP/2'

const grpcHint =
  'A sender speaks gRPC, which this collector does not. Set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf there, ' +
  'or put the OpenTelemetry Collector in front, which receives gRPC'

const saidOfGrpc = new WeakSet<CollectorLogger>()

/** As Node does without it, but says what a sender of gRPC does wrong, once. */
function answerWhatIsNoRequest(
  error: NodeJS.ErrnoException & { rawPacket?: Buffer },
  socket: Socket,
  logger: CollectorLogger,
): void {
  const isHttp2 = error.rawPacket?.subarray(0, http2Preface.length).toString('latin1') === http2Preface
  if (isHttp2 && !saidOfGrpc.has(logger)) {
    saidOfGrpc.add(logger)
    logger.warn(grpcHint)
  }
  if (!socket.writable || socket.bytesWritten > 0) return void socket.destroy()
  const status = isHttp2 ? 505 : (statusOfErrors[error.code ?? ''] ?? 400)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

const statusOfErrors: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}

function explain(error: NodeJS.ErrnoException, port: number, host: string): string {
  if (error.code === 'EADDRINUSE') {
    return `Port ${port} on ${host} is taken, perhaps by another collector; stop that one, or choose another port (0 takes a free one)`
  }
  if (error.code === 'EACCES')
    return `Port ${port} on ${host} needs rights that this process has not; choose one from 1024`
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return `Host ${host} is not an address of this machine; use 127.0.0.1, or 0.0.0.0 for every one it has`
  }
  return `Could not listen on ${host}:${port}: ${error.message}`
}
