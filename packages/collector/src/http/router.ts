import type { Forwarding } from '../export/forwarding.ts'
import type { LiveFeed } from '../live/feed.ts'
import type { UnreadBatches } from '../live/unread.ts'
import { OncePerCause, type CollectorLogger } from '../log.ts'
import type { Signal } from '../otlp/signal.ts'
import { collectorMetrics } from '../metrics/collector-metrics.ts'
import { prometheusContentType, writePrometheus } from '../metrics/prometheus.ts'
import { checkToken, signIn, type Audience, type Authorization } from './authorization.ts'
import { preflight, withCors } from './cors.ts'
import { receiveExport, type ExportContext } from './export.ts'
import { liveness, readiness } from './health.ts'
import { receiveLive, streamLive } from './live.ts'
import { checkAccess, type AccessRules } from './origins.ts'
import { otlpContentType, reply, replyJson, statusResponse } from './reply.ts'
import { Refusal, tryLater } from './refusal.ts'

export interface RouterContext extends ExportContext {
  basePath: string
  access: AccessRules
  authorization: Authorization
  queueDirectory: string | undefined
  feed: LiveFeed
  forwarding: Forwarding
  unread: UnreadBatches
  logger: CollectorLogger
  /** Aborted when every stream must end. */
  stop: AbortSignal
  /** True from the moment in which the collector begins to stop. */
  isClosing(): boolean
}

interface Route {
  readonly methods: readonly string[]
  readonly audience: Audience
  /** An application that the collector is mounted in may well have such a path itself. */
  readonly isCommon?: boolean
}

/** Every path that is answered. */
const routes: Readonly<Record<string, Route>> = {
  '/': { methods: ['GET', 'HEAD'], audience: 'everybody' },
  '/v1/traces': { methods: ['POST'], audience: 'sender' },
  '/v1/logs': { methods: ['POST'], audience: 'sender' },
  '/v1/metrics': { methods: ['POST'], audience: 'sender' },
  '/live': { methods: ['GET', 'POST'], audience: 'viewer' },
  '/health/live': { methods: ['GET', 'HEAD'], audience: 'everybody', isCommon: true },
  '/health/ready': { methods: ['GET', 'HEAD'], audience: 'everybody', isCommon: true },
  '/metrics': { methods: ['GET', 'HEAD'], audience: 'everybody', isCommon: true },
}

const exportPath = /^\/v1\/(traces|logs|metrics)$/

/** Answers requests: who may ask, which path, which method; and says why one is refused. */
export class Router {
  readonly #context: RouterContext
  readonly #faults: OncePerCause
  readonly #refusals: OncePerCause

  constructor(context: RouterContext) {
    this.#context = context
    this.#faults = new OncePerCause((message) => context.logger.error(message))
    this.#refusals = new OncePerCause((message) => context.logger.warn(message))
  }

  /** True for a path under the `basePath`, or without one for those that are nobody else's. */
  serves(path: string): boolean {
    if (this.#context.basePath) return this.#isInside(path)
    return Object.hasOwn(routes, path) && routes[path]?.isCommon !== true
  }

  /** Answers one request. Never throws. */
  async answer(request: Request): Promise<Response> {
    try {
      checkAccess(request, this.#context.access)
    } catch (error) {
      return this.#refuse(request, error)
    }
    try {
      return withCors(request, await this.#route(request))
    } catch (error) {
      return withCors(request, this.#refuse(request, error))
    }
  }

  async #route(request: Request): Promise<Response> {
    const context = this.#context
    const { pathname } = new URL(request.url)
    const path = this.#isInside(pathname) ? pathname.slice(context.basePath.length) || '/' : ''
    const route = Object.hasOwn(routes, path) ? routes[path] : undefined
    if (!route) {
      throw new Refusal(404, `There is nothing at ${pathname}; spans go to POST ${context.basePath}/v1/traces`)
    }
    if (request.method === 'OPTIONS') return preflight(request)
    const { methods, audience } = route
    if (!methods.includes(request.method)) {
      throw new Refusal(405, `${request.method} is not for ${pathname}; use ${methods.join(' or ')}`, {
        allow: methods.join(', '),
      })
    }
    const operators = await this.#forOperators(path)
    if (operators) return operators
    // Open spans and streamed text come from senders, and go to viewers.
    const isLive = path === '/live' && request.method === 'POST'
    checkToken(request, isLive ? 'live sender' : audience, context.authorization)
    // Refuse at once: a batch that arrives during the last forwarding may come too late for it.
    if (context.isClosing()) throw tryLater('The collector is stopping', { seconds: 1, connection: 'close' })
    const signal = exportPath.exec(path)?.[1] as Signal | undefined
    if (signal) return receiveExport(signal, request, context)
    if (path === '/') {
      const signedIn = signIn(request, context.basePath, context.authorization)
      return signedIn ?? replyJson(200, { spanlit: 'receiver', version: 1, live: true })
    }
    return request.method === 'GET' ? streamLive(request, context, context.stop) : receiveLive(request, context)
  }

  /** What machines ask that look after this one; also while it stops. */
  async #forOperators(path: string): Promise<Response | undefined> {
    const { counters, forwarding, inFlight, isClosing, queueDirectory, unread } = this.#context
    if (path === '/health/live') return liveness()
    if (path === '/health/ready') {
      return readiness({ isClosing, queueDirectory, fault: () => forwarding.fault })
    }
    if (path !== '/metrics') return undefined
    const metrics = collectorMetrics({
      counters,
      inFlightBytes: inFlight.bytes,
      viewers: unread.viewers,
      destinations: (await forwarding.snapshot()).destinations,
    })
    return reply(200, writePrometheus(metrics), { 'content-type': prometheusContentType, 'cache-control': 'no-store' })
  }

  #isInside(path: string): boolean {
    const { basePath } = this.#context
    return path === basePath || path.startsWith(`${basePath}/`)
  }

  #refuse(request: Request, error: unknown): Response {
    const type = otlpContentType(request) ?? 'application/json'
    if (error instanceof Refusal) {
      this.#context.counters.refuse(error.status)
      if (error.status === 500) this.#faults.say(error.message, error.message)
      else if (error.isForOperators) this.#refusals.say(error.message, `Refused a request: ${error.message}`)
      return statusResponse(type, error)
    }
    this.#context.counters.refuse(503)
    const message = error instanceof Error ? error.message : String(error)
    // A sender that went away in mid-request is its own affair.
    if (!request.signal.aborted) {
      this.#faults.say(message, `A request failed: ${error instanceof Error ? error.stack : message}`)
    }
    return statusResponse(type, tryLater(`The collector failed: ${message}`))
  }
}
