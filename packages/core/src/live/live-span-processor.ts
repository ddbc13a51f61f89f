import { createFeed } from '#live-feed'
import type { SpanProcessor } from '@opentelemetry/sdk-trace-base'
import { loadRecorder } from '../genai/load-recorder.ts'
import { settings } from '../settings.ts'
import { LiveSpanProcessor } from './processor.ts'

/** Options of {@link liveSpanProcessor}. */
export interface LiveOptions {
  /**
   * Node: the base URL of a Spanlit receiver on this machine. By default OTEL_EXPORTER_OTLP_ENDPOINT where that is on this machine, else
   * `http://localhost:4318`. A page ignores it: its events stay in the page.
   */
  endpoint?: string | URL
}

/**
 * A span processor that shows every span in the live panel, for an application that sets up OpenTelemetry by itself (`NodeSDK`, Sentry,
 * `useAzureMonitor()`). `startTracing` has its own and needs none.
 *
 * The panel shows prompts and completions whatever the export policy says, so add it in development only. Instrumented clients report
 * content and streamed text to the processor that was made last.
 */
export function liveSpanProcessor(options: LiveOptions = {}): SpanProcessor {
  const live = new LiveSpanProcessor(createFeed(options.endpoint === undefined ? undefined : String(options.endpoint)))
  settings.live = live
  void loadRecorder()
  return live
}
