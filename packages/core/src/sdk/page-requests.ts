import {
  SpanKind,
  SpanStatusCode,
  context,
  diag,
  propagation,
  trace,
  type Attributes,
  type Context,
  type Span,
} from '@opentelemetry/api'
import { addSpanNetworkEvents } from '@opentelemetry/sdk-trace-web'
import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_REQUEST_METHOD_ORIGINAL,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_URL_FULL,
} from '../semconv.ts'
import { isThenable } from '../patch/is-thenable.ts'
import { copyWith } from '../patch/copy-with.ts'
import { guarded } from '../faults.ts'
import { describeFailure } from '../genai/failure.ts'
import { isMock, wrapMethod, type Method } from '../patch/method-wrap.ts'
import { mayPropagate } from '../openai/server.ts'
import { settings } from '../settings.ts'
import { forgotten, observeThenable } from '../patch/thenable.ts'
import { SCOPE_NAME, SCOPE_VERSION } from '../version.ts'

const METHODS = /^(CONNECT|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT|QUERY|TRACE)$/

type FetchArguments = [input?: RequestInfo | URL, init?: RequestInit]

/** More are not waited for. */
const MAX_UNDER_WAY = 1000

/** Requests whose answers are not read to their end. */
const underWay = new Set<PageRequest>()

/**
 * Traces the page's own requests by `fetch`, and returns how to stop. It stands beside them: the application gets the very `Response` that
 * there is, nothing of it is read, and nothing that was given is changed. OpenTelemetry's own instrumentation reads a copy of each answer,
 * so that one which the application cancels goes on to be received; and it throws where `fetch` rejects.
 */
export function traceRequests(): () => void {
  const owner = {}
  const restore = wrapMethod(globalThis, 'fetch', owner, ({ original, owners }) => {
    const traced: Method = function (...args) {
      const fetch = original()
      const request = owners.size > 0 ? guarded('fetch', () => requestOf(args as FetchArguments)) : undefined
      if (!request) return fetch.apply(this, args)
      const { span } = request
      const within = trace.setSpan(context.active(), span)
      const send = (given: unknown[]): unknown => context.with(within, () => fetch.apply(this, given))
      let result: unknown
      try {
        const carries = !isMock(fetch) && mayPropagate(request.url.href, settings.propagateTo)
        result = carries ? sendWithTrace(args as FetchArguments, within, send) : send(args)
      } catch (error) {
        request.fail(error)
        throw error
      }
      if (!isThenable(result)) {
        request.end()
        return result
      }
      return observeThenable(
        result,
        (response) => request.answered(response as Response),
        (error) => request.fail(error),
      )
    }
    // Where exporters of OTLP look for one that does not trace them.
    return Object.assign(traced, { __original: original() })
  })
  const stop = guarded('fetch', observeResources)
  return () => {
    restore?.()
    stop?.()
  }
}

/** The browser tells of each request when its answer is received, cancelled or given up. */
function observeResources(): () => void {
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as PerformanceResourceTiming[]) {
      if (underWay.size === 0) return
      if (entry.initiatorType !== 'fetch') continue
      // The last that had begun: of several to the same URL one may still be on its way.
      const begun = [...underWay].filter((one) => one.isToldBy(entry))
      begun.at(-1)?.received(entry)
    }
  })
  observer.observe({ type: 'resource' })
  return () => observer.disconnect()
}

/** Nothing where it is not traced: what the browser has already (`data:`, `blob:`), which may be content, and requests with spans of their own. */
function requestOf([input, init]: FetchArguments): PageRequest | undefined {
  if (input === undefined) return undefined
  const given = input instanceof Request ? input : undefined
  let url: URL
  try {
    url = new URL(given?.url ?? (input as string), globalThis.document?.baseURI ?? location.href)
  } catch {
    // `fetch` will say so in its own way.
    return undefined
  }
  if (!/^https?:$/.test(url.protocol) || HOT_RELOAD.test(url.pathname)) return undefined
  if (settings.ownUrls.some((own) => own.test(url.href))) return undefined
  return new PageRequest(url, init?.method ?? given?.method ?? 'GET')
}

/**
 * Paths of requests that a dev server's client makes, and not the application: updates of webpack, Rspack and Turbopack, Next.js' error
 * overlay and its look for a newer version, Vite's editor link.
 */
const HOT_RELOAD =
  /\.hot-update\.js(?:on)?$|^\/(?:__nextjs_|_next\/(?:webpack-hmr|turbopack-hmr)|-\/package\/next\/dist-tags$|__open-in-editor|__vite_ping)/

class PageRequest {
  readonly span: Span
  readonly url: URL
  readonly #since: number
  readonly #startedAt: number
  #isAnswered = false
  #timing: PerformanceResourceTiming | undefined

  constructor(url: URL, method: string) {
    this.url = url
    const known = METHODS.test(method.toUpperCase()) ? method.toUpperCase() : undefined
    const attributes: Attributes = {
      [ATTR_HTTP_REQUEST_METHOD]: known ?? '_OTHER',
      // A query may hold keys, and what somebody has typed; so may a name and a password.
      [ATTR_URL_FULL]: url.origin + url.pathname,
      [ATTR_SERVER_ADDRESS]: url.hostname.replace(/^\[|\]$/g, ''),
      [ATTR_SERVER_PORT]: Number(url.port) || (url.protocol === 'http:' ? 80 : 443),
    }
    if (known !== method) attributes[ATTR_HTTP_REQUEST_METHOD_ORIGINAL] = method
    const tracer = trace.getTracer(`${SCOPE_NAME}/fetch`, SCOPE_VERSION)
    this.span = tracer.startSpan(known ?? 'HTTP', { kind: SpanKind.CLIENT, attributes })
    this.#since = performance.now()
    this.#startedAt = Date.now()
    underWay.add(this)
    const [oldest] = underWay
    if (oldest && underWay.size > MAX_UNDER_WAY) oldest.end()
  }

  answered(response: Response): void {
    guarded('response', () => {
      const { status } = response
      this.span.setAttribute(ATTR_HTTP_RESPONSE_STATUS_CODE, status)
      if (status >= 400) {
        this.span.setStatus({ code: SpanStatusCode.ERROR })
        this.span.setAttribute(ATTR_ERROR_TYPE, String(status))
      }
    })
    this.#isAnswered = true
    // The browser reports nothing about a response that a script has made (a mock, another library's `fetch`).
    const isTold = response instanceof Response && response.type !== 'default' && underWay.has(this)
    if (this.#timing || !isTold || typeof PerformanceObserver !== 'function') this.end()
    else forgotten.register(response, () => this.end())
  }

  fail(error: unknown): void {
    this.span.setStatus({ code: SpanStatusCode.ERROR })
    // `DOMException` is the class of all; its name says which.
    const { name } = error as { name?: unknown }
    this.span.setAttribute(ATTR_ERROR_TYPE, typeof name === 'string' ? name : describeFailure(error).type)
    this.end()
  }

  /** Clocks of the page are coarse. */
  isToldBy({ name, startTime }: PerformanceResourceTiming): boolean {
    return !this.#timing && startTime >= this.#since - 1 && withoutHash(name) === withoutHash(this.url.href)
  }

  received(timing: PerformanceResourceTiming): void {
    this.#timing = timing
    if (this.#isAnswered) this.end()
  }

  end(): void {
    if (!underWay.delete(this)) return
    const timing = this.#timing
    guarded('fetch', () => {
      if (timing) addSpanNetworkEvents(this.span, timing)
      // The browser tells a while later.
      this.span.end(timing && this.#startedAt + Math.max(timing.responseEnd - this.#since, 0))
    })
  }
}

function withoutHash(url: string): string {
  return url.replace(/#[^]*$/, '')
}

/** Sends with the trace's headers, where the application has not set its own. */
function sendWithTrace(
  [input, init, ...more]: [...FetchArguments, ...unknown[]],
  within: Context,
  send: (args: unknown[]) => unknown,
): unknown {
  if (input instanceof Request && init?.headers === undefined) {
    // In their place as long as `fetch` reads them: to give headers beside a request would change more of it.
    const added = inject(within, input.headers)
    try {
      return send([input, init, ...more])
    } finally {
      for (const name of added) input.headers.delete(name)
    }
  }
  let headers: Headers
  try {
    headers = new Headers(init?.headers)
  } catch {
    return send([input, init, ...more])
  }
  inject(within, headers)
  return send([input, copyWith(init ?? {}, 'headers', headers), ...more])
}

/** Returns the names of what was added; to the request of a service worker's event nothing can be. */
function inject(within: Context, headers: Headers): string[] {
  const added: string[] = []
  if (headers.has('traceparent')) return added
  try {
    propagation.inject(within, headers, {
      set(_, name, value) {
        if (headers.has(name)) return
        headers.set(name, value)
        added.push(name)
      },
    })
  } catch (error) {
    diag.debug('spanlit: a request goes without its trace', error)
  }
  return added
}
