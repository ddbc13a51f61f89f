import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace-base'
import { ATTR_SPANLIT_CUT_OFF } from '../semconv.ts'

/** More are not followed; a leak of spans in the application must not become one here. */
const MAX_OPEN = 1000

/** The spans that have not ended, for a page or a process that goes and has no later. */
export class OpenSpans implements SpanProcessor {
  readonly #open = new Set<Span>()

  get size(): number {
    return this.#open.size
  }

  onStart(span: Span): void {
    this.#open.add(span)
    const [oldest] = this.#open
    if (oldest && this.#open.size > MAX_OPEN) this.#open.delete(oldest)
  }

  onEnd(span: unknown): void {
    this.#open.delete(span as Span)
  }

  /** Ends them all, those inside first, and says on each that it was cut off. */
  endAll(): void {
    for (const span of [...this.#open].toReversed()) span.setAttribute(ATTR_SPANLIT_CUT_OFF, true).end()
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {
    this.#open.clear()
  }
}
