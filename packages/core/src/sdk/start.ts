import { diag, trace } from '@opentelemetry/api'
import type { Resource } from '@opentelemetry/resources'
import type { SpanProcessor } from '@opentelemetry/sdk-trace-base'
import { exportedAs } from '#exported-as'
import { platform } from '#platform'
import { checkContentOptions } from '../check-options.ts'
import { withReadableEnvironment } from '../environment.ts'
import { DEFAULT_MAX_CONTENT_BYTES, captureMode, capturesOnEvent, type ContentPolicy } from '../content-policy.ts'
import { loadRecorder } from '../genai/load-recorder.ts'
import { whenLoaded } from '../genai/loading.ts'
import { settings } from '../settings.ts'
import type { Destination } from './destinations/destination.ts'
import { destinationsOf } from './destinations/list.ts'
import { EndedSpans } from './ended-spans.ts'
import { ByteBoundedExporter } from './export/byte-bounded-exporter.ts'
import { waitFor } from './fake-timers.ts'
import { isRegistered, registerContext, registerProvider } from './global-api.ts'
import { ImmediateProcessor } from './immediate-processor.ts'
import { OpenSpans } from './open-spans.ts'
import type { Tracing, TracingOptions } from './options.ts'
import { WithResource, joinOtherSdk, warnOfOtherSdk } from './other-sdk.ts'
import { givenResource, resourceOf } from './resource.ts'
import { DeferredLogs, DeferredMetrics } from './signals.ts'

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
  const facts = platform.facts()
  const isDisabled = facts.reader?.isSDKDisabled(facts.environment) ?? false
  const destinations = isDisabled ? [] : destinationsOf(options, facts)
  checkOptions(options)
  const content: ContentPolicy = {
    capture: captureMode(options.captureContent, facts.environment),
    redact: options.redact,
    maxBytes: options.maxContentBytes ?? DEFAULT_MAX_CONTENT_BYTES,
  }
  const { exporters = [], spanProcessors = [] } = options
  if (
    isDisabled ||
    (destinations.length === 0 && exporters.length === 0 && spanProcessors.length === 0 && !options.live)
  ) {
    // Spans may yet go to an SDK of the application's own, and traces go on through this process.
    applyOptions(options, content)
    if (isDisabled) registerContext(platform.createContextManager, platform.newestApi())
    return (holder[KEY] = idle())
  }
  return (holder[KEY] = withReadableEnvironment(() => run(options, destinations, content)))
}

function run(options: TracingOptions, destinations: readonly Destination[], content: ContentPolicy): Tracing {
  const { exporters = [], spanProcessors = [] } = options
  const asExported = exportedAs(options, content)
  const immediate = destinations.filter(({ isImmediate }) => isImmediate)
  const batches = [
    ...exporters,
    ...destinations.filter(({ isImmediate }) => !isImmediate).map((destination) => destination.spanExporter()),
  ].map((exporter) => new ByteBoundedExporter(asExported(exporter), platform.bounds))
  const ended = new EndedSpans()
  const openSpans = new OpenSpans()
  const ownProcessors = [
    ...batches.map(platform.batch),
    // At once, as a test run or a pipeline reads them.
    ...immediate.map((destination) => new ImmediateProcessor(asExported(destination.spanExporter()))),
  ]
  const live = platform.live(options, destinations)
  const observers = [...(live ? [live] : []), openSpans, ...spanProcessors, ended]
  const resource = resourceOf(options, platform.resourceDefaults(), platform.resourceOfEnvironment())
  const { isOurs, provider } = register(options, resource, observers, ownProcessors)

  const plan = platform.signals(options, destinations, capturesOnEvent(content))
  const signals = { ...plan, resource, bounds: platform.bounds }
  const logs = plan.logs.length > 0 ? new DeferredLogs(signals) : undefined
  const metrics = plan.metrics.length > 0 ? new DeferredMetrics(signals) : undefined
  if (capturesOnEvent(content) && !logs) warnOfEvents()
  applyOptions(options, content)
  if (live) settings.live = live
  if (content.capture !== 'none' || live) void loadRecorder()
  settings.loggerProvider = logs
  settings.meterProvider = metrics

  const flush = async (): Promise<void> => {
    warnOfUnseenCalls()
    const words = 'not everything could be sent'
    const loading = whenLoaded()
    if (loading) await loading
    await Promise.all([
      reported(words, () => provider.forceFlush()),
      reported(words, async () => logs?.forceFlush()),
      reported(words, async () => metrics?.forceFlush()),
    ])
    // After the processors': now the exporters have all, also what a timer has sent off before.
    await reported(words, () => Promise.all(batches.map((batch) => batch.forceFlush())))
  }
  const stopInstrumentation = platform.instrument(options, destinations)
  const end = platform.beforeEnd({ flush, endedSpans: () => ended.count, openSpans })
  const stop = async (): Promise<void> => {
    holder[KEY] = undefined
    end.stop()
    stopInstrumentation()
    resetSettings()
    // At once, since tracing may be started again before all is sent.
    provider.unregister()
    await flush()
    await reported('shutdown failed', () => Promise.all([provider.shutdown(), logs?.shutdown(), metrics?.shutdown()]))
  }
  let stopped: Promise<void> | undefined
  return {
    destination: (isOurs ? destinations[0]?.name : undefined) ?? 'none',
    flush: () => {
      end.flushed()
      return flush()
    },
    shutdown: () => (stopped ??= stop()),
  }
}

interface Registered {
  /** Whether spans go where the options say. */
  isOurs: boolean
  provider: { forceFlush(): Promise<void>; shutdown(): Promise<void>; unregister(): void }
}

/** Registers a provider with these processors; adds them to that of another SDK where the application has registered one before. */
function register(
  options: TracingOptions,
  resource: Resource,
  observers: readonly SpanProcessor[],
  ownProcessors: readonly SpanProcessor[],
): Registered {
  const newest = platform.newestApi()
  const spanProcessors = [...observers, ...ownProcessors]
  const provider = platform.createProvider({
    resource,
    spanProcessors,
    ...(options.sampler ? { sampler: options.sampler } : {}),
  })
  if (registerProvider(provider, newest)) {
    registerContext(platform.createContextManager, newest)
    const unregister = (): void => {
      // An SDK that was registered in between stays.
      if (isRegistered(provider)) trace.disable()
    }
    return {
      isOurs: true,
      provider: { forceFlush: () => provider.forceFlush(), shutdown: () => provider.shutdown(), unregister },
    }
  }
  const given = givenResource(options)
  const added = given
    ? [...observers, ...ownProcessors.map((processor) => new WithResource(processor, given))]
    : spanProcessors
  const leave = joinOtherSdk(added)
  if (!leave) warnOfOtherSdk()
  return {
    isOurs: leave !== undefined,
    provider: {
      forceFlush: async () => void (await Promise.all(spanProcessors.map((processor) => processor.forceFlush()))),
      shutdown: () => provider.shutdown(),
      unregister: () => leave?.(),
    },
  }
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
    await waitFor(work())
  } catch (error) {
    diag.error(`spanlit: ${words}`, error)
  }
}

function applyOptions(options: TracingOptions, content: ContentPolicy): void {
  settings.content = content
  settings.propagateTo = options.propagateTo ?? []
}

function resetSettings(): void {
  settings.content = undefined
  settings.propagateTo = []
  settings.live = undefined
  settings.loggerProvider = undefined
  settings.meterProvider = undefined
}

/** A framework may bring its own copy of the client: then the class that was instrumented is never used. */
function warnOfUnseenCalls(): void {
  if (settings.firstCall !== 'awaited') return
  settings.firstCall = 'missed'
  diag.warn(
    'spanlit: instrumentOpenAI was called, but no call of the instrumented client has been seen. If calls were made, another copy of the openai package made them (npm ls openai shows all copies): instrument the client that is used, or start Node with --import @spanlit/core/register, which traces every copy.',
  )
}

function warnOfEvents(): void {
  diag.warn(
    'spanlit: content is to be recorded on events, but no destination takes events. They go to a logger provider of the ' +
      "application's own, if there is one; else give an endpoint, or captureContent: 'span'.",
  )
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
