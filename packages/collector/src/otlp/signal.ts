/** The three kinds of telemetry that OTLP carries. */
export type Signal = 'traces' | 'logs' | 'metrics'

export const signals: readonly Signal[] = ['traces', 'logs', 'metrics']

/** What the items of a signal are called in messages and in the names of counters. */
export const itemsOf: Readonly<Record<Signal, string>> = {
  traces: 'spans',
  logs: 'log records',
  metrics: 'data points',
}
