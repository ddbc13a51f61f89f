import type { AgentOptions } from 'node:http'
import { diag, type Attributes } from '@opentelemetry/api'
import { CompressionAlgorithm } from '@opentelemetry/otlp-exporter-base'
import { envDetector } from '@opentelemetry/resources'
import type { AggregationTemporality, PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics'
import type { BufferConfig } from '@opentelemetry/sdk-trace-base'
import type { EnvironmentVariables } from '../environment.ts'
import { ATTR_HOST_NAME } from '../semconv.ts'
import { consoleOutput } from './destinations/console.ts'
import type { Destination } from './destinations/destination.ts'
import { otlp, otlpTo } from './destinations/otlp.ts'
import { endpointOfEnvironment, exporterOfEnvironment } from './environment.ts'
import type { Exporter, Signal } from './export/exporter.ts'
import type { TracingOptions } from './options.ts'
import type { SignalPlan } from './signals.ts'

/** What the batch processor does where nobody says otherwise. */
const SIZES = [
  ['OTEL_BSP_MAX_QUEUE_SIZE', 'maxQueueSize', 2048],
  ['OTEL_BSP_MAX_EXPORT_BATCH_SIZE', 'maxExportBatchSize', 512],
] as const

/** Batches as the environment has them. The processor reads it by itself, and of a batch of no span it would never come to an end. */
export function batchOfEnvironment(environment: EnvironmentVariables): BufferConfig {
  const config: BufferConfig = environment.OTEL_BSP_SCHEDULE_DELAY ? {} : { scheduledDelayMillis: 1000 }
  for (const [name, option, standard] of SIZES) {
    const given = environment[name]?.trim()
    if (!given || !(Number(given) < 1)) continue
    diag.error(`spanlit: ${name} is ${JSON.stringify(given)}; give a number from 1. It is ${standard} now.`)
    config[option] = standard
  }
  return config
}

/** gzip, also where nobody asks for it. */
export function compressionOfEnvironment(environment: EnvironmentVariables, signal: string): CompressionAlgorithm {
  const asked =
    environment[`OTEL_EXPORTER_OTLP_${signal}_COMPRESSION`]?.trim() ||
    environment.OTEL_EXPORTER_OTLP_COMPRESSION?.trim()
  return asked === 'none' ? CompressionAlgorithm.NONE : CompressionAlgorithm.GZIP
}

const CERTIFICATES = /^OTEL_EXPORTER_OTLP_(?:(TRACES|LOGS|METRICS)_)?(?:CLIENT_)?(?:CERTIFICATE|KEY)$/

/**
 * What the exporter's agent is made with where Node is told to heed `HTTP_PROXY` and `HTTPS_PROXY`: by itself Node tells only its own
 * agents, and the exporter has one of its own.
 */
export function agentOfEnvironment(environment: EnvironmentVariables, signal: string): AgentOptions | undefined {
  if (environment.NODE_USE_ENV_PROXY !== '1') return undefined
  const certificate = Object.keys(environment).find((name) => {
    const [isCertificate, of = signal] = CERTIFICATES.exec(name) ?? []
    return isCertificate !== undefined && of === signal
  })
  if (!certificate) return { keepAlive: true, proxyEnv: environment }
  diag.error(
    `spanlit: the proxy of NODE_USE_ENV_PROXY is not used for ${signal.toLowerCase()}, since ${certificate} is set.`,
  )
  return undefined
}

/** Says that OTEL_RESOURCE_ATTRIBUTES cannot be read: the SDK then uses none of it, the service's name included, without a word. */
export function warnOfResourceAttributes({ OTEL_RESOURCE_ATTRIBUTES: list = '' }: EnvironmentVariables): void {
  const { attributes = {} } = envDetector.detect()
  const names = [...list.matchAll(/(?:^|,)\s*([\w.-]+)\s*=/g)].map(([, name]) => name ?? '')
  if (list.trim() === '' || (names.length > 0 && names.every((name) => name in attributes))) return
  diag.error(
    'spanlit: OTEL_RESOURCE_ATTRIBUTES cannot be read, and nothing of it is used; it looks like "key=value,key=value", in values ' +
      '"," is written %2C, "=" %3D and "%" %25, and none has more than 255 characters.',
  )
}

/** The host's name; Deno refuses it without permission. */
export function hostNameOrNothing(hostname: () => string): Attributes {
  try {
    return { [ATTR_HOST_NAME]: hostname() }
  } catch {
    return {}
  }
}

const METRIC_INTERVAL = 60_000
/** Values of the metrics SDK's enumeration; that SDK is loaded with the first measurement. */
const DELTA: AggregationTemporality.DELTA = 0
const CUMULATIVE: AggregationTemporality.CUMULATIVE = 1

/**
 * Which events and metrics are exported, and where: to the destinations of spans, unless OTEL_LOGS_EXPORTER and OTEL_METRICS_EXPORTER say
 * otherwise. The console has no metrics by itself, and events only where content is recorded on events.
 */
export function signalsOfEnvironment(
  environment: EnvironmentVariables,
  { metrics: wantsMetrics }: TracingOptions,
  destinations: readonly Destination[],
  capturesEvents: boolean,
): SignalPlan {
  const placesFor = (signal: Signal): readonly Destination[] => {
    switch (exporterOfEnvironment(environment, `OTEL_${signal.toUpperCase()}_EXPORTER`)) {
      case 'none':
        return []
      case 'console':
        return [consoleOutput()]
      case 'otlp':
        return destinations.some(({ name }) => name === 'collector') ? destinations : [otlpOfEnvironment(environment)]
      default:
        return destinations.filter(({ name }) => name !== 'console' || (signal === 'logs' && capturesEvents))
    }
  }
  return {
    logs: placesFor('logs'),
    metrics: wantsMetrics === false ? [] : placesFor('metrics'),
    logBatch: logBatchOfEnvironment(environment),
    metricInterval: positive(environment, 'OTEL_METRIC_EXPORT_INTERVAL') ?? METRIC_INTERVAL,
  }
}

function otlpOfEnvironment(environment: EnvironmentVariables): Destination {
  const target = endpointOfEnvironment(environment)
  return target?.destination === 'collector' ? otlpTo(target, {}) : otlp({ url: 'http://localhost:4318' })
}

function logBatchOfEnvironment(environment: EnvironmentVariables): SignalPlan['logBatch'] {
  const maxQueueSize = positive(environment, 'OTEL_BLRP_MAX_QUEUE_SIZE')
  const maxExportBatchSize = positive(environment, 'OTEL_BLRP_MAX_EXPORT_BATCH_SIZE')
  return {
    scheduledDelayMillis: positive(environment, 'OTEL_BLRP_SCHEDULE_DELAY') ?? 1000,
    ...(maxQueueSize === undefined ? {} : { maxQueueSize }),
    ...(maxExportBatchSize === undefined ? {} : { maxExportBatchSize }),
  }
}

function positive(environment: EnvironmentVariables, name: string): number | undefined {
  const given = environment[name]?.trim()
  if (!given) return undefined
  const value = Number(given)
  if (value >= 1) return value
  diag.error(`spanlit: ${name} is ${JSON.stringify(given)}; give a number from 1.`)
  return undefined
}

/** An OTLP exporter of metrics with the temporality of OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE; Spanlit has histograms only. */
export function metricExporterOfEnvironment(
  exporter: Exporter<ResourceMetrics>,
  { OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: preference = '' }: EnvironmentVariables,
): PushMetricExporter {
  const isDelta = ['delta', 'lowmemory'].includes(preference.trim().toLowerCase())
  return {
    export: (metrics, done) => exporter.export(metrics, done),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
    shutdown: () => exporter.shutdown(),
    selectAggregationTemporality: () => (isDelta ? DELTA : CUMULATIVE),
  }
}
