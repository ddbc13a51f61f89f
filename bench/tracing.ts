import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { BatchSpanProcessor, NodeTracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace-node'

export interface EndedSpans {
  /** Spans that have ended so far. */
  ended: number
  /** Exports what waits. */
  flush?(): Promise<void>
}

/** Where spans are exported to; without it the SDK has a processor that exports nothing, so that a tracer alone is measured. */
export const COLLECTOR = 'SPANLIT_BENCH_COLLECTOR'

/** OpenTelemetry's SDK. */
export function registerTracing(): EndedSpans {
  const url = process.env[COLLECTOR]
  const batches =
    url === undefined ? [] : [new BatchSpanProcessor(new OTLPTraceExporter({ url }), { maxQueueSize: 100_000 })]
  const spans: EndedSpans = {
    ended: 0,
    async flush() {
      for (const batch of batches) await batch.forceFlush()
    },
  }
  const counter: SpanProcessor = {
    onStart() {},
    onEnd() {
      spans.ended += 1
    },
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  }
  new NodeTracerProvider({ spanProcessors: [counter, ...batches] }).register()
  return spans
}
