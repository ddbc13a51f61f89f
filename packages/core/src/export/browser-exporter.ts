import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import type { SpanExporter } from '@opentelemetry/sdk-trace-base'
import type { Headers } from '../tracing/options.ts'

/** OTLP/JSON by `fetch`, past an instrumented one; with `keepalive` where the browser allows it. */
export function collectorExporter(url: string, headers: Headers | undefined): SpanExporter {
  return new OTLPTraceExporter({
    url,
    ...(headers ? { headers: typeof headers === 'function' ? async () => headers() : headers } : {}),
  })
}
