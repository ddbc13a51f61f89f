import type { AttributeValue, Attributes, HrTime, SpanContext } from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import type { AnyValue, KeyValue, OtlpSpan } from './protocol.ts'

function toNanoseconds([seconds, nanoseconds]: HrTime): string {
  return `${seconds}${String(nanoseconds).padStart(9, '0')}`
}

function toAnyValue(value: AttributeValue | null | undefined): AnyValue {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value }
  if (Array.isArray(value)) return { arrayValue: { values: value.map((item) => toAnyValue(item)) } }
  return { stringValue: String(value) }
}

export function toKeyValues(attributes: Attributes): KeyValue[] {
  const list: KeyValue[] = []
  for (const key of Object.keys(attributes)) {
    const value = attributes[key]
    if (value !== undefined) list.push({ key, value: toAnyValue(value) })
  }
  return list
}

/** Identity of a span: what every event of it carries. */
export function toSpanIdentity(span: ReadableSpan, context: SpanContext = span.spanContext()): OtlpSpan {
  const parent = span.parentSpanContext?.spanId
  return {
    traceId: context.traceId,
    spanId: context.spanId,
    ...(parent ? { parentSpanId: parent } : {}),
    name: span.name,
    // The API's kinds start at 0 (INTERNAL), OTLP's at 1.
    kind: span.kind + 1,
    startTimeUnixNano: toNanoseconds(span.startTime),
    attributes: [],
  }
}

/** A span that has ended, with `extra` attributes that are not on the span itself. */
export function toOtlpSpan(span: ReadableSpan, extra?: Attributes): OtlpSpan {
  return {
    ...toSpanIdentity(span),
    endTimeUnixNano: toNanoseconds(span.endTime),
    attributes: toKeyValues(extra ? { ...span.attributes, ...extra } : span.attributes),
    events: span.events.map((event) => ({
      name: event.name,
      timeUnixNano: toNanoseconds(event.time),
      attributes: toKeyValues(event.attributes ?? {}),
    })),
    links: span.links.map((link) => ({
      traceId: link.context.traceId,
      spanId: link.context.spanId,
      attributes: toKeyValues(link.attributes ?? {}),
    })),
    status: { code: span.status.code, ...(span.status.message ? { message: span.status.message } : {}) },
  }
}
