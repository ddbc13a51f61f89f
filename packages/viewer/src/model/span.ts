import type { Value } from './attributes.ts'
import type { Link, LogRecord, Moment } from './live-event.ts'
import type { StreamedOutput } from './streamed-output.ts'
import { ATTR_ERROR_TYPE } from '../semconv.ts'

/** A span as the store knows it: what several reports about it say together. Times are milliseconds since the epoch. */
export interface Span {
  readonly traceId: string
  readonly spanId: string
  /** Its place in `trace.spans`. */
  readonly index: number
  parentSpanId: string | undefined
  name: string
  kind: number
  service: string
  scope: string
  start: number
  /** Missing while the span runs. */
  end: number | undefined
  statusCode: number
  statusMessage: string
  attributes: Map<string, Value>
  resource: ReadonlyMap<string, Value>
  moments: readonly Moment[]
  links: readonly Link[]
  /** Log records that belong to the span. */
  logs: readonly LogRecord[]
  streamed: StreamedOutput | undefined
  /** Grows with every change. */
  revision: number
}

export interface Trace {
  readonly traceId: string
  readonly spans: Span[]
  readonly byId: Map<string, Span>
  start: number
  /** The latest end so far; spans may still run. */
  end: number
  running: number
  failed: number
  /** Grows with every change of any of its spans. */
  revision: number
  /** Grows when the shape of the tree may have changed: a new span, another parent, another start. */
  structure: number
  /** The file that it was opened from. */
  imported: string | undefined
}

export function isFailed(span: Span): boolean {
  return span.statusCode === 2 || span.attributes.has(ATTR_ERROR_TYPE)
}
