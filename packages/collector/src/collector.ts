import { Forwarding } from './export/forwarding.ts'
import { createSenders } from './export/senders.ts'
import { preflight, withCors } from './http/cors.ts'
import { receiveLive, streamLive } from './http/live.ts'
import { checkAccess } from './http/origins.ts'
import { otlpContentType, statusResponse } from './http/otlp-response.ts'
import { Refusal, tryLater } from './http/refusal.ts'
import { receiveTraces } from './http/traces.ts'
import { LiveFeed } from './live/feed.ts'
import { OncePerCause } from './log.ts'
import { readOptions, type CollectorOptions } from './options.ts'
import { startListening, type Listener } from './listen.ts'

/** An embedded OTLP/HTTP collector. */
export interface Collector {
  /** Answers one request; for servers that speak `Request` and `Response`. Never throws. */
  fetch(request: Request): Promise<Response>
  /** True for a path that is the collector's: all under its `basePath`, or without one the three that it answers. */
  serves(path: string): boolean
  /** Serves on a port of its own, 127.0.0.1 and a free one by default. */
  listen(options?: { port?: number; host?: string }): Promise<{ url: string; port: number }>
  /** Waits until what was accepted has been handed on, at most ten seconds; true if it has been. */
  flush(): Promise<boolean>
  /** Flushes for at most `flushTimeoutMs` (ten seconds), then ends every stream and stops. */
  close(options?: { flushTimeoutMs?: number }): Promise<void>
  /**
   * By destination, how many spans it took and how many it refused or could not be given in time, and how many batches
   * are waiting. What Azure Monitor's exporter keeps on disk to send it later counts as sent.
   */
  counts(): { destination: string; sent: number; dropped: number; waiting: number }[]
}

const defaultFlushTimeoutMs = 10_000

/**
 * Creates a collector. It receives spans by OTLP/HTTP, shows them live to viewers, and forwards them.
 *
 * @throws CollectorError when an option is wrong.
 */
export function createCollector(options: CollectorOptions = {}): Collector {
  const settings = readOptions(options)
  const { senders, release } = createSenders(settings)
  const forwarding = new Forwarding(senders)
  const feed = new LiveFeed(settings.live, () => {
    settings.logger.info('The live ring is full: the oldest spans are no longer shown to viewers that come later')
  })
  const faults = new OncePerCause((message) => settings.logger.error(message))
  const refusals = new OncePerCause((message) => settings.logger.warn(message))
  const access = { ...settings.access }
  const stop = new AbortController()
  let listener: Listener | undefined
  let closing: Promise<void> | undefined

  function isInside(path: string): boolean {
    return path === settings.basePath || path.startsWith(`${settings.basePath}/`)
  }

  async function route(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url)
    const path = isInside(pathname) ? pathname.slice(settings.basePath.length) || '/' : ''
    const methods = routes[path]
    if (!methods)
      throw new Refusal(404, `There is nothing at ${pathname}; spans go to POST ${settings.basePath}/v1/traces`)
    if (request.method === 'OPTIONS') return preflight(request)
    if (!methods.includes(request.method)) {
      throw new Refusal(405, `${request.method} is not for ${pathname}; use ${methods.join(' or ')}`, {
        allow: methods.join(', '),
      })
    }
    // From the first moment: what is taken while it hands on what it has may come too late for that.
    if (closing) throw new Refusal(503, 'The collector is stopping', { 'retry-after': '1', connection: 'close' })
    if (path === '/v1/traces') return receiveTraces(request, { ...settings, feed, forwarding })
    if (path === '/') return Response.json({ spanlit: 'receiver', version: 1, live: true })
    return request.method === 'GET'
      ? streamLive(request, feed, stop.signal)
      : receiveLive(request, { ...settings, feed })
  }

  async function answer(request: Request): Promise<Response> {
    try {
      checkAccess(request, access)
    } catch (error) {
      return refuse(request, error)
    }
    try {
      return withCors(request, await route(request))
    } catch (error) {
      return withCors(request, refuse(request, error))
    }
  }

  function refuse(request: Request, error: unknown): Response {
    const type = otlpContentType(request) ?? 'application/json'
    if (error instanceof Refusal) {
      // What only those can mend who have set the collector up, whom no sender tells.
      if (error.status === 500) faults.say(error.message, error.message)
      if (error.status === 403) refusals.say(error.message, `Refused a request: ${error.message}`)
      return statusResponse(type, error)
    }
    const message = error instanceof Error ? error.message : String(error)
    // A sender that went away in mid-request is its own affair.
    if (!request.signal.aborted)
      faults.say(message, `A request failed: ${error instanceof Error ? error.stack : message}`)
    return statusResponse(type, tryLater(`The collector failed: ${message}`))
  }

  async function close(timeoutMs: number): Promise<void> {
    await forwarding.flush(timeoutMs)
    stop.abort()
    await forwarding.close()
    release()
    await listener?.close()
  }

  return {
    fetch: answer,
    serves: (path) => (settings.basePath ? isInside(path) : Object.hasOwn(routes, path)),
    async listen({ port = 0, host = '127.0.0.1' } = {}) {
      listener ??= await startListening(answer, port, host)
      // Whoever gives the server a name means to call it by that name.
      if (Array.isArray(access.allowedHosts)) access.allowedHosts.push(host.toLowerCase())
      return { url: listener.url + settings.basePath, port: listener.port }
    },
    flush: () => forwarding.flush(defaultFlushTimeoutMs),
    close: ({ flushTimeoutMs = defaultFlushTimeoutMs } = {}) => (closing ??= close(flushTimeoutMs)),
    counts: () => forwarding.counts(),
  }
}

const routes: Record<string, string[]> = { '/': ['GET', 'HEAD'], '/v1/traces': ['POST'], '/live': ['GET', 'POST'] }
