import type { Attributes, Value } from './attributes.ts'
import type { Span, Trace } from './span.ts'

/** A trace as OTLP/JSON: what `/v1/traces` of any receiver takes. A span that still runs has no end. */
export function otlpOf(trace: Trace): object {
  const groups = new Map<string, Span[]>()
  for (const span of trace.spans) {
    const key = JSON.stringify([[...span.resource], span.scope])
    const group = groups.get(key)
    if (group) group.push(span)
    else groups.set(key, [span])
  }
  return {
    resourceSpans: [...groups.values()].map((spans) => ({
      resource: { attributes: keyValues(spans[0]!.resource) },
      scopeSpans: [{ scope: scopeOf(spans[0]!), spans: spans.map(spanOf) }],
    })),
  }
}

/** A trace as events of the live feed: an `end` for each ended span, a `start` for each that still runs. */
export function liveEventsOf(trace: Trace): object[] {
  return trace.spans.map((span) => ({
    type: span.end === undefined ? 'start' : 'end',
    resource: { attributes: keyValues(span.resource) },
    scope: scopeOf(span),
    span: spanOf(span),
  }))
}

function scopeOf({ scope }: Span): object {
  const [, name = scope, version] = /^(.+) (v?\d\S*)$/.exec(scope) ?? []
  return { name, version }
}

function spanOf(span: Span): object {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    name: span.name,
    kind: span.kind,
    startTimeUnixNano: nanoseconds(span.start),
    endTimeUnixNano: span.end === undefined ? undefined : nanoseconds(span.end),
    attributes: keyValues(span.attributes),
    events: span.moments.map(({ time, name, attributes }) => ({
      timeUnixNano: nanoseconds(time),
      name,
      attributes: keyValues(attributes),
    })),
    links: span.links.map(({ traceId, spanId, attributes }) => ({
      traceId,
      spanId,
      attributes: keyValues(attributes),
    })),
    status: { code: span.statusCode, message: span.statusMessage || undefined },
  }
}

function keyValues(attributes: Attributes): object[] {
  return [...attributes].map(([key, value]) => ({ key, value: anyValue(value) }))
}

function anyValue(value: Value): object {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  // A larger one may be beyond the 64 bits of an intValue, which a receiver refuses.
  if (typeof value === 'number') return Number.isSafeInteger(value) ? { intValue: `${value}` } : { doubleValue: value }
  if (value === null) return {}
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } }
  return { kvlistValue: { values: keyValues(new Map(Object.entries(value))) } }
}

/** The whole milliseconds and the rest are written apart: nanoseconds since the epoch do not fit a double. */
function nanoseconds(milliseconds: number): string {
  const whole = Math.floor(milliseconds)
  const rest = Math.min(999_999, Math.round((milliseconds - whole) * 1e6))
  return `${whole}${String(rest).padStart(6, '0')}`
}
