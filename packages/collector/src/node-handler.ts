import type { IncomingMessage, ServerResponse } from 'node:http'
import type { NodeHttp1Handler } from 'srvx'
import { toNodeHandler as convert } from 'srvx/node'
import type { Collector } from './collector.ts'

/** Makes a collector a request listener for `node:http`, Express, Connect or Vite's middlewares. */
export function toNodeHandler(
  collector: Pick<Collector, 'fetch'>,
): (request: IncomingMessage, response: ServerResponse) => void {
  // The converter takes requests of HTTP/1 and 2 alike; its type asks for one that is both.
  const handle = convert((request) => collector.fetch(request)) as NodeHttp1Handler
  return (request, response) => void handle(request, response)
}
