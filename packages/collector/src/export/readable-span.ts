import { createTraceState, SpanKind, type SpanContext } from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import type { Scope, Span, TracesData } from '../otlp/model.ts'
import { toAttributes, toHrTime, toResource } from './readable-values.ts'

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
  const context = toContext(span.traceId, span.spanId, span.flags, span.traceState)
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
      context: toContext(link.traceId, link.spanId, link.flags, link.traceState),
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

/** OTLP's kinds count from 1, the SDK's from 0; an unspecified kind reads as internal, as the specification says. */
const kinds = [
  SpanKind.INTERNAL,
  SpanKind.INTERNAL,
  SpanKind.SERVER,
  SpanKind.CLIENT,
  SpanKind.PRODUCER,
  SpanKind.CONSUMER,
] as const

function toContext(traceId: string, spanId: string, flags: number | undefined, traceState?: string): SpanContext {
  return {
    traceId,
    spanId,
    traceFlags: flags === undefined ? 1 : flags & 0xff,
    ...(traceState && { traceState: createTraceState(traceState) }),
  }
}
