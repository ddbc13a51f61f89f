/**
 * The OTLP/JSON shapes of traces: the one shape in which spans travel inside the collector. Ids are lower-case hex,
 * times are decimal strings of nanoseconds, 64-bit integers are decimal strings, bytes are base64.
 * https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export interface AnyValue {
  stringValue?: string
  boolValue?: boolean
  intValue?: string
  doubleValue?: number | 'NaN' | 'Infinity' | '-Infinity'
  arrayValue?: { values: AnyValue[] }
  kvlistValue?: { values: KeyValue[] }
  bytesValue?: string
}

export interface KeyValue {
  key: string
  value: AnyValue
}

export interface SpanEvent {
  timeUnixNano: string
  name: string
  attributes?: KeyValue[]
  droppedAttributesCount?: number
}

export interface SpanLink {
  traceId: string
  spanId: string
  traceState?: string
  attributes?: KeyValue[]
  droppedAttributesCount?: number
  flags?: number
}

export interface Span {
  traceId: string
  spanId: string
  traceState?: string
  parentSpanId?: string
  flags?: number
  name: string
  /** 0 unspecified, 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  kind: number
  startTimeUnixNano: string
  /** Missing while the span is open; such a span exists only in live events. */
  endTimeUnixNano?: string
  attributes?: KeyValue[]
  droppedAttributesCount?: number
  events?: SpanEvent[]
  droppedEventsCount?: number
  links?: SpanLink[]
  droppedLinksCount?: number
  /** Code: 0 unset, 1 ok, 2 error. */
  status?: { message?: string; code?: number }
}

export interface Resource {
  attributes: KeyValue[]
  droppedAttributesCount?: number
}

export interface Scope {
  name: string
  version?: string
  attributes?: KeyValue[]
  droppedAttributesCount?: number
}

export interface ScopeSpans {
  scope: Scope
  spans: Span[]
  schemaUrl?: string
}

export interface ResourceSpans {
  resource: Resource
  scopeSpans: ScopeSpans[]
  schemaUrl?: string
}

export interface TracesData {
  resourceSpans: ResourceSpans[]
}
