import type { ExportResult } from '@opentelemetry/core'

/** What telemetry is about. */
export type Signal = 'traces' | 'logs' | 'metrics'

/** How OTLP is written. gRPC needs a collector in between. */
export type OtlpProtocol = 'http/json' | 'http/protobuf'

export type ExportHeaders = Record<string, string> | (() => Record<string, string> | Promise<Record<string, string>>)

/** What the exporters of all signals have in common. */
export interface Exporter<Batch> {
  export(batch: Batch, done: (result: ExportResult) => void): void
  forceFlush?(): Promise<void>
  shutdown(): Promise<void>
}

/** One that the SDKs of all signals take. */
export interface FlushableExporter<Batch> extends Exporter<Batch> {
  forceFlush(): Promise<void>
}

/** One OTLP/HTTP endpoint for one signal. */
export interface OtlpEndpoint {
  signal: Signal
  url: string
  headers: ExportHeaders | undefined
  protocol: OtlpProtocol
}
