import type { Attributes, Context, Span as ApiSpan } from '@opentelemetry/api'
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace-base'
import { reportFault } from '../faults.ts'
import { settings, type LiveSink } from '../settings.ts'
import type { LiveDelta } from './protocol.ts'

/** Calls that are kept until the processor is loaded. */
const MAX_KEPT = 10_000

type Live = SpanProcessor & LiveSink

/** Stands for the live span processor of a page until that is loaded, then hands it everything that has happened. */
export class DeferredLive implements SpanProcessor, LiveSink {
  #live: Live | undefined
  #kept: ((live: Live) => void)[] = []
  readonly #loading: Promise<void>

  constructor(load: () => Promise<Live>) {
    this.#loading = load().then(
      (live) => {
        this.#live = live
        for (const call of this.#kept.splice(0)) call(live)
        if (settings.live === this) settings.live = live
      },
      (error: unknown) => {
        this.#kept = []
        if (settings.live === this) settings.live = undefined
        reportFault('loading the live feed', error)
      },
    )
  }

  #call(call: (live: Live) => void): void {
    if (this.#live) call(this.#live)
    else if (this.#kept.length < MAX_KEPT) this.#kept.push(call)
  }

  onStart(span: Span, parent: Context): void {
    this.#call((live) => live.onStart(span, parent))
  }

  onEnd(span: ReadableSpan): void {
    this.#call((live) => live.onEnd(span))
  }

  content(span: ApiSpan, attributes: Attributes): void {
    this.#call((live) => live.content(span, attributes))
  }

  delta(span: ApiSpan, delta: LiveDelta): void {
    this.#call((live) => live.delta(span, delta))
  }

  changed(span: ApiSpan): void {
    this.#call((live) => live.changed(span))
  }

  async forceFlush(): Promise<void> {
    await this.#loading
    await this.#live?.forceFlush()
  }

  async shutdown(): Promise<void> {
    await this.#loading
    await this.#live?.shutdown()
  }
}
