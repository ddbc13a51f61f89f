import type { Attributes, Span } from '@opentelemetry/api'
import type { ContentPolicy } from './content/content.ts'
import type { LiveDelta } from './live/protocol.ts'

/** Where content and streamed text go while a call runs; the live feed sets it when tracing starts. */
export interface LiveSink {
  /** Content of a span that the export policy may keep off the span itself. */
  content(span: Span, attributes: Attributes): void
  delta(span: Span, delta: LiveDelta): void
  /** The span's own attributes have changed. */
  changed(span: Span): void
}

/** What `startTracing` decides for every copy of the instrumentation on the page or in the process. */
export interface Settings {
  content: ContentPolicy | undefined
  live: LiveSink | undefined
  /** Cross-origin URLs that get `traceparent`; the same origin always does. */
  propagateTo: readonly (string | URL | RegExp)[]
  /** Base URLs of instrumented clients and of Spanlit's own endpoints, whose requests the fetch instrumentation leaves alone. */
  readonly ownUrls: RegExp[]
}

const KEY: unique symbol = Symbol.for('spanlit.settings') as never

type SettingsHolder = { [KEY]?: Settings }

/** One object for all copies of Spanlit: bundles may hold several. */
export const settings: Settings = ((globalThis as SettingsHolder)[KEY] ??= {
  content: undefined,
  live: undefined,
  propagateTo: [],
  ownUrls: [],
})
