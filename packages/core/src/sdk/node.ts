import { hostname } from 'node:os'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { detectResources, envDetector, serviceInstanceIdDetector } from '@opentelemetry/resources'
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import { detached } from '../detached.node.ts'
import { environment } from '../environment.ts'
import { isLoopback } from '../live/loopback.ts'
import { LiveSpanProcessor } from '../live/processor.ts'
import { ReceiverFeed } from '../live/receiver-feed.ts'
import { ATTR_PROCESS_PID, ATTR_PROCESS_RUNTIME_NAME, ATTR_PROCESS_RUNTIME_VERSION } from '../semconv.ts'
import { versionOfApplicationsApi } from './app-api-version.node.ts'
import { azureTarget } from './connection-string.ts'
import * as reader from './environment.ts'
import {
  batchOfEnvironment,
  hostNameOrNothing,
  metricExporterOfEnvironment,
  signalsOfEnvironment,
  warnOfResourceAttributes,
} from './node-environment.ts'
import type { Platform } from './platform.ts'
import { onProcessEnd } from './process-exit.ts'

export const platform: Platform = {
  facts: () => ({ environment: environment(), reader, azureTarget, devEndpoint: undefined, location: undefined }),
  // Not the detector of processes: it records the command line, where keys may stand.
  resourceDefaults: () => ({
    ...hostNameOrNothing(hostname),
    [ATTR_PROCESS_PID]: process.pid,
    [ATTR_PROCESS_RUNTIME_NAME]: 'nodejs',
    [ATTR_PROCESS_RUNTIME_VERSION]: process.versions.node,
  }),
  resourceOfEnvironment() {
    warnOfResourceAttributes(environment())
    return detectResources({ detectors: [serviceInstanceIdDetector, envDetector] })
  },
  createProvider: (config) => new NodeTracerProvider(config),
  createContextManager: () => new AsyncLocalStorageContextManager(),
  newestApi: versionOfApplicationsApi,
  protocolFor: (signal) => reader.protocolOfEnvironment(environment(), signal) ?? 'http/protobuf',
  metricExporter: (exporter) => metricExporterOfEnvironment(exporter, environment()),
  // Collectors refuse a body of more than 20 MiB.
  bounds: { maxBytes: 4_000_000, inTurn: true, detached },
  batch: (exporter) => new BatchSpanProcessor(exporter, batchOfEnvironment(environment())),
  signals: (options, destinations, capturesEvents) =>
    signalsOfEnvironment(environment(), options, destinations, capturesEvents),
  live(options, destinations) {
    const baseUrl = destinations.find((destination) => destination.baseUrl !== undefined)?.baseUrl
    if (baseUrl === undefined) return undefined
    const isWanted = options.live ?? (environment().NODE_ENV !== 'production' && isLoopback(baseUrl))
    return isWanted ? new LiveSpanProcessor(new ReceiverFeed(baseUrl)) : undefined
  },
  beforeEnd: onProcessEnd,
  instrument: () => () => {},
}
