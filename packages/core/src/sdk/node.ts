import { hostname } from 'node:os'
import { trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { detectResources, envDetector, serviceInstanceIdDetector } from '@opentelemetry/resources'
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import {
  ATTR_HOST_NAME,
  ATTR_PROCESS_PID,
  ATTR_PROCESS_RUNTIME_NAME,
  ATTR_PROCESS_RUNTIME_VERSION,
} from '../semconv.ts'
import { environment } from '../environment.ts'
import { CrashExporter } from './export/crash-exporter.ts'
import { LazyExporter } from './export/lazy-exporter.ts'
import { isLoopback } from '../live/loopback.ts'
import { LiveSpanProcessor } from '../live/processor.ts'
import { ReceiverFeed } from '../live/receiver-feed.ts'
import { onProcessExit } from './process-exit.ts'
import { contextRegistration, isRegistered } from './global-api.ts'
import {
  agentOfEnvironment,
  batchOfEnvironment,
  compressionOfEnvironment,
  warnOfResourceAttributes,
} from './node-environment.ts'
import type { Platform } from './platform.ts'

export const platform: Platform = {
  surroundings: () => ({ environment: environment(), canUseAzure: true, devEndpoint: undefined, location: undefined }),
  // Not the detector of processes: it records the command line, where keys may stand.
  resourceDefaults: () => ({
    [ATTR_HOST_NAME]: hostname(),
    [ATTR_PROCESS_PID]: process.pid,
    [ATTR_PROCESS_RUNTIME_NAME]: 'nodejs',
    [ATTR_PROCESS_RUNTIME_VERSION]: process.versions.node,
  }),
  resourceOfEnvironment() {
    warnOfResourceAttributes(environment())
    return detectResources({ detectors: [serviceInstanceIdDetector, envDetector] })
  },
  register(config) {
    const provider = new NodeTracerProvider(config)
    provider.register(contextRegistration())
    return provider
  },
  registerContext() {
    // The SDK gives its context manager by a provider only, which goes again.
    const provider = new NodeTracerProvider()
    provider.register(contextRegistration())
    if (isRegistered(provider)) trace.disable()
  },
  exporterFor(target, headers) {
    switch (target.destination) {
      case 'azure':
        // Loaded when it is needed: it is large, and an optional peer.
        return new LazyExporter(async () => {
          const { azureMonitorExporter } = await import('./azure/exporter.ts')
          return azureMonitorExporter({ connectionString: target.connectionString })
        })
      case 'collector': {
        const agent = agentOfEnvironment(environment())
        return new CrashExporter(
          (timeoutMillis) =>
            new OTLPTraceExporter({
              url: target.tracesUrl,
              compression: compressionOfEnvironment(environment()),
              ...(agent ? { httpAgentOptions: agent } : {}),
              ...(timeoutMillis === undefined ? {} : { timeoutMillis }),
              ...(headers ? { headers: typeof headers === 'function' ? async () => headers() : headers } : {}),
            }),
          target.tracesUrl,
          headers,
        )
      }
      default:
        return undefined
    }
  },
  // Collectors refuse a body of more than 20 MiB.
  bounds: { maxBytes: 4_000_000, inTurn: true },
  batch: (exporter) => new BatchSpanProcessor(exporter, batchOfEnvironment(environment())),
  live(options, target) {
    if (target.destination !== 'collector') return undefined
    const wanted = options.live ?? (environment().NODE_ENV !== 'production' && isLoopback(target.baseUrl))
    return wanted ? new LiveSpanProcessor(new ReceiverFeed(target.baseUrl)) : undefined
  },
  flushBeforeExit: onProcessExit,
  instrument: () => () => {},
}
