import { diag, metrics, trace, type MeterProvider, type TracerProvider } from '@opentelemetry/api'
import { findsClasses, instrumentClass, onClassLoaded } from '#module-hook'
import { guarded } from '../faults.ts'
import { check, type InstrumentOptions } from '../openai/client-state.ts'
import { uninstrumentOpenAI } from '../openai/instrument.ts'
import { isTarget } from '../openai/targets.ts'
import { settings, type GivenProviders } from '../settings.ts'
import { SCOPE_NAME, SCOPE_VERSION } from '../version.ts'

export interface OpenAIInstrumentationConfig extends InstrumentOptions {
  /** Whether tracing begins when the instrumentation is made; true by default. */
  enabled?: boolean
  /**
   * Classes (`OpenAI`, `AzureOpenAI`) or clients that are traced. A page needs it; in Node every copy of the `openai` package that is loaded
   * from now on is found without it.
   */
  targets?: readonly object[]
}

/** A logger provider of `@opentelemetry/api-logs`, or of `@opentelemetry/api` from 1.10 on. */
export interface LoggerProviderLike {
  getLogger(name: string, version?: string): { emit(record: never): void }
}

/**
 * The instrumentation behind OpenTelemetry's `Instrumentation` interface, for `registerInstrumentations({ instrumentations: [new
 * OpenAIInstrumentation()] })` and for `new NodeSDK({ instrumentations })`. In Node it finds the package by itself, as
 * `@spanlit/core/register` does, so it must be made before the application's modules are loaded (`node --import ./tracing.mjs app.mjs`).
 *
 * A provider that was set is used in the place of the registered one. The providers are one set for the whole process, since own spans
 * (`withSpan`) go where the calls in them go.
 */
export class OpenAIInstrumentation {
  readonly instrumentationName: string = SCOPE_NAME
  readonly instrumentationVersion: string = SCOPE_VERSION
  #config: OpenAIInstrumentationConfig
  #stop: (() => void) | undefined
  readonly #traced = new Set<object>()

  /** @throws where an option is wrong, saying what to give instead. */
  constructor(config: OpenAIInstrumentationConfig = {}) {
    check(config)
    this.#config = { enabled: true, ...config }
    if (this.#config.enabled) this.enable()
  }

  enable(): void {
    this.#config = { ...this.#config, enabled: true }
    if (this.#stop) return
    this.#stop = onClassLoaded((loaded) => this.#trace(loaded))
    const { targets = [] } = this.#config
    if (!findsClasses && targets.length === 0) {
      diag.warn(
        'spanlit: OpenAIInstrumentation traces nothing: a page cannot find the openai package by itself. Give the class: new OpenAIInstrumentation({ targets: [OpenAI] }).',
      )
    }
    for (const target of targets) this.#trace(target)
  }

  /** Takes the tracing off again: every method is what it was. */
  disable(): void {
    this.#config = { ...this.#config, enabled: false }
    this.#stop?.()
    this.#stop = undefined
    for (const target of this.#traced) uninstrumentOpenAI(target)
    this.#traced.clear()
  }

  setConfig(config: OpenAIInstrumentationConfig): void {
    check(config)
    this.#config = { enabled: true, ...config }
    if (!this.#stop) return
    const { targets = [], ...options } = config
    for (const target of this.#traced) instrumentClass(target, options)
    for (const target of targets) this.#trace(target)
  }

  getConfig(): OpenAIInstrumentationConfig {
    return this.#config
  }

  setTracerProvider(provider: TracerProvider): void {
    setProvider('tracer', provider, trace.getTracerProvider())
  }

  setMeterProvider(provider: MeterProvider): void {
    setProvider('meter', provider, metrics.getMeterProvider())
  }

  setLoggerProvider(provider: LoggerProviderLike): void {
    setProvider('logger', provider, undefined)
  }

  #trace(target: object): void {
    // What the application has instrumented itself stays when this is disabled.
    if (isTarget(target)) return
    const { targets: _, enabled: __, ...options } = this.#config
    guarded('instrumentation', () => instrumentClass(target, options))
    this.#traced.add(target)
  }
}

/** The registered provider is followed instead of kept: `registerInstrumentations` hands it over where no other is given. */
function setProvider<Name extends keyof GivenProviders>(
  name: Name,
  provider: GivenProviders[Name],
  registered: unknown,
): void {
  const isGlobal = provider === registered || isProxy(provider)
  settings.given[name] = isGlobal ? undefined : provider
}

/** The API's stand-in for a provider that is registered later. */
function isProxy(provider: unknown): boolean {
  const { getDelegate, _getDelegate } = provider as { getDelegate?: unknown; _getDelegate?: unknown }
  return typeof getDelegate === 'function' || typeof _getDelegate === 'function'
}
