import type { Attributes, ContextManager, TracerProvider } from '@opentelemetry/api'
import type { Resource } from '@opentelemetry/resources'
import type { PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics'
import type { Sampler, SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace-base'
import type { LiveSink } from '../settings.ts'
import type { RuntimeFacts } from './destination.ts'
import type { Destination } from './destinations/destination.ts'
import type { Bounds } from './export/byte-bounded-exporter.ts'
import type { Exporter, OtlpProtocol, Signal } from './export/exporter.ts'
import type { OpenSpans } from './open-spans.ts'
import type { TracingOptions } from './options.ts'
import type { SignalPlan } from './signals.ts'

/** What the end of a process or of a page has to do with tracing. */
export interface EndOfRun {
  flush(): Promise<void>
  /** Spans that have ended so far. */
  endedSpans(): number
  openSpans: OpenSpans
}

/** What a tracer provider is made with. */
export interface ProviderConfig {
  resource: Resource
  spanProcessors: SpanProcessor[]
  sampler?: Sampler
}

export interface EndObserver {
  stop(): void
  /** The application has asked for a flush. */
  flushed(): void
}

/** What differs between the browser and Node; each has one file of this shape behind the import `#platform`. */
export interface Platform {
  facts(): RuntimeFacts
  /** `service.name` where nobody says, and what else is known of the runtime. */
  resourceDefaults(): Attributes
  resourceOfEnvironment(): Resource | undefined
  /** Makes a tracer provider, and registers nothing. */
  createProvider(config: ProviderConfig): TracerProvider & { forceFlush(): Promise<void>; shutdown(): Promise<void> }
  createContextManager(): ContextManager
  /** The version of the API that the application has, where that is known. */
  newestApi(): string | undefined
  /** The protocol of OTLP where no option gives one. */
  protocolFor(signal: Signal): OtlpProtocol
  /** An OTLP exporter of metrics with the temporality that the environment asks for. */
  metricExporter(exporter: Exporter<ResourceMetrics>): PushMetricExporter
  batch(exporter: SpanExporter): SpanProcessor
  bounds: Bounds
  /** Which events and metrics are exported, and where. */
  signals(options: TracingOptions, destinations: readonly Destination[], capturesEvents: boolean): SignalPlan
  /** What reports spans to viewers as they run; `undefined` where nobody wants it. */
  live(options: TracingOptions, destinations: readonly Destination[]): (SpanProcessor & LiveSink) | undefined
  /** Ends open spans and exports the rest before the page or the process goes. */
  beforeEnd(run: EndOfRun): EndObserver
  /** Instrumentations of the runtime: `fetch` in the browser. Returns how to stop. */
  instrument(options: TracingOptions, destinations: readonly Destination[]): () => void
}
