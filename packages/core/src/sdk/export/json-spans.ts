import type { SpanContext } from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import { toKeyValues, toOtlpSpan } from '../../live/otlp.ts'

/** Bits of OTLP's `flags` beside the trace flags: whether the parent is remote is known, and it is (trace.proto). */
const HAS_IS_REMOTE = 0x100
const IS_REMOTE = 0x200

/**
 * An export request for spans as OTLP/JSON. OpenTelemetry's serializers are one module for three signals and two protocols; a page would
 * load all of it for this.
 */
export function tracesRequest(spans: readonly ReadableSpan[]): object {
  const resources = new Map<unknown, Map<string, ReadableSpan[]>>()
  for (const span of spans) {
    const { name, version = '', schemaUrl = '' } = span.instrumentationScope
    const scopes = resources.get(span.resource) ?? new Map<string, ReadableSpan[]>()
    resources.set(span.resource, scopes)
    const key = `${name}@${version}:${schemaUrl}`
    const group = scopes.get(key)
    if (group) group.push(span)
    else scopes.set(key, [span])
  }
  return {
    resourceSpans: [...resources.values()].map((scopes) => {
      const groups = [...scopes.values()]
      return {
        resource: { attributes: toKeyValues(groups[0]?.[0]?.resource.attributes ?? {}), droppedAttributesCount: 0 },
        scopeSpans: groups.map((group) => ({
          scope: { name: group[0]?.instrumentationScope.name, version: group[0]?.instrumentationScope.version },
          spans: group.map(exportedSpan),
          schemaUrl: group[0]?.instrumentationScope.schemaUrl,
        })),
      }
    }),
  }
}

/** What a live event says of a span, and what only an export needs. */
function exportedSpan(span: ReadableSpan): object {
  const context = span.spanContext()
  const otlp = toOtlpSpan(span)
  return {
    ...otlp,
    traceState: context.traceState?.serialize(),
    flags: flagsOf(context, span.parentSpanContext),
    droppedAttributesCount: span.droppedAttributesCount,
    events: otlp.events?.map((event, index) => ({
      ...event,
      droppedAttributesCount: span.events[index]?.droppedAttributesCount ?? 0,
    })),
    droppedEventsCount: span.droppedEventsCount,
    links: span.links.map((link, index) => ({
      ...otlp.links?.[index],
      traceState: link.context.traceState?.serialize(),
      flags: flagsOf(link.context, link.context),
      droppedAttributesCount: link.droppedAttributesCount ?? 0,
    })),
    droppedLinksCount: span.droppedLinksCount,
  }
}

function flagsOf({ traceFlags }: SpanContext, parent: SpanContext | undefined): number {
  return (traceFlags & 0xff) | HAS_IS_REMOTE | (parent?.isRemote ? IS_REMOTE : 0)
}
