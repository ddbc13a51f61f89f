import type { SpanProcessor } from '@opentelemetry/sdk-trace-base'

/** Counts the spans that have ended: whether there is anything that a flush would send. */
export class EndedSpans implements SpanProcessor {
  count = 0

  onStart(): void {}

  onEnd(): void {
    this.count += 1
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}
