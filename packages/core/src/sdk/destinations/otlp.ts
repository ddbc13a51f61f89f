import { otlpLogExporter, otlpMetricExporter, otlpSpanExporter } from '#otlp-exporter'
import { platform } from '#platform'
import { collectorBelow, endpointURL } from '../endpoint.ts'
import type { ExportHeaders, OtlpEndpoint, OtlpProtocol, Signal } from '../export/exporter.ts'
import type { SignalUrls } from '../target.ts'
import type { Destination } from './destination.ts'

/** Options of {@link otlp}. */
export interface OtlpOptions {
  /** Base URL of an OTLP/HTTP receiver, e.g. `http://localhost:4318`; spans go to `/v1/traces` below it. */
  url: string | URL
  /** Headers of the export requests; a function is asked before each. */
  headers?: ExportHeaders
  /** By default OTEL_EXPORTER_OTLP_PROTOCOL, else protobuf in Node and JSON in a page. */
  protocol?: OtlpProtocol
}

/**
 * Sends spans, events and metrics to any receiver of OTLP over HTTP: a collector, or a backend that takes OTLP.
 *
 * @throws TypeError where the URL or the protocol is wrong
 */
export function otlp(options: OtlpOptions): Destination {
  const { location } = platform.facts()
  const { tracesUrl, baseUrl } = collectorBelow(endpointURL('url', options.url, location))
  return otlpTo({ tracesUrl, baseUrl }, options)
}

/** The same for the exact URL of spans. */
export function otlpTo(
  { tracesUrl, baseUrl, signalUrls = {} }: { tracesUrl: string; baseUrl: string; signalUrls?: SignalUrls },
  { headers, protocol }: { headers?: ExportHeaders | undefined; protocol?: OtlpProtocol | undefined },
): Destination {
  checkProtocol(protocol)
  const endpoint = (signal: Signal): OtlpEndpoint | undefined => {
    const url = signal === 'traces' ? tracesUrl : (signalUrls[signal] ?? siblingOf(tracesUrl, signal))
    return url === undefined ? undefined : { signal, url, headers, protocol: protocol ?? platform.protocolFor(signal) }
  }
  const traces = endpoint('traces') as OtlpEndpoint
  const logs = endpoint('logs')
  const metrics = endpoint('metrics')
  return {
    name: 'collector',
    baseUrl,
    requestUrls: [traces.url, logs?.url, metrics?.url, `${baseUrl}/live`].filter((url) => url !== undefined),
    spanExporter: () => otlpSpanExporter(traces),
    logExporter: async () => logs && otlpLogExporter(logs),
    metricExporter: async () => metrics && platform.metricExporter(await otlpMetricExporter(metrics)),
  }
}

/** Where the other signals go, when only the URL of spans is known and it is the usual one. */
function siblingOf(tracesUrl: string, signal: Signal): string | undefined {
  const url = tracesUrl.replace(/\/v1\/traces(?=\?|$)/, `/v1/${signal}`)
  return url === tracesUrl ? undefined : url
}

/** @throws TypeError where it is none of the protocols. */
function checkProtocol(protocol: unknown): void {
  if (protocol === undefined || protocol === 'http/json' || protocol === 'http/protobuf') return
  const advice = protocol === 'grpc' ? ' OTLP over gRPC needs a collector in between.' : ''
  throw new TypeError(`protocol is ${JSON.stringify(protocol)}; give 'http/json' or 'http/protobuf'.${advice}`)
}
