import { ExportResultCode, type ExportResult } from '@opentelemetry/core'
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base'
import type { ContentPolicy } from '../../content-policy.ts'
import { SCOPE_NAME } from '../../version.ts'
import type { TracingOptions } from '../options.ts'
import { exportOnce } from './export-once.ts'

type Wrap = typeof import('./exported-as.node.ts').exportedAs

let wrap: Wrap | undefined
let loading: Promise<Wrap> | undefined

/** Loads what puts spans of other libraries under the content policy: a chunk of its own, with a table of their attributes. */
export function loadExportPolicy(): Promise<Wrap> {
  return (loading ??= import('./exported-as.node.ts').then(({ exportedAs: loaded }) => (wrap = loaded)))
}

/**
 * Wraps an exporter so that it gets spans in the form that the options ask for. Spans of Spanlit need no change, so they are exported at
 * once; others wait for the chunk.
 */
export function exportedAs(options: TracingOptions, policy: ContentPolicy): (exporter: SpanExporter) => SpanExporter {
  if (wrap) return wrap(options, policy)
  const { contentPolicyFor = 'all', readerNames = false } = options
  if (contentPolicyFor !== 'all' && !readerNames) return (exporter) => exporter
  const isReady = readerNames
    ? () => false
    : (span: ReadableSpan) => span.instrumentationScope.name.startsWith(SCOPE_NAME)
  // Now: a page may be left before its first spans have loaded it.
  loadExportPolicy().catch(() => {})
  return (exporter) =>
    new WaitingExporter(exporter, isReady, async () => (await loadExportPolicy())(options, policy)(exporter))
}

class WaitingExporter implements SpanExporter {
  readonly #exporter: SpanExporter
  readonly #isReady: (span: ReadableSpan) => boolean
  readonly #loading: Promise<SpanExporter>
  #loaded: SpanExporter | undefined

  constructor(exporter: SpanExporter, isReady: (span: ReadableSpan) => boolean, load: () => Promise<SpanExporter>) {
    this.#exporter = exporter
    this.#isReady = isReady
    this.#loading = load().then((loaded) => (this.#loaded = loaded))
    this.#loading.catch(() => {})
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): unknown {
    // Some exporters are async functions that reject; the caller sees that.
    if (this.#loaded) return this.#loaded.export(spans, done)
    const waiting = spans.filter((span) => !this.#isReady(span))
    if (waiting.length === 0) return this.#exporter.export(spans, done)
    const ready = spans.filter(this.#isReady)
    const success: ExportResult = { code: ExportResultCode.SUCCESS }
    const results = [
      ready.length > 0 ? exportOnce(this.#exporter, ready) : Promise.resolve(success),
      this.#loading.then((loaded) => exportOnce(loaded, waiting)),
    ]
    return Promise.all(results).then((all) =>
      done(all.find(({ code }) => code !== ExportResultCode.SUCCESS) ?? success),
    )
  }

  async forceFlush(): Promise<void> {
    await this.#exporter.forceFlush?.()
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown()
  }
}
