import type { Sampler, SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace-base'
import type { Redact } from '../content-policy.ts'
import type { Destination, DestinationName } from './destinations/destination.ts'
import type { ExportHeaders, OtlpProtocol } from './export/exporter.ts'

/** Options of {@link startTracing}; every one may be left out. */
export interface TracingOptions {
  /** `service.name`. By default OTEL_SERVICE_NAME; else `page` in a browser, `unknown_service:node` in Node. */
  serviceName?: string
  /** `service.version`. */
  serviceVersion?: string
  resourceAttributes?: Record<string, string>
  /** Base URL of an OTLP/HTTP collector, e.g. `http://localhost:4318`; spans go to `/v1/traces` below it. */
  endpoint?: string | URL
  /** Headers of the export requests; a function is asked before each. */
  headers?: ExportHeaders
  /** How spans, events and metrics are written for the collector: protobuf in Node and JSON in a page, or as OTEL_EXPORTER_OTLP_PROTOCOL says. */
  protocol?: OtlpProtocol
  /**
   * By default: Azure Monitor where there is a connection string, else the collector where there is an endpoint, else the dev
   * receiver of a page served by the Vite plugin, else the console. What is given here beats the environment, where
   * OTEL_TRACES_EXPORTER comes first.
   */
  destination?: DestinationName
  /** Node: the connection string of an Application Insights resource, to send to Azure Monitor without a collector. */
  connectionString?: string
  /** Where everything goes, in the place of the options above: `[otlp({ url }), azureMonitor({ connectionString })]`. */
  destinations?: Destination[]
  /** Further exporters of spans, each in a batch processor of its own. */
  exporters?: SpanExporter[]
  /** Further span processors. */
  spanProcessors?: SpanProcessor[]
  sampler?: Sampler
  /**
   * Whether prompts and completions are recorded on exported spans: off by default, or as
   * OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT says. `true` is `'span'`.
   */
  captureContent?: boolean | 'none' | 'span' | 'event' | 'span_and_event'
  /**
   * Whether token usage and durations are exported as metrics. In Node they are, to destinations that take them, unless
   * OTEL_METRICS_EXPORTER is `none`; in a page only where this is `true`.
   */
  metrics?: boolean
  /** Sees every piece of content before it goes anywhere, the live feed too; returns what may be recorded. */
  redact?: Redact
  /** Bytes of UTF-8 that one content attribute may have; 262 144 by default. */
  maxContentBytes?: number
  /**
   * Whose exported spans the options above hold for: by default `'all'`, also those of other libraries (the AI SDK, OpenInference, OpenLLMetry,
   * Langfuse and others), whose prompts and completions are left out, redacted and cut in the same way. `'spanlit'`: other libraries' spans are
   * exported as they are.
   */
  contentPolicyFor?: 'all' | 'spanlit'
  /**
   * Adds to exported GenAI spans the names by which some backends still read them: `session.id`, `gen_ai.system`, `gen_ai.usage.total_tokens`,
   * `gen_ai.usage.reasoning_tokens` and `gen_ai.usage.cache_creation.input_tokens`. Off by default.
   */
  readerNames?: boolean
  /** Cross-origin URLs that get `traceparent`: an origin, the beginning of a URL, or an expression. The same origin always does. */
  propagateTo?: (string | URL | RegExp)[]
  /**
   * In a page: whether each request by `fetch` is a span, with its URL up to the query, and carries `traceparent` as `propagateTo` says.
   * On by default; requests of instrumented clients have spans of their own.
   */
  instrumentFetch?: boolean
  /**
   * The live feed for a viewer. On by default in a page served by the Vite plugin, and in Node outside production where the
   * endpoint is a Spanlit receiver on this machine.
   */
  live?: boolean
}

/** The tracing that {@link startTracing} has started. */
export interface Tracing {
  /** The name of the first destination; `none` where another SDK decides where spans go. */
  readonly destination: DestinationName | (string & {})
  /** Exports everything that waits. Resolves when this, and every export in flight, has succeeded or failed (reported through `diag`). Never rejects. */
  flush(): Promise<void>
  /** Exports everything that waits, and stops. A second call waits for the first. */
  shutdown(): Promise<void>
}
