import type { IncomingMessage, ServerResponse } from 'node:http'

import type { ProxyOptions } from 'vite'

import type { Api } from '../server/api.ts'

/** Headers that belong to the page and its origin; a third party gets none of them. */
const KEPT_BACK = ['cookie', 'origin', 'referer', 'traceparent', 'tracestate', 'baggage'] as const

/**
 * Lets the page reach an API through the dev server, which adds the key: no key is ever in a page. Only pages of this
 * dev server may use it, or any site that is open in the same browser could spend the key.
 *
 * @param path - Where the page finds the API, such as `/openai/v1`.
 */
export function apiProxy(path: string, api: Api): Record<string, ProxyOptions> {
  const target = new URL(api.baseURL)
  return {
    [path]: {
      target: target.origin,
      changeOrigin: true,
      rewrite: (url) => target.pathname.replace(/\/$/, '') + url.slice(path.length),
      async bypass(request, response) {
        if (!isFromThisPage(request)) {
          if (response) refuse(response)
          return request.url ?? '/'
        }
        for (const name of KEPT_BACK) delete request.headers[name]
        for (const name of Object.keys(request.headers)) {
          if (name.startsWith('sec-')) delete request.headers[name]
        }
        request.headers.authorization = `Bearer ${await api.bearer()}`
        return undefined
      },
    },
  }
}

/** Browsers say where a request comes from; what says nothing is no page, and has no business here either. */
function isFromThisPage(request: IncomingMessage): boolean {
  if (request.headers['sec-fetch-site'] !== undefined) return request.headers['sec-fetch-site'] === 'same-origin'
  const { origin, host } = request.headers
  return origin !== undefined && new URL(origin).host === host
}

function refuse(response: ServerResponse): void {
  response.writeHead(403, { 'content-type': 'application/json' })
  response.end(
    JSON.stringify({
      error: {
        message: 'The dev server adds its key only for its own pages.',
        type: 'invalid_request_error',
        param: null,
        code: null,
      },
    }),
  )
}
