import type { Attributes, Context, Histogram, MetricOptions, Span, TracerProvider } from '@opentelemetry/api'
import { defaultPolicy, type ContentPolicy } from './content-policy.ts'
import type { LiveDelta, Recorder } from './recorder.ts'

/** Where content and streamed text go while a call runs; the live feed sets it when tracing starts. */
export interface LiveSink {
  /** Content of a span that the export policy may keep off the span itself. */
  content(span: Span, attributes: Attributes): void
  delta(span: Span, delta: LiveDelta): void
  /** The span's own attributes have changed. */
  changed(span: Span): void
}

/** An event as a log record. */
export interface EventRecord {
  eventName: string
  severityNumber: number
  context: Context
  attributes: Record<string, unknown>
}

/** What is used of a logger provider. */
export interface EventLoggerProvider {
  getLogger(name: string, version?: string): { emit(record: EventRecord): void }
}

/** What is used of a meter provider. */
export interface HistogramProvider {
  getMeter(name: string, version?: string): { createHistogram(name: string, options?: MetricOptions): Histogram }
}

/** Providers that were set on an `OpenAIInstrumentation`. They are used in the place of those that are registered. */
export interface GivenProviders {
  tracer?: TracerProvider | undefined
  meter?: HistogramProvider | undefined
  logger?: EventLoggerProvider | undefined
}

/** What `startTracing` decides for every copy of the instrumentation on the page or in the process. */
export interface Settings {
  content: ContentPolicy | undefined
  live: LiveSink | undefined
  /** Exports events where the application has registered no logger provider of its own. */
  loggerProvider: EventLoggerProvider | undefined
  /** Exports metrics where the application has registered no meter provider of its own. */
  meterProvider: HistogramProvider | undefined
  readonly given: GivenProviders
  /** Records what was said. Missing in a page that has not loaded it yet, see `genai/load-recorder.ts`. */
  recorder: Recorder | undefined
  loadRecorder: (() => Promise<Recorder>) | undefined
  /** Cross-origin URLs that get `traceparent`; the same origin always does. */
  propagateTo: readonly (string | URL | RegExp)[]
  /** Whether a call of an instrumented client has been seen; `missed` when that was reported; undefined where none is instrumented. */
  firstCall: 'awaited' | 'seen' | 'missed' | undefined
  /** Base URLs of instrumented clients and of Spanlit's own endpoints, whose requests the fetch instrumentation leaves alone. */
  readonly ownUrls: RegExp[]
}

const KEY: unique symbol = Symbol.for('spanlit.settings') as never

type SettingsHolder = { [KEY]?: Settings }

/** One object for all copies of Spanlit: bundles may hold several. */
export const settings: Settings = ((globalThis as SettingsHolder)[KEY] ??= {
  content: undefined,
  live: undefined,
  loggerProvider: undefined,
  meterProvider: undefined,
  given: {},
  recorder: undefined,
  loadRecorder: undefined,
  propagateTo: [],
  firstCall: undefined,
  ownUrls: [],
})

/** What may be recorded where no client says otherwise. */
export function currentPolicy(): ContentPolicy {
  return settings.content ?? defaultPolicy()
}
