import { ROOT_CONTEXT, context } from '@opentelemetry/api'
import { suppressTracing } from '@opentelemetry/core'
// Without the layers of sdk-trace-base and sdk-trace-web, which read an environment that a page has not: 2.4 kB less.
import { TracerProvider } from '@opentelemetry/sdk-trace'
import { SlotContextManager } from '../context/slot-context-manager.ts'
import { guarded } from '../faults.ts'
import { DeferredLive } from '../live/deferred.ts'
import { ATTR_BROWSER_LANGUAGE, ATTR_SERVICE_NAME, ATTR_USER_AGENT_ORIGINAL } from '../semconv.ts'
import { settings } from '../settings.ts'
import { escaped } from '../url-pattern.ts'
import { PageBatch } from './page-batch.ts'
import { traceRequests } from './page-requests.ts'
import type { Platform } from './platform.ts'

/** Set by the Vite plugin in dev pages, before the application's own modules run. */
const DEV: unique symbol = Symbol.for('spanlit.dev') as never

function devEndpoint(): string | undefined {
  return (globalThis as { [DEV]?: { endpoint?: string } })[DEV]?.endpoint
}

export const platform: Platform = {
  facts: () => ({
    environment: {},
    reader: undefined,
    azureTarget: undefined,
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
  createProvider: (config) => new TracerProvider(config),
  createContextManager: () => new SlotContextManager(),
  newestApi: () => undefined,
  protocolFor: () => 'http/json',
  metricExporter: (exporter) => ({
    export: (metrics, done) => exporter.export(metrics, done),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
    shutdown: () => exporter.shutdown(),
  }),
  bounds: {
    // With what quoting adds, below what a browser sends on when a page goes.
    maxBytes: 48_000,
    inTurn: false,
    detached: (fn) => context.with(suppressTracing(ROOT_CONTEXT), fn),
  },
  batch: (exporter) => new PageBatch(exporter),
  signals: ({ metrics }, destinations, capturesEvents) => ({
    logs: capturesEvents ? destinations : [],
    metrics: metrics ? destinations : [],
    logBatch: { maxExportBatchSize: 16, scheduledDelayMillis: 500 },
    metricInterval: 30_000,
  }),
  live(options) {
    const isWanted = options.live ?? devEndpoint() !== undefined
    return isWanted ? new DeferredLive(async () => (await import('../live/page.ts')).pageProcessor()) : undefined
  },
  beforeEnd({ flush, openSpans }) {
    // The batch processor flushes when the page is hidden; Safari may go without hiding it.
    const listener = ({ persisted }: Event & { persisted?: boolean }): void => {
      // A page that the browser keeps may come back, and goes on where it was.
      if (!persisted) guarded('leaving', () => openSpans.endAll())
      void flush()
    }
    globalThis.addEventListener?.('pagehide', listener)
    return { stop: () => globalThis.removeEventListener?.('pagehide', listener), flushed() {} }
  },
  instrument(options, destinations) {
    if (options.instrumentFetch === false) return () => {}
    // These alone, not all below the endpoint: the collector may stand on the page's own origin.
    const urls = destinations.flatMap(({ requestUrls = [] }) => requestUrls)
    const own = urls.map((url) => new RegExp(`^${escaped(url)}(?=[?#]|$)`))
    settings.ownUrls.push(...own)
    const stop = traceRequests()
    return () => {
      stop()
      for (const pattern of own) settings.ownUrls.splice(settings.ownUrls.indexOf(pattern), 1)
    }
  },
}
