import { Refusal } from './refusal.ts'

export interface AccessRules {
  /** Origins besides loopback ones; a `*` in a string stands for any part of a host name or port. */
  allowedOrigins: readonly (string | RegExp)[]
  /** Names besides loopback ones and IP addresses by which the collector may be called; `true` for any. */
  allowedHosts: string[] | true
}

/**
 * Refuses what a foreign web page could do to a server on the developer's machine: call it under a name that resolves
 * to 127.0.0.1 (DNS rebinding, seen in `Host`), or call it cross-origin (seen in `Origin`, or where a page embeds it without CORS in
 * `Sec-Fetch-Site`). Throws a 403 `Refusal`; a server's batch under a name that is not allowed gets 503, so that it keeps the batch.
 */
export function checkAccess(request: Request, rules: AccessRules): void {
  const host = request.headers.get('host') ?? new URL(request.url).host
  const origin = request.headers.get('origin')
  if (!isHostAllowed(host, rules)) {
    const message =
      `Host "${host}" is not allowed: this collector answers to localhost and IP addresses. ` +
      'To call it by this name, add the name to allowedHosts (--allow-host)'
    // No page: browsers say where a POST comes from. Spans would be lost for what the operator mends in a minute.
    if (request.method === 'POST' && origin === null) throw new Refusal(503, message, { 'retry-after': '3' }, true)
    throw new Refusal(403, message, {}, true)
  }
  if (origin !== null && !isOriginAllowed(origin, host, rules)) {
    throw new Refusal(
      403,
      `Origin "${origin}" is not allowed: pages of localhost are. ` +
        'To let this page send spans, add its origin to allowedOrigins (--allow-origin)',
      {},
      true,
    )
  }
  if (origin === null && request.headers.get('sec-fetch-site') === 'cross-site' && !isNavigation(request)) {
    throw new Refusal(403, 'A page of another site embeds this address; open it in a window of its own')
  }
}

/** Somebody follows a link to the collector. */
function isNavigation(request: Request): boolean {
  return request.headers.get('sec-fetch-mode') === 'navigate' && request.headers.get('sec-fetch-dest') === 'document'
}

function isHostAllowed(host: string, { allowedHosts }: AccessRules): boolean {
  if (allowedHosts === true) return true
  const name = hostName(`http://${host}`)
  if (name === undefined) return false
  // A name can be made to resolve anywhere, an address cannot: addresses are safe from rebinding.
  if (isLoopbackName(name) || name.startsWith('[') || /^\d+\.\d+\.\d+\.\d+$/.test(name)) return true
  return allowedHosts.some((allowed) => {
    const wanted = allowed.toLowerCase()
    return wanted.startsWith('.') ? name === wanted.slice(1) || name.endsWith(wanted) : name === wanted
  })
}

function isOriginAllowed(origin: string, host: string, rules: AccessRules): boolean {
  if (isLoopbackOrigin(origin)) return true
  if (origin === `http://${host}` || origin === `https://${host}`) return true
  return rules.allowedOrigins.some((allowed) =>
    typeof allowed === 'string'
      ? matchesPattern(origin, allowed)
      : new RegExp(allowed.source, allowed.flags.replace(/[gy]/g, '')).test(origin),
  )
}

export function isLoopbackOrigin(origin: string): boolean {
  const name = /^https?:/.test(origin) ? hostName(origin) : undefined
  return name !== undefined && isLoopbackName(name)
}

export function isLoopbackName(name: string): boolean {
  return name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || /^127(\.\d+){3}$/.test(name)
}

function matchesPattern(origin: string, pattern: string): boolean {
  if (pattern === '*') return true
  const parts = pattern.replace(/\/$/, '').split('*')
  const source = parts.map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('[a-z0-9.-]*')
  return new RegExp(`^${source}$`, 'i').test(origin)
}

/** The host name of a URL in lower case, without port; `undefined` for what is no URL. */
export function hostName(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname.toLowerCase() : undefined
}
