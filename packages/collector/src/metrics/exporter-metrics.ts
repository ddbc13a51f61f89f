import { latencyBounds, type SignalCounts } from '../export/counters.ts'
import type { DestinationSnapshot } from '../export/forwarding.ts'
import type { Signal } from '../otlp/signal.ts'
import { counter, gauge, itemNames, words } from './names.ts'
import type { Metric, Sample } from './prometheus.ts'

/** What became of what was forwarded, by destination. */
export function exporterMetrics(destinations: readonly DestinationSnapshot[]): Metric[] {
  const by = (read: (destination: DestinationSnapshot) => number): Sample[] =>
    destinations.map((snapshot) => [labels(snapshot), read(snapshot)])
  const of = (signal: Signal, name: keyof SignalCounts): Sample[] => by(({ bySignal }) => bySignal[signal][name])
  return [
    ...itemNames.flatMap(([signal, items]): Metric[] => [
      counter(
        `otelcol_exporter_sent_${items}_total`,
        `The ${words(items)} that a destination accepted.`,
        of(signal, 'sent'),
      ),
      counter(
        `otelcol_exporter_send_failed_${items}_total`,
        `The ${words(items)} that were lost: refused, given up, or without room in the queue.`,
        of(signal, 'dropped'),
      ),
      counter(
        `spanlit_exporter_refused_${items}_total`,
        `The ${words(items)} that a destination refused for good, dead letters included.`,
        of(signal, 'refused'),
      ),
      counter(
        `spanlit_exporter_set_aside_${items}_total`,
        `The ${words(items)} that became dead letters.`,
        of(signal, 'setAside'),
      ),
    ]),
    counter(
      'spanlit_exporter_retries_total',
      'Requests that failed and are sent again, by destination and signal.',
      destinations.flatMap((snapshot) =>
        itemNames.map(([signal]): Sample => [{ ...labels(snapshot), signal }, snapshot.bySignal[signal].retries]),
      ),
    ),
    gauge(
      'otelcol_exporter_queue_size',
      'Batches that wait for a destination.',
      by(({ waiting }) => waiting.batches),
    ),
    gauge(
      'otelcol_exporter_queue_capacity',
      'Batches that may wait for it.',
      by(({ capacity }) => capacity.batches),
    ),
    gauge(
      'spanlit_exporter_queue_bytes',
      'Bytes that wait for a destination.',
      by(({ waiting }) => waiting.bytes),
    ),
    gauge(
      'spanlit_exporter_queue_capacity_bytes',
      'Bytes that may wait for it.',
      by(({ capacity }) => capacity.bytes),
    ),
    gauge(
      'spanlit_exporter_queue_oldest_seconds',
      'Age of the oldest batch that waits for a destination.',
      by(({ oldestSeconds }) => oldestSeconds),
    ),
    gauge(
      'spanlit_exporter_dead_letters',
      'Batches that are set aside.',
      by(({ deadLetters }) => deadLetters),
    ),
    gauge(
      'spanlit_exporter_up',
      '0 where a destination takes nothing at the moment.',
      by(({ failing }) => (failing === undefined ? 1 : 0)),
    ),
    latency(destinations),
  ]
}

function labels({ destination }: DestinationSnapshot): { exporter: string } {
  return { exporter: destination }
}

/** A histogram of Prometheus counts what is up to each bound, all below included. */
function latency(destinations: readonly DestinationSnapshot[]): Metric {
  const parts = destinations.flatMap((snapshot): [suffix: '_bucket' | '_sum' | '_count', sample: Sample][] => {
    let count = 0
    const buckets = snapshot.latency.counts.map((inBucket, index): ['_bucket', Sample] => {
      count += inBucket
      const bound = latencyBounds[index]
      return ['_bucket', [{ ...labels(snapshot), le: bound === undefined ? '+Inf' : String(bound) }, count]]
    })
    return [...buckets, ['_sum', [labels(snapshot), snapshot.latency.sum]], ['_count', [labels(snapshot), count]]]
  })
  return {
    name: 'spanlit_exporter_duration_seconds',
    help: 'How long requests to a destination took.',
    type: 'histogram',
    samples: parts.map(([, sample]) => sample),
    suffixes: parts.map(([suffix]) => suffix),
  }
}
