import { Refusal } from './refusal.ts'
import { reply } from './reply.ts'
import type { Tokens } from './tokens.ts'

/** Who a path is for: whoever sends telemetry, whoever sends what only viewers get, whoever looks, or everybody. */
export type Audience = 'sender' | 'live sender' | 'viewer' | 'everybody'

export interface Authorization {
  senders: Tokens | undefined
  viewers: Tokens | undefined
  /** Why nobody may look, where nobody may. */
  noViewing: string | undefined
}

const cookieName = 'spanlit-viewer'

/** Throws a 401 `Refusal` for a request without a valid token where one is asked for, and 403 where nobody may look. */
export function checkToken(request: Request, audience: Audience, { senders, viewers, noViewing }: Authorization): void {
  if (audience === 'everybody') return
  if (audience !== 'sender' && noViewing !== undefined) throw new Refusal(403, noViewing, {}, true)
  const tokens = audience === 'viewer' ? viewers : senders
  if (!tokens) return
  const bearer = /^bearer +(\S+) *$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  if (bearer !== undefined && tokens.accepts(bearer)) return
  if (audience === 'viewer' && hasCookie(request, tokens)) return
  const what = audience !== 'viewer' ? 'OTEL_EXPORTER_OTLP_HEADERS="authorization=Bearer <token>"' : '/?token=<token>'
  throw new Refusal(
    401,
    bearer === undefined
      ? `This collector asks for a token; send "authorization: Bearer <token>" (${what})`
      : 'The token of this request is not one of those that the collector knows',
    { 'www-authenticate': 'Bearer' },
    true,
  )
}

/**
 * `GET /?token=…`: a browser can't send a header with a page or an event stream, so the token becomes a cookie of this server,
 * which no script can read and no other site can use, and leaves the address. `undefined` where the request has no valid token.
 */
export function signIn(request: Request, basePath: string, { viewers }: Authorization): Response | undefined {
  const url = new URL(request.url)
  const token = url.searchParams.get('token')
  if (token === null || !viewers?.accepts(token)) return undefined
  url.searchParams.delete('token')
  const secure = url.protocol === 'https:' ? '; Secure' : ''
  return reply(303, null, {
    location: `${url.pathname}${url.search}`,
    'set-cookie': `${cookieName}=${encodeURIComponent(token)}; Path=${basePath || '/'}; HttpOnly; SameSite=Strict${secure}`,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  })
}

function hasCookie(request: Request, tokens: Tokens): boolean {
  const cookies = request.headers.get('cookie')?.split(';') ?? []
  return cookies.some((cookie) => {
    const [name, value = ''] = cookie.trim().split('=')
    return name === cookieName && tokens.accepts(decode(value))
  })
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
