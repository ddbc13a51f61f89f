import type { Context, Histogram, MeterProvider, MetricOptions } from '@opentelemetry/api'
import type { Resource } from '@opentelemetry/resources'
import { reportFault } from '../faults.ts'
import type { EventLoggerProvider, EventRecord } from '../settings.ts'
import type { Destination } from './destinations/destination.ts'
import type { Bounds } from './export/byte-bounded-exporter.ts'

/** Which events and metrics are exported, where, and how often. */
export interface SignalPlan {
  logs: readonly Destination[]
  metrics: readonly Destination[]
  /** Options of the batch processor of log records. */
  logBatch: { scheduledDelayMillis?: number; maxQueueSize?: number; maxExportBatchSize?: number }
  /** Milliseconds. */
  metricInterval: number
}

export interface SignalConfig extends SignalPlan {
  resource: Resource
  bounds: Bounds
}

/** Calls that are kept until an SDK is loaded. */
const MAX_KEPT = 5000

interface Sdk {
  forceFlush(): Promise<void>
  shutdown(): Promise<void>
}

/** Keeps calls until what they are for is loaded, which the first call begins. */
class Deferred<Loaded extends Sdk> {
  readonly #load: () => Promise<Loaded | undefined>
  #loading: Promise<void> | undefined
  #loaded: Loaded | undefined
  #kept: ((loaded: Loaded) => void)[] = []
  #isGone = false

  constructor(load: () => Promise<Loaded | undefined>) {
    this.#load = load
  }

  call(call: (loaded: Loaded) => void): void {
    if (this.#loaded) return call(this.#loaded)
    if (this.#isGone || this.#kept.length >= MAX_KEPT) return
    this.#kept.push(call)
    this.#loading ??= this.#begin()
  }

  async #begin(): Promise<void> {
    try {
      this.#loaded = await this.#load()
      if (this.#loaded) for (const call of this.#kept) call(this.#loaded)
    } catch (error) {
      reportFault('events and metrics', error)
    }
    this.#isGone = this.#loaded === undefined
    this.#kept = []
  }

  async forceFlush(): Promise<void> {
    await this.#loading
    await this.#loaded?.forceFlush()
  }

  async shutdown(): Promise<void> {
    await this.#loading
    await this.#loaded?.shutdown()
    this.#isGone = true
    this.#loaded = undefined
  }
}

interface LogsSdk extends Sdk {
  emit(scope: [name: string, version?: string], record: EventRecord): void
}

/** A logger provider whose SDK is loaded with the first event. */
export class DeferredLogs extends Deferred<LogsSdk> implements EventLoggerProvider {
  constructor(config: SignalConfig) {
    super(async () => (await import('./logs.ts')).startLogs(config))
  }

  getLogger(...scope: [name: string, version?: string]): { emit(record: EventRecord): void } {
    return {
      emit: (record) => {
        const now = { timestamp: Date.now(), ...record }
        this.call((sdk) => sdk.emit(scope, now))
      },
    }
  }
}

interface MetricsSdk extends Sdk {
  histogram(scope: [name: string, version?: string], name: string, options?: MetricOptions): Histogram
}

/** A meter provider whose SDK is loaded with the first measurement. It makes histograms only: Spanlit has nothing else. */
export class DeferredMetrics extends Deferred<MetricsSdk> {
  constructor(config: SignalConfig) {
    super(async () => (await import('./metrics.ts')).startMetrics(config))
  }

  getMeter(...scope: [name: string, version?: string]): Pick<ReturnType<MeterProvider['getMeter']>, 'createHistogram'> {
    return {
      createHistogram: (name, options) => {
        let histogram: Histogram | undefined
        return {
          record: (value, attributes, context?: Context) =>
            this.call((sdk) => (histogram ??= sdk.histogram(scope, name, options)).record(value, attributes, context)),
        }
      },
    }
  }
}
