import type { IncomingMessage, ServerResponse } from 'node:http'
import type { NodeHttp1Handler } from 'srvx'
import { toNodeHandler as convert } from 'srvx/node'
import type { Collector } from './collector.ts'

/** Express and Connect cut the path of a mount off `url` and keep the whole one in `originalUrl`. */
type MountedRequest = IncomingMessage & { originalUrl?: string | undefined }

/**
 * Makes a collector a request listener for `node:http`, Express, Connect or Vite's middlewares.
 *
 * With `next`, as middlewares have it, requests that are not the collector's go there. Those are the collector's under its
 * `basePath`, counted from the root of the server; without one, `/v1/…` and `/live` under the path of the mount. In an Express
 * application it stands before what reads bodies, such as `express.json()`: after it, spans are answered with 500.
 */
export function toNodeHandler(
  collector: Pick<Collector, 'fetch' | 'serves'>,
): (request: MountedRequest, response: ServerResponse, next?: (error?: unknown) => void) => void {
  // The converter takes requests of HTTP/1 and 2 alike; its type asks for one that is both.
  const handle = convert((request) => collector.fetch(request)) as NodeHttp1Handler
  return (request, response, next) => {
    const { url = '/', originalUrl = url } = request
    const own = [originalUrl, url].find((candidate) => collector.serves(pathOf(candidate)))
    // Without a path of its own the collector answers at `/`, too, which is the home page of the application around it.
    if (next && (own === undefined || pathOf(originalUrl) === '/')) return next()
    // Nothing comes after this that would need the shortened one.
    if (own !== undefined) request.url = own
    void handle(request, response)
  }
}

function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? ''
}
