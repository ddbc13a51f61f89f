import { isLoopbackOrigin } from './origins.ts'
import { reply } from './reply.ts'

const allowedHeaders = [
  'authorization',
  'content-type',
  'content-encoding',
  'traceparent',
  'tracestate',
  'baggage',
  'last-event-id',
]

/** Answers a CORS preflight of an origin that `checkAccess` let through. */
export function preflight(request: Request): Response {
  const origin = request.headers.get('origin') ?? ''
  const requested = request.headers.get('access-control-request-headers')
  const headers = new Set(allowedHeaders)
  // On the developer's own machine a page may send whatever header it was told to, such as an API key.
  if (requested && isLoopbackOrigin(origin)) {
    for (const name of requested.toLowerCase().split(','))
      if (/^[\w!#$%&'*+.^`|~-]+$/.test(name.trim())) headers.add(name.trim())
  }
  return reply(204, null, {
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    'access-control-allow-headers': [...headers].join(', '),
    'access-control-max-age': '7200',
    ...(request.headers.has('access-control-request-private-network') && {
      'access-control-allow-private-network': 'true',
    }),
  })
}

/** Adds what lets the page read the response. */
export function withCors(request: Request, response: Response): Response {
  const origin = request.headers.get('origin')
  response.headers.append('vary', 'origin')
  if (origin === null) return response
  response.headers.set('access-control-allow-origin', origin)
  // `navigator.sendBeacon`, which flushes spans as a page goes away, always sends in credentials mode.
  response.headers.set('access-control-allow-credentials', 'true')
  response.headers.set('access-control-expose-headers', 'retry-after')
  return response
}
