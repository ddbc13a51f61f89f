import { SpanKind, type Attributes, type AttributeValue, type HrTime, type SpanContext } from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import type { AnyValue, KeyValue, Scope, Span, TracesData } from '../otlp/model.ts'

/** Rebuilds the SDK's spans from OTLP, for exporters that are written against the SDK. */
export function toReadableSpans(traces: TracesData): ReadableSpan[] {
  return traces.resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const rebuilt = toResource(toAttributes(resource.attributes))
    return scopeSpans.flatMap(({ scope, spans, schemaUrl }) =>
      spans.map((span) => toReadableSpan(span, rebuilt, { ...scope, schemaUrl })),
    )
  })
}

function toReadableSpan(
  span: Span,
  resource: ReadableSpan['resource'],
  scope: Scope & { schemaUrl: string | undefined },
): ReadableSpan {
  const start = BigInt(span.startTimeUnixNano)
  const end = BigInt(span.endTimeUnixNano ?? span.startTimeUnixNano)
  const context = toContext(span.traceId, span.spanId, span.flags)
  return {
    name: span.name,
    kind: kinds[span.kind] ?? SpanKind.INTERNAL,
    spanContext: () => context,
    ...(span.parentSpanId && { parentSpanContext: toContext(span.traceId, span.parentSpanId, span.flags) }),
    startTime: toHrTime(start),
    endTime: toHrTime(end),
    // Clocks of two machines never meet in one span, but a clock can be set back while it runs.
    duration: toHrTime(end > start ? end - start : 0n),
    ended: true,
    status: { code: span.status?.code ?? 0, ...(span.status?.message && { message: span.status.message }) },
    attributes: toAttributes(span.attributes),
    events: (span.events ?? []).map((event) => ({
      name: event.name,
      time: toHrTime(BigInt(event.timeUnixNano)),
      attributes: toAttributes(event.attributes),
      droppedAttributesCount: event.droppedAttributesCount ?? 0,
    })),
    links: (span.links ?? []).map((link) => ({
      context: toContext(link.traceId, link.spanId, link.flags),
      attributes: toAttributes(link.attributes),
      droppedAttributesCount: link.droppedAttributesCount ?? 0,
    })),
    resource,
    instrumentationScope: {
      name: scope.name,
      ...(scope.version && { version: scope.version }),
      ...(scope.schemaUrl && { schemaUrl: scope.schemaUrl }),
    },
    droppedAttributesCount: span.droppedAttributesCount ?? 0,
    droppedEventsCount: span.droppedEventsCount ?? 0,
    droppedLinksCount: span.droppedLinksCount ?? 0,
  }
}

function toResource(attributes: Attributes): ReadableSpan['resource'] {
  const resource = { attributes, merge: () => resource, getRawAttributes: () => Object.entries(attributes) }
  return resource
}

/** OTLP's kinds count from 1, the SDK's from 0; an unspecified kind reads as internal, as the specification says. */
const kinds = [
  SpanKind.INTERNAL,
  SpanKind.INTERNAL,
  SpanKind.SERVER,
  SpanKind.CLIENT,
  SpanKind.PRODUCER,
  SpanKind.CONSUMER,
] as const

function toContext(traceId: string, spanId: string, flags: number | undefined): SpanContext {
  return { traceId, spanId, traceFlags: flags === undefined ? 1 : flags & 0xff }
}

function toHrTime(nanoseconds: bigint): HrTime {
  return [Number(nanoseconds / 1_000_000_000n), Number(nanoseconds % 1_000_000_000n)]
}

function toAttributes(list: KeyValue[] | undefined): Attributes {
  // Not by assignment, which would take a key "__proto__" for the prototype.
  return Object.fromEntries((list ?? []).map(({ key, value }) => [key, toAttributeValue(value)]))
}

/** What the SDK has no type for (maps, bytes, arrays of mixed or nested values) becomes a JSON string. */
function toAttributeValue(value: AnyValue): AttributeValue | undefined {
  const plain = toPlain(value)
  if (Array.isArray(plain)) return isUniform(plain) ? (plain as string[]) : JSON.stringify(plain)
  return typeof plain === 'object' ? JSON.stringify(plain) : plain
}

type Plain = string | number | boolean | undefined | Plain[] | { [key: string]: Plain }

function toPlain(value: AnyValue): Plain {
  if (value.arrayValue) return value.arrayValue.values.map(toPlain)
  if (value.kvlistValue)
    return Object.fromEntries(value.kvlistValue.values.map((item) => [item.key, toPlain(item.value)]))
  if (value.doubleValue !== undefined) return Number(value.doubleValue)
  if (value.intValue === undefined) return value.stringValue ?? value.boolValue ?? value.bytesValue
  const int = Number(value.intValue)
  // A number would lose the last digits of a 64-bit id.
  return Number.isSafeInteger(int) ? int : value.intValue
}

function isUniform(values: Plain[]): boolean {
  const type = typeof values[0]
  return type !== 'object' && values.every((item) => typeof item === type)
}
