import type { Attributes, AttributeValue } from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import type { Envelope } from './azure-envelopes.ts'

/**
 * Microsoft's exporter leaves out attributes that it maps to fields elsewhere, also where it does not map them: an error of a chat span has
 * neither a result code nor a target. Such attributes arrive under a name that it lets through.
 */
const prefix = 'otel.'
const leftOut = new Set(['error.type', 'server.address', 'server.port'])
/** The exporter reads these itself, or lets them through. */
const microsofts = new Set([
  'microsoft.sample_rate',
  'microsoft.client.ip',
  'microsoft.custom_event.name',
  'microsoft.custom_measurements',
  'microsoft.gen_ai.main_agent.name',
  'microsoft.gen_ai.main_agent.id',
  'microsoft.gen_ai.main_agent.version',
  'microsoft.gen_ai.main_agent.conversation_id',
])

/** A span as Microsoft's exporter must see it, so that nothing of it is lost on the way. */
export function nameSpan(span: ReadableSpan): ReadableSpan {
  const { attributes, events, links, status } = span
  const sampleRate = attributes['microsoft.sample_rate'] ?? sampleRateOf(span)
  return {
    ...span,
    attributes: {
      ...nameAttributes(attributes),
      ...(status.message && { 'otel.status_description': status.message }),
      ...nameScope(span.instrumentationScope),
      ...(links.some((link) => Object.keys(link.attributes ?? {}).length > 0) && { 'otel.links': linksOf(span) }),
      ...(sampleRate !== undefined && { 'microsoft.sample_rate': sampleRate }),
    },
    events: events.map((event) => ({
      ...event,
      attributes: event.name === 'exception' ? nameException(event.attributes) : nameAttributes(event.attributes),
    })),
  }
}

/** Attributes, and those that would be left out under their other name. */
export function nameAttributes(attributes: Attributes = {}): Attributes {
  const named: Record<string, AttributeValue | undefined> = { ...attributes }
  for (const [key, value] of Object.entries(attributes)) {
    const isLost = leftOut.has(key) || (key.startsWith('microsoft.') && !microsofts.has(key))
    if (isLost) named[prefix + key] = value
  }
  return named
}

export function nameScope({ name, version }: { name: string; version?: string }): Attributes {
  return { ...(name && { 'otel.scope.name': name }), ...(version && { 'otel.scope.version': version }) }
}

/** The exporter writes "undefined" for what an exception does not say. */
export function nameException(attributes: Attributes = {}): Attributes {
  return { 'exception.type': '', 'exception.stacktrace': '', ...nameAttributes(attributes) }
}

function linksOf({ links }: ReadableSpan): string {
  return JSON.stringify(
    links.map(({ context, attributes }) => ({ trace_id: context.traceId, span_id: context.spanId, attributes })),
  )
}

const thresholds = 2 ** 56

/**
 * In percent, from the sampling threshold that samplers write into the trace state, so that Azure Monitor counts what was left out.
 * https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/
 */
function sampleRateOf(span: ReadableSpan): number | undefined {
  const threshold = /(?:^|;)th:([0-9a-f]{1,14})(?:;|$)/.exec(span.spanContext().traceState?.get('ot') ?? '')?.[1]
  if (threshold === undefined) return undefined
  const rejected = Number.parseInt(threshold.padEnd(14, '0'), 16)
  // Rounded, since a double has no exact tenth.
  return Math.round((1 - rejected / thresholds) * 1e8) / 1e6
}

/** Gives a dependency the result code and the target that the exporter gives only to HTTP, databases and RPC. */
export function completeEnvelope(envelope: Envelope): void {
  const { baseType, baseData } = envelope.data
  const properties = baseData.properties ?? {}
  const errorType = properties['otel.error.type']
  if (baseType === 'RemoteDependencyData') {
    const address = properties['otel.server.address']
    if (!baseData.target && address) {
      const port = properties['otel.server.port']
      baseData.target = (port && port !== '443' ? `${address}:${port}` : address).slice(0, 1024)
    }
    if (baseData.resultCode === '0' && errorType) baseData.resultCode = errorType.slice(0, 1024)
  }
}
