import type { IncomingMessage } from 'node:http'
import type { ProxyOptions } from 'vite'
import type { Api } from './api.ts'

/** Headers that belong to the page and its origin. A third party gets none of them. */
const KEPT_BACK = /^(cookie|origin|referer|traceparent|tracestate|baggage|sec-.*)$/
const REFUSAL = {
  error: { message: 'The dev server adds its key only for its own pages.', type: 'invalid_request_error' },
}

/**
 * Lets the page reach an API through the dev server, which adds the key: no key is ever in a page. Only pages of this
 * dev server may use it, or any site that is open in the same browser could spend the key.
 *
 * @param path - Where the page finds the API, such as `/openai/v1`.
 */
export function apiProxy(path: string, api: Api): Record<string, ProxyOptions> {
  const { origin, pathname } = new URL(api.baseURL)
  return {
    [path]: {
      target: origin,
      changeOrigin: true,
      rewrite: (url) => pathname.replace(/\/$/, '') + url.slice(path.length),
      async bypass(request, response) {
        if (!isFromThisPage(request)) {
          response?.writeHead(403, { 'content-type': 'application/json' }).end(JSON.stringify(REFUSAL))
          return request.url ?? '/'
        }
        for (const name of Object.keys(request.headers)) if (KEPT_BACK.test(name)) delete request.headers[name]
        request.headers.authorization = `Bearer ${await api.bearer()}`
        return undefined
      },
    },
  }
}

/** Browsers say where a request comes from. What says nothing is no page, and is refused too. */
function isFromThisPage({ headers }: IncomingMessage): boolean {
  if (headers['sec-fetch-site'] !== undefined) return headers['sec-fetch-site'] === 'same-origin'
  return headers.origin !== undefined && new URL(headers.origin).host === headers.host
}
