import type { LogRecordExporter } from '@opentelemetry/sdk-logs'
import type { PushMetricExporter } from '@opentelemetry/sdk-metrics'
import type { SpanExporter } from '@opentelemetry/sdk-trace-base'

/** Kinds of places where telemetry goes. */
export type DestinationName = 'collector' | 'azure' | 'console' | 'none'

/**
 * One place where telemetry goes. `otlp()`, `azureMonitor()` and `consoleOutput()` make one. An application can write its own: an object
 * with a name and a function that makes a span exporter.
 */
export interface Destination {
  readonly name: string
  /** The base URL of a receiver, for the live feed. */
  readonly baseUrl?: string
  /** URLs of its own requests, which a page does not trace. */
  readonly requestUrls?: readonly string[]
  /** Whether spans are exported one by one, without a batch. */
  readonly isImmediate?: boolean
  spanExporter(): SpanExporter
  /** Called when an event is first exported. `undefined`: the destination takes no logs. */
  logExporter?(): Promise<LogRecordExporter | undefined>
  /** `undefined`: the destination takes no metrics. */
  metricExporter?(): Promise<PushMetricExporter | undefined>
}
