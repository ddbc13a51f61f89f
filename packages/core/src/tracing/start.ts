import { diag, trace } from '@opentelemetry/api'
import { ConsoleSpanExporter, SimpleSpanProcessor, type SpanProcessor } from '@opentelemetry/sdk-trace-base'
import { platform } from '#platform'
import { DEFAULT_MAX_CONTENT_BYTES, captureMode, checkMaxContentBytes } from '../genai/content.ts'
import { LiveSpanProcessor } from '../live/processor.ts'
import { settings } from '../settings.ts'
import { isRegistered, warnOfAnotherSDK } from './global-api.ts'
import { decideDestination } from './destination.ts'
import type { Tracing, TracingOptions } from './options.ts'
import { resourceOf } from './resource.ts'

const KEY: unique symbol = Symbol.for('spanlit.tracing') as never
type TracingHolder = { [KEY]?: Tracing | undefined }
const holder = globalThis as TracingHolder

/**
 * Starts tracing: spans of instrumented clients and of your own go to Azure Monitor, to a collector, or to the console, and to
 * a viewer in development.
 *
 * Idempotent: a second call, also by another copy of this package, returns the first's tracing and says so by `diag`.
 *
 * @throws where the options are wrong, saying what to give instead. Nothing throws after that.
 */
export function startTracing(options: TracingOptions = {}): Tracing {
  const running = holder[KEY]
  if (running) {
    diag.warn('spanlit: tracing is started already; the options of this call are not used')
    return running
  }
  const around = platform.surroundings()
  const target = decideDestination(options, around)
  checkMaxContentBytes(options.maxContentBytes)
  const content = {
    capture: captureMode(options.captureContent, around.environment),
    redact: options.redact,
    maxBytes: options.maxContentBytes ?? DEFAULT_MAX_CONTENT_BYTES,
  }
  const applySettings = (): void => {
    settings.content = content
    settings.propagateTo = options.propagateTo ?? []
  }
  if (target.destination === 'none' && !options.exporters?.length && !options.spanProcessors?.length && !options.live) {
    // Spans may yet go to an SDK of the application's own.
    applySettings()
    return (holder[KEY] = idle())
  }

  const processors: SpanProcessor[] = [...(options.spanProcessors ?? [])]
  for (const exporter of options.exporters ?? []) processors.push(platform.batch(exporter))
  if (target.destination === 'console') {
    // At once, as a test run or a pipeline reads them.
    processors.push(new SimpleSpanProcessor(new ConsoleSpanExporter()))
  } else {
    const exporter = platform.exporterFor(target, options.headers)
    if (exporter) processors.push(platform.batch(exporter))
  }
  const resource = resourceOf(options, platform.resourceDefaults(), platform.resourceOfEnvironment())
  const feed = platform.liveFeed(options, target)
  if (feed) {
    const live = new LiveSpanProcessor(feed)
    processors.unshift(live)
    settings.live = live
  }
  applySettings()

  const provider = platform.register({
    resource,
    spanProcessors: processors,
    ...(options.sampler ? { sampler: options.sampler } : {}),
  })
  if (!isRegistered(provider)) warnOfAnotherSDK()
  const flush = async (): Promise<void> => {
    try {
      await Promise.all([provider.forceFlush(), feed?.flush()])
    } catch (error) {
      diag.error('spanlit: not everything could be sent', error)
    }
  }
  const stopInstrumentation = platform.instrument(options)
  const stopListening = platform.flushBeforeExit(flush)
  const tracing: Tracing = {
    destination: target.destination,
    flush,
    async shutdown() {
      if (holder[KEY] !== tracing) return
      holder[KEY] = undefined
      stopListening()
      stopInstrumentation()
      settings.live = undefined
      resetSettings()
      // What another SDK has registered is its own. At once, since tracing may be started again before all is sent.
      if (isRegistered(provider)) trace.disable()
      await flush()
      await provider.shutdown().catch((error: unknown) => diag.error('spanlit: shutdown failed', error))
      feed?.close()
    },
  }
  return (holder[KEY] = tracing)
}

function resetSettings(): void {
  settings.content = undefined
  settings.propagateTo = []
}

function idle(): Tracing {
  const tracing: Tracing = {
    destination: 'none',
    flush: () => Promise.resolve(),
    shutdown() {
      if (holder[KEY] === tracing) {
        holder[KEY] = undefined
        resetSettings()
      }
      return Promise.resolve()
    },
  }
  return tracing
}
