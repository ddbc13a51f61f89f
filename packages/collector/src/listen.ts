import { serve } from 'srvx/node'
import { CollectorError } from './errors.ts'

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
}

/** How long the headers of a request may take. */
const headersTimeout = 10_000

/** Serves requests on a port; rejects with a `CollectorError` when the host is none or the port cannot be had. */
export async function startListening(
  fetch: (request: Request) => Promise<Response>,
  { port, host, connections, bodyTimeoutMs }: ListenOptions,
): Promise<Listener> {
  // Node takes an empty host, such as that of a variable which is not set, for every address there is.
  if (host.trim() === '') {
    throw new CollectorError(
      `host is "${host}"; expected an address of this machine: 127.0.0.1, or 0.0.0.0 for every one it has`,
    )
  }
  const server = serve({
    fetch,
    port,
    hostname: host,
    silent: true,
    gracefulShutdown: false,
    manual: true,
    // Node ends what is still slower than the answer that says so.
    node: { headersTimeout, requestTimeout: headersTimeout + bodyTimeoutMs, connectionsCheckingInterval: 5000 },
  })
  if (server.node?.server) server.node.server.maxConnections = connections
  try {
    await server.serve()
  } catch (error) {
    throw new CollectorError(explain(error as NodeJS.ErrnoException, port, host), { cause: error })
  }
  const address = server.node?.server?.address()
  const bound = typeof address === 'object' && address ? address.port : port
  const name = host.includes(':') ? `[${host}]` : host
  return { url: `http://${name}:${bound}`, port: bound, close: () => server.close(true) }
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
