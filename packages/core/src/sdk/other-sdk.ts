import type { Resource } from '@opentelemetry/resources'
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace-base'
import { registeredProvider } from './global-api.ts'
import { warnMisconfiguration } from './misconfiguration.ts'

/**
 * Adds span processors to the SDK that the application has registered before, so that its spans and ours go to both. OpenTelemetry's SDK 2
 * and 3 have no public method for that since `addSpanProcessor` was removed; Sentry's SDK adds its own in the same way.
 *
 * @returns how to take them off again; `undefined` where the registered SDK keeps no such list
 */
export function joinOtherSdk(processors: readonly SpanProcessor[]): (() => void) | undefined {
  const provider = registeredProvider() as { _activeSpanProcessor?: { _spanProcessors?: unknown } }
  const list = provider._activeSpanProcessor?._spanProcessors
  if (!Array.isArray(list)) return undefined
  list.push(...processors)
  return () => {
    for (const processor of processors) {
      const at = list.indexOf(processor)
      if (at >= 0) list.splice(at, 1)
    }
  }
}

/** Exports the spans of another SDK under our resource's own attributes. */
export class WithResource implements SpanProcessor {
  readonly #processor: SpanProcessor
  readonly #resource: Resource

  constructor(processor: SpanProcessor, resource: Resource) {
    this.#processor = processor
    this.#resource = resource
  }

  onStart(...started: Parameters<SpanProcessor['onStart']>): void {
    this.#processor.onStart(...started)
  }

  onEnd(span: ReadableSpan): void {
    const resource = span.resource.merge(this.#resource)
    this.#processor.onEnd(Object.create(span, { resource: { value: resource, enumerable: true } }) as ReadableSpan)
  }

  forceFlush(): Promise<void> {
    return this.#processor.forceFlush()
  }

  shutdown(): Promise<void> {
    return this.#processor.shutdown()
  }
}

export function warnOfOtherSdk(): void {
  warnMisconfiguration(
    'another tracer has registered with OpenTelemetry before startTracing and takes no span processors, so spans go where that tracer ' +
      'sends them, not where startTracing says. For Sentry 10, give Sentry.init the option openTelemetryBasicTracerProvider: true; then ' +
      'both get them. Otherwise call startTracing before it.',
  )
}
