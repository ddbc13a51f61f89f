import type { Attributes, Context, Span as ApiSpan } from '@opentelemetry/api'
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace-base'
import { ATTR_ERROR_MESSAGE } from '../semconv.ts'
import { reportFault } from '../faults.ts'
import { settings, type LiveSink } from '../settings.ts'
import type { LiveDelta, LiveEvent } from './protocol.ts'
import type { LiveFeed } from './feed.ts'
import { toKeyValues, toOtlpSpan, toSpanIdentity } from './otlp.ts'

/** Open spans that are followed; a leak of spans in the application must not become one here. */
const MAX_OPEN = 5000

interface OpenSpan {
  span: Span
  resource: LiveEvent['resource']
  scope: LiveEvent['scope']
  /** Content that is shown live and may not be on the span. */
  content: Attributes | undefined
  /** Attributes that have been sent, by key. */
  sent: Set<string>
}

/** An ended span with the content that is shown live; a failure's own words are content as well, where the export has a summary. */
function ended(span: ReadableSpan, content: Attributes | undefined): LiveEvent['span'] {
  const otlp = toOtlpSpan(span, content)
  const message = content?.[ATTR_ERROR_MESSAGE]
  return typeof message === 'string' && otlp.status ? { ...otlp, status: { ...otlp.status, message } } : otlp
}

/** Turns the life of spans into live events: start, what comes while they run, end. */
export class LiveSpanProcessor implements SpanProcessor, LiveSink {
  readonly #feed: LiveFeed
  readonly #open = new Map<string, OpenSpan>()
  #resource: { of: unknown; value: LiveEvent['resource'] } | undefined

  constructor(feed: LiveFeed) {
    this.#feed = feed
  }

  onStart(span: Span, _parent: Context): void {
    try {
      if (this.#open.size >= MAX_OPEN) this.#open.delete(this.#open.keys().next().value ?? '')
      const { name, version } = span.instrumentationScope
      const known: OpenSpan = {
        span,
        resource: this.#resourceOf(span),
        scope: version ? { name, version } : { name },
        content: undefined,
        sent: new Set(Object.keys(span.attributes)),
      }
      this.#open.set(span.spanContext().spanId, known)
      this.#publish('start', known, { ...toSpanIdentity(span), attributes: toKeyValues(span.attributes) })
    } catch (error) {
      reportFault('live start', error)
    }
  }

  onEnd(span: ReadableSpan): void {
    try {
      const id = span.spanContext().spanId
      const known = this.#open.get(id)
      this.#open.delete(id)
      if (known) this.#publish('end', known, ended(span, known.content))
    } catch (error) {
      reportFault('live end', error)
    }
  }

  content(span: ApiSpan, attributes: Attributes): void {
    const known = this.#find(span)
    if (!known) return
    known.content = { ...known.content, ...attributes }
    this.#publish('update', known, { ...toSpanIdentity(known.span), attributes: toKeyValues(attributes) })
  }

  changed(span: ApiSpan): void {
    const known = this.#find(span)
    if (known)
      this.#publish('update', known, {
        ...toSpanIdentity(known.span),
        attributes: toKeyValues(this.#changedAttributes(known)),
      })
  }

  delta(span: ApiSpan, delta: LiveDelta): void {
    const known = this.#find(span)
    if (!known) return
    this.#publish(
      'update',
      known,
      { ...toSpanIdentity(known.span), attributes: toKeyValues(this.#changedAttributes(known)) },
      [delta],
    )
  }

  /** Attributes set since the last event: the SDK tells of none, so they are found by their keys. */
  #changedAttributes(known: OpenSpan): Attributes {
    const attributes: Attributes = {}
    for (const key of Object.keys(known.span.attributes)) {
      if (known.sent.has(key)) continue
      known.sent.add(key)
      attributes[key] = known.span.attributes[key]
    }
    return attributes
  }

  #find(span: ApiSpan): OpenSpan | undefined {
    return this.#open.get(span.spanContext().spanId)
  }

  #publish(type: LiveEvent['type'], known: OpenSpan, span: LiveEvent['span'], deltas?: LiveDelta[]): void {
    const { resource, scope } = known
    this.#feed.publish(deltas ? { type, resource, scope, span, deltas } : { type, resource, scope, span })
  }

  /** One object for all events of a resource. */
  #resourceOf(span: ReadableSpan): LiveEvent['resource'] {
    if (this.#resource?.of !== span.resource) {
      this.#resource = { of: span.resource, value: { attributes: toKeyValues(span.resource.attributes) } }
    }
    return this.#resource.value
  }

  forceFlush(): Promise<void> {
    return this.#feed.flush()
  }

  async shutdown(): Promise<void> {
    this.#open.clear()
    if (settings.live === this) settings.live = undefined
    await this.#feed.flush()
    this.#feed.close()
  }
}
