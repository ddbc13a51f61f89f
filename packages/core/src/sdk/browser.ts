import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { WebTracerProvider } from '@opentelemetry/sdk-trace-web'
import { ATTR_BROWSER_LANGUAGE, ATTR_SERVICE_NAME, ATTR_USER_AGENT_ORIGINAL } from '../semconv.ts'
import { SlotContextManager } from '../context/slot-context-manager.ts'
import { collectorExporter } from './export/browser-exporter.ts'
import { DeferredLive } from '../live/deferred.ts'
import { guarded } from '../faults.ts'
import { settings } from '../settings.ts'
import { escaped } from '../url-pattern.ts'
import { contextRegistration } from './global-api.ts'
import { OpenSpans } from './open-spans.ts'
import { traceRequests } from './page-requests.ts'
import type { Platform } from './platform.ts'

/** Set by the Vite plugin in dev pages, before the application's own modules run. */
const DEV: unique symbol = Symbol.for('spanlit.dev') as never

function devEndpoint(): string | undefined {
  return (globalThis as { [DEV]?: { endpoint?: string } })[DEV]?.endpoint
}

let openSpans: OpenSpans | undefined

export const platform: Platform = {
  surroundings: () => ({
    environment: {},
    canUseAzure: false,
    devEndpoint: devEndpoint(),
    location: globalThis.location?.href,
  }),
  resourceDefaults: () => ({
    [ATTR_SERVICE_NAME]: 'page',
    ...(globalThis.navigator
      ? { [ATTR_USER_AGENT_ORIGINAL]: navigator.userAgent, [ATTR_BROWSER_LANGUAGE]: navigator.language }
      : {}),
  }),
  resourceOfEnvironment: () => undefined,
  register(config) {
    openSpans = new OpenSpans()
    const provider = new WebTracerProvider({ ...config, spanProcessors: [openSpans, ...(config.spanProcessors ?? [])] })
    provider.register({ contextManager: new SlotContextManager(), ...contextRegistration() })
    return provider
  },
  // A page has no environment that could switch the SDK off.
  registerContext() {},
  exporterFor: (target, headers) =>
    target.destination === 'collector' ? collectorExporter(target.tracesUrl, headers) : undefined,
  // With what quoting adds, below what a browser sends on when a page goes.
  bounds: { maxBytes: 48_000, inTurn: false },
  // Small and often: a page may go at any time, and the browser takes only 64 KiB from one that goes.
  batch: (exporter) => new BatchSpanProcessor(exporter, { maxExportBatchSize: 16, scheduledDelayMillis: 500 }),
  live(options) {
    const isWanted = options.live ?? devEndpoint() !== undefined
    return isWanted ? new DeferredLive(async () => (await import('../live/page.ts')).pageProcessor()) : undefined
  },
  flushBeforeExit(flush) {
    // The batch processor flushes when the page is hidden; Safari may go without hiding it.
    const listener = ({ persisted }: Event & { persisted?: boolean }): void => {
      // A page that the browser keeps may come back, and goes on where it was.
      if (!persisted) guarded('leaving', () => openSpans?.endAll())
      void flush()
    }
    globalThis.addEventListener?.('pagehide', listener)
    return () => globalThis.removeEventListener?.('pagehide', listener)
  },
  instrument(options, target) {
    // These alone, not all below the endpoint: the collector may stand on the page's own origin.
    const own =
      target.destination === 'collector'
        ? [target.tracesUrl, `${target.baseUrl}/live`].map((url) => new RegExp(`^${escaped(url)}(?=[?#]|$)`))
        : []
    if (options.instrumentFetch === false) return () => {}
    settings.ownUrls.push(...own)
    const stop = traceRequests()
    return () => {
      stop()
      for (const pattern of own) settings.ownUrls.splice(settings.ownUrls.indexOf(pattern), 1)
    }
  },
}
