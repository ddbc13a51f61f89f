import type { DestinationSnapshot } from '../export/forwarding.ts'
import type { ReceiverCounters } from '../http/counters.ts'
import { exporterMetrics } from './exporter-metrics.ts'
import { counter, gauge, itemNames, words } from './names.ts'
import type { Metric } from './prometheus.ts'

export interface MetricsSource {
  readonly counters: ReceiverCounters
  readonly inFlightBytes: number
  readonly viewers: number
  readonly destinations: readonly DestinationSnapshot[]
}

const receiver = { receiver: 'otlp', transport: 'http' }

/**
 * The collector's own metrics. Where the OpenTelemetry Collector has the same metric, it has the same name here
 * (`otelcol_…`, https://opentelemetry.io/docs/collector/internal-telemetry/), so that its dashboards and alerts fit.
 */
export function collectorMetrics({ counters, inFlightBytes, viewers, destinations }: MetricsSource): Metric[] {
  return [
    ...itemNames.flatMap(([signal, items]): Metric[] => [
      counter(`otelcol_receiver_accepted_${items}_total`, `The ${words(items)} that were accepted.`, [
        [receiver, counters.accepted[signal]],
      ]),
      counter(
        `otelcol_receiver_refused_${items}_total`,
        `The ${words(items)} that were malformed, of requests that were accepted in part.`,
        [[receiver, counters.rejected[signal]]],
      ),
    ]),
    counter(
      'spanlit_receiver_requests_total',
      'Export requests that were accepted.',
      counters.bySignal(counters.requests),
    ),
    counter('spanlit_sampled_out_spans_total', 'Spans that were accepted and, by sampling, not forwarded.', [
      [{}, counters.sampledOut.traces],
    ]),
    counter(
      'spanlit_receiver_bytes_total',
      'Bytes of the export requests that were accepted, after decompression.',
      counters.bySignal(counters.bytes),
    ),
    counter(
      'spanlit_receiver_refused_requests_total',
      'Requests that were refused, by HTTP status.',
      [...counters.refused].map(([status, count]) => [{ status: String(status) }, count]),
    ),
    gauge('spanlit_receiver_in_flight_bytes', 'Bytes of the requests that are being received or read.', [
      [{}, inFlightBytes],
    ]),
    gauge('spanlit_viewers', 'Viewers that are connected.', [[{}, viewers]]),
    ...exporterMetrics(destinations),
    ...processMetrics(),
  ]
}

function processMetrics(): Metric[] {
  const { rss, heapUsed } = process.memoryUsage()
  const { user, system } = process.cpuUsage()
  return [
    counter('process_cpu_seconds_total', 'CPU time of the process.', [[{}, (user + system) / 1e6]]),
    gauge('process_resident_memory_bytes', 'Resident memory of the process.', [[{}, rss]]),
    gauge('nodejs_heap_size_used_bytes', 'Used part of the JavaScript heap.', [[{}, heapUsed]]),
    gauge('process_start_time_seconds', 'When the process started, in seconds since the epoch.', [
      [{}, Math.round(Date.now() / 1000 - process.uptime())],
    ]),
  ]
}
