import { diag, trace } from '@opentelemetry/api'
import {
  ConsoleSpanExporter,
  SimpleSpanProcessor,
  type SpanExporter,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { platform } from '#platform'
import { BoundedBatches } from './export/bounded-batches.ts'
import { underContentPolicy } from './export/content-policy.ts'
import { MappedExporter, type MapSpan } from './export/mapped-exporter.ts'
import { withReaderNames } from './export/reader-names.ts'
import { checkContentOptions } from '../check-options.ts'
import { DEFAULT_MAX_CONTENT_BYTES, captureMode, type ContentPolicy } from '../content/content.ts'
import { recordOfOtherLibrary } from '../content/other-libraries.ts'
import { settings } from '../settings.ts'
import { isRegistered, warnOfAnotherSDK } from './global-api.ts'
import { decideDestination } from './destination.ts'
import { EndedSpans } from './ended-spans.ts'
import { isSDKDisabled, warnOfEnvironment } from './environment.ts'
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
  const isDisabled = isSDKDisabled(around.environment)
  if (target.destination === 'collector') warnOfEnvironment(around.environment)
  checkOptions(options)
  const content = {
    capture: captureMode(options.captureContent, around.environment),
    redact: options.redact,
    maxBytes: options.maxContentBytes ?? DEFAULT_MAX_CONTENT_BYTES,
  }
  const applySettings = (): void => {
    settings.content = content
    settings.propagateTo = options.propagateTo ?? []
  }
  const { exporters = [], spanProcessors = [] } = options
  if (
    isDisabled ||
    (target.destination === 'none' && exporters.length === 0 && spanProcessors.length === 0 && !options.live)
  ) {
    // Spans may yet go to an SDK of the application's own, and traces go on through this process.
    applySettings()
    if (isDisabled) platform.registerContext()
    return (holder[KEY] = idle())
  }

  const asExported = exportedAs(options, content)
  const own = platform.exporterFor(target, options.headers)
  const batches = [...exporters, ...(own ? [own] : [])].map(
    (exporter) => new BoundedBatches(asExported(exporter), platform.bounds),
  )
  const ended = new EndedSpans()
  const processors: SpanProcessor[] = [...spanProcessors, ended, ...batches.map(platform.batch)]
  // At once, as a test run or a pipeline reads them.
  if (target.destination === 'console') processors.push(new SimpleSpanProcessor(asExported(new ConsoleSpanExporter())))
  const resource = resourceOf(options, platform.resourceDefaults(), platform.resourceOfEnvironment())
  const live = platform.live(options, target)
  if (live) {
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
    await reported('not everything could be sent', () => provider.forceFlush())
    // After the processors': now the exporters have all, also what a timer has sent off before.
    await reported('not everything could be sent', () => Promise.all(batches.map((batch) => batch.forceFlush())))
  }
  const stopInstrumentation = platform.instrument(options, target)
  const stopListening = platform.flushBeforeExit(flush, () => ended.count)
  const stop = async (): Promise<void> => {
    holder[KEY] = undefined
    stopListening()
    stopInstrumentation()
    settings.live = undefined
    resetSettings()
    // What another SDK has registered is its own. At once, since tracing may be started again before all is sent.
    if (isRegistered(provider)) trace.disable()
    await flush()
    await reported('shutdown failed', () => provider.shutdown())
  }
  let stopped: Promise<void> | undefined
  return (holder[KEY] = { destination: target.destination, flush, shutdown: () => (stopped ??= stop()) })
}

/** Wraps an exporter so that it gets spans in the form that the options ask for. */
function exportedAs(options: TracingOptions, policy: ContentPolicy): (exporter: SpanExporter) => SpanExporter {
  const { contentPolicyFor = 'all', readerNames = false } = options
  const maps: MapSpan[] = []
  if (contentPolicyFor === 'all') {
    maps.push(underContentPolicy((name, value, span) => recordOfOtherLibrary(policy, name, value, span.attributes)))
  }
  if (readerNames) maps.push(withReaderNames)
  return (exporter) => maps.reduceRight<SpanExporter>((inner, map) => new MappedExporter(inner, map), exporter)
}

/** @throws where an option is wrong, saying what to give instead. */
function checkOptions(options: TracingOptions): void {
  checkContentOptions(options)
  const { exporters = [], spanProcessors = [], sampler, contentPolicyFor = 'all' } = options
  if (contentPolicyFor !== 'all' && contentPolicyFor !== 'spanlit') {
    throw new TypeError(`contentPolicyFor is ${JSON.stringify(contentPolicyFor)}; give 'all' or 'spanlit'.`)
  }
  const has = (value: unknown, ...methods: string[]): boolean =>
    methods.every((method) => typeof (value as Record<string, unknown> | null | undefined)?.[method] === 'function')
  if (!Array.isArray(exporters) || !exporters.every((exporter) => has(exporter, 'export', 'shutdown'))) {
    throw new TypeError('exporters takes a list of span exporters, such as [new InMemorySpanExporter()].')
  }
  if (!Array.isArray(spanProcessors) || !spanProcessors.every((processor) => has(processor, 'onStart', 'onEnd'))) {
    throw new TypeError(
      'spanProcessors takes a list of span processors, such as [new SimpleSpanProcessor(exporter)]; an exporter belongs into exporters.',
    )
  }
  if (sampler !== undefined && !has(sampler, 'shouldSample')) {
    throw new TypeError(
      `sampler is ${JSON.stringify(sampler)}; give a Sampler, such as new TraceIdRatioBasedSampler(0.1). Names are for OTEL_TRACES_SAMPLER.`,
    )
  }
}

/** Waits for `work`; where it fails, says so by `diag`. */
async function reported(words: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    diag.error(`spanlit: ${words}`, error)
  }
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
