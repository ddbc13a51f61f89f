/**
 * A span as this package reads it: plain data, decoded. Attribute values are what OTLP's `AnyValue` holds (texts, numbers, booleans, arrays, and
 * objects for `kvlistValue`). `fromOtlp` makes one of a span in OTLP/JSON.
 */
export interface GenAiSpan {
  readonly name: string
  /** OTLP's number: 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind?: number | undefined
  readonly attributes: Attributes
  /** The span's own events, in the order in which they came. */
  readonly events?: readonly GenAiEvent[] | undefined
  /** Log records that carry the span's id. */
  readonly logs?: readonly GenAiLog[] | undefined
  readonly scope?: { readonly name?: string | undefined; readonly version?: string | undefined } | undefined
  /** The attributes of the resource, `service.name` among them. */
  readonly resource?: Attributes | undefined
}

/** By name, as an object or as a Map. */
export type Attributes = Readonly<Record<string, unknown>> | ReadonlyMap<string, unknown>

export interface GenAiEvent {
  readonly name: string
  readonly attributes: Attributes
  /** Anything that sorts: nanoseconds, or milliseconds. */
  readonly time?: number | bigint | undefined
}

export interface GenAiLog {
  /** `eventName` of OTLP, or the attribute `event.name` that stood for it before; read from the attributes where it is missing. */
  readonly name?: string | undefined
  readonly body?: unknown
  readonly attributes: Attributes
  readonly time?: number | bigint | undefined
  readonly scope?: { readonly name?: string | undefined } | undefined
  readonly resource?: Attributes | undefined
}
