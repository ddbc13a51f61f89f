import type { Span, SpanLink, TracesData } from './model.ts'
import { Malformed } from './read.ts'
import { ExportTraceServiceRequest } from './schema.ts'

/** Decodes a request to its JSON shape, with ids still as bytes; `readTraces` takes it from there. Throws `Malformed`. */
export function decodeTraces(bytes: Uint8Array): unknown {
  try {
    return ExportTraceServiceRequest.toObject(ExportTraceServiceRequest.decode(bytes), { longs: String })
  } catch (error) {
    throw new Malformed(`the body is not an ExportTraceServiceRequest in protobuf: ${(error as Error).message}`)
  }
}

export function encodeTraces(traces: TracesData): Uint8Array {
  const resourceSpans = traces.resourceSpans.map((item) => ({
    ...item,
    scopeSpans: item.scopeSpans.map((scopeSpans) => ({ ...scopeSpans, spans: scopeSpans.spans.map(withIdsAsBytes) })),
  }))
  return ExportTraceServiceRequest.encode(ExportTraceServiceRequest.fromObject({ resourceSpans })).finish()
}

function withIdsAsBytes(span: Span): object {
  const { parentSpanId, links, ...rest } = span
  return {
    ...rest,
    ...idsAsBytes(span),
    ...(parentSpanId && { parentSpanId: Buffer.from(parentSpanId, 'hex') }),
    ...(links && { links: links.map((link) => ({ ...link, ...idsAsBytes(link) })) }),
  }
}

function idsAsBytes(span: Span | SpanLink): { traceId: Buffer; spanId: Buffer } {
  return { traceId: Buffer.from(span.traceId, 'hex'), spanId: Buffer.from(span.spanId, 'hex') }
}
