import type { AgentOptions } from 'node:http'
import { diag } from '@opentelemetry/api'
import { CompressionAlgorithm } from '@opentelemetry/otlp-exporter-base'
import { envDetector } from '@opentelemetry/resources'
import type { BufferConfig } from '@opentelemetry/sdk-trace-base'
import type { EnvironmentVariables } from '../environment.ts'

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
export function compressionOfEnvironment(environment: EnvironmentVariables): CompressionAlgorithm {
  const { OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: traces, OTEL_EXPORTER_OTLP_COMPRESSION: general } = environment
  const asked = traces?.trim() || general?.trim()
  return asked === 'none' ? CompressionAlgorithm.NONE : CompressionAlgorithm.GZIP
}

const CERTIFICATES = /^OTEL_EXPORTER_OTLP_(TRACES_)?(CLIENT_)?(CERTIFICATE|KEY)$/

/**
 * What the exporter's agent is made with where Node is told to heed `HTTP_PROXY` and `HTTPS_PROXY`: by itself Node tells only its own
 * agents, and the exporter has one of its own.
 */
export function agentOfEnvironment(environment: EnvironmentVariables): AgentOptions | undefined {
  if (environment.NODE_USE_ENV_PROXY !== '1') return undefined
  const [certificate] = Object.keys(environment).filter((name) => CERTIFICATES.test(name))
  if (!certificate) return { keepAlive: true, proxyEnv: environment }
  diag.error(`spanlit: the proxy of NODE_USE_ENV_PROXY is not used for spans, since ${certificate} is set.`)
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
