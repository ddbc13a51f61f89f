import type { ReceiverCounters } from '../http/counters.ts'
import type { Signal } from '../otlp/signal.ts'
import type { Metric, Sample } from './prometheus.ts'

/** What is counted of the exporting side, by destination. */
export interface DestinationCounts {
  readonly destination: string
  readonly sent: number
  readonly dropped: number
  readonly waiting: number
}

export interface MetricsSource {
  readonly counters: ReceiverCounters
  readonly inFlightBytes: number
  readonly viewers: number
  readonly destinations: readonly DestinationCounts[]
}

/** What the OpenTelemetry Collector calls the items of a signal in the names of its own metrics. */
const itemNames: readonly (readonly [Signal, string])[] = [
  ['traces', 'spans'],
  ['logs', 'log_records'],
  ['metrics', 'metric_points'],
]

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
    counter('otelcol_exporter_sent_spans_total', 'Spans that a destination accepted.', of(destinations, 'sent')),
    counter(
      'otelcol_exporter_send_failed_spans_total',
      'Spans that a destination refused, or that could not be sent in time.',
      of(destinations, 'dropped'),
    ),
    gauge('otelcol_exporter_queue_size', 'Batches that wait for a destination.', of(destinations, 'waiting')),
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

function of(destinations: readonly DestinationCounts[], name: 'sent' | 'dropped' | 'waiting'): Sample[] {
  return destinations.map((counts) => [{ exporter: counts.destination }, counts[name]])
}

function words(name: string): string {
  return name.replaceAll('_', ' ')
}

function counter(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name, help, type: 'counter', samples }
}

function gauge(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name, help, type: 'gauge', samples }
}
