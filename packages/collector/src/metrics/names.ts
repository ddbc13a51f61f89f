import type { Signal } from '../otlp/signal.ts'
import type { Metric, Sample } from './prometheus.ts'

/** What the OpenTelemetry Collector calls the items of a signal in the names of its own metrics. */
export const itemNames: readonly (readonly [Signal, string])[] = [
  ['traces', 'spans'],
  ['logs', 'log_records'],
  ['metrics', 'metric_points'],
]

export function words(name: string): string {
  return name.replaceAll('_', ' ')
}

export function counter(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name, help, type: 'counter', samples }
}

export function gauge(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name, help, type: 'gauge', samples }
}
