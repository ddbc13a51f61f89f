import type { ExportResult } from '@opentelemetry/core'
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base'

/** What is exported in the place of a span; the span itself stays unchanged, since other processors see it too. */
export type MapSpan = (span: ReadableSpan) => ReadableSpan

/** Exports each span as `map` gives it. */
export class MappedExporter implements SpanExporter {
  readonly #exporter: SpanExporter
  readonly #map: MapSpan

  constructor(exporter: SpanExporter, map: MapSpan) {
    this.#exporter = exporter
    this.#map = map
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    // Some exporters are async functions that reject; the caller sees that.
    return this.#exporter.export(spans.map(this.#map), done)
  }

  async forceFlush(): Promise<void> {
    await this.#exporter.forceFlush?.()
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown()
  }
}

/** `span` with some of its members replaced. It may be of any class: all else is read from `span` itself. */
export function spanWith(
  span: ReadableSpan,
  members: Partial<Pick<ReadableSpan, 'attributes' | 'events'>>,
): ReadableSpan {
  const copy = Object.create(span) as ReadableSpan
  for (const [name, value] of Object.entries(members)) Object.defineProperty(copy, name, { value, enumerable: true })
  return copy
}
