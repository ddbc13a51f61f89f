import type { SpanExporter, SpanProcessor, TracerConfig } from '@opentelemetry/sdk-trace-base'
import type { Attributes } from '@opentelemetry/api'
import type { Resource } from '@opentelemetry/resources'
import type { Bounds } from './export/bounded-batches.ts'
import type { LiveSink } from '../settings.ts'
import type { Surroundings } from './destination.ts'
import type { Target } from './target.ts'
import type { Headers, TracingOptions } from './options.ts'

/** What differs between the browser and Node; each has one file of this shape behind the import `#platform`. */
export interface Platform {
  surroundings(): Surroundings
  /** `service.name` where nobody says, and what else is known of the runtime. */
  resourceDefaults(): Attributes
  resourceOfEnvironment(): Resource | undefined
  /** Makes the provider and registers it, a context manager and the W3C propagators with the API. */
  register(config: TracerConfig): { forceFlush(): Promise<void>; shutdown(): Promise<void> }
  /** The context manager and the propagators alone, which the environment does not switch off with the SDK. */
  registerContext(): void
  exporterFor(target: Target, headers: Headers | undefined): SpanExporter | undefined
  batch(exporter: SpanExporter): SpanProcessor
  bounds: Bounds
  /** What reports spans to viewers as they run; `undefined` where nobody wants it. */
  live(options: TracingOptions, target: Target): (SpanProcessor & LiveSink) | undefined
  /** Sends what waits before the page or the process goes; returns how to stop. `endedSpans` is how many have ended so far. */
  flushBeforeExit(flush: () => Promise<void>, endedSpans: () => number): () => void
  /** Instrumentations of the runtime: `fetch` in the browser. Returns how to stop. */
  instrument(options: TracingOptions, target: Target): () => void
}
