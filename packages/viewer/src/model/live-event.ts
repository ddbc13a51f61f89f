import { type Attributes, readKeyValues, type Value } from './attributes.ts'
import { isRecord, listOf, sizeOf, textOf } from './unknown.ts'

/** Streamed text since the last event of a span. */
export interface Delta {
  readonly kind: 'text' | 'reasoning' | 'refusal' | 'tool_call'
  readonly choice: number
  readonly text: string
  readonly callIndex?: number
  readonly callId?: string
  readonly name?: string
}

/** Something that happened at one moment of a span, e.g. an exception. */
export interface Moment {
  /** Milliseconds since the epoch. */
  readonly time: number
  readonly name: string
  readonly attributes: Attributes
}

/** A log record that belongs to a span. */
export interface LogRecord {
  /** Milliseconds since the epoch. */
  readonly time: number
  readonly name: string | undefined
  /** As in `INFO`; empty where it was not recorded. */
  readonly severity: string
  readonly body: Value | undefined
  readonly attributes: Attributes
}

export interface Link {
  readonly traceId: string
  readonly spanId: string
  readonly attributes: Attributes
}

/** A live event of the feed, read and checked. Times are milliseconds since the epoch. */
export interface SpanReport {
  readonly type: 'start' | 'update' | 'end'
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId: string | undefined
  readonly name: string
  readonly kind: number
  readonly start: number
  readonly end: number | undefined
  readonly statusCode: number
  readonly statusMessage: string
  readonly attributes: Attributes
  readonly moments: readonly Moment[]
  readonly links: readonly Link[]
  readonly resource: Attributes
  readonly scope: string
  readonly deltas: readonly Delta[]
  /** Roughly, for the limits of the store. */
  readonly bytes: number
}

const KINDS = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER']
const STATUS_CODES = ['UNSET', 'OK', 'ERROR']

/**
 * Reads one event of the live feed. Returns `undefined` for what is not a span at all; anything less than that (a missing
 * time, a strange attribute) is made good, because a viewer is opened to look at exactly such spans.
 *
 * @param now milliseconds since the epoch, for a span that says no time
 */
export function readLiveEvent(event: unknown, now: number): SpanReport | undefined {
  if (!isRecord(event) || !isRecord(event['span'])) return undefined
  const type = event['type']
  if (type !== 'start' && type !== 'update' && type !== 'end') return undefined
  const span = event['span']
  const traceId = identifier(span['traceId'])
  const spanId = identifier(span['spanId'])
  if (traceId === undefined || spanId === undefined) return undefined
  const end = milliseconds(span['endTimeUnixNano'])
  const start = milliseconds(span['startTimeUnixNano']) ?? end ?? now
  const status = isRecord(span['status']) ? span['status'] : {}
  const resource = isRecord(event['resource']) ? event['resource'] : {}
  const scope = isRecord(event['scope']) ? event['scope'] : {}
  const deltas = listOf(event['deltas']).flatMap(readDelta)
  return {
    type,
    traceId,
    spanId,
    parentSpanId: identifier(span['parentSpanId']),
    name: textOf(span['name']) ?? '',
    kind: enumeration(span['kind'], KINDS),
    start,
    end: type === 'end' ? Math.max(end ?? now, start) : end,
    statusCode: enumeration(status['code'], STATUS_CODES),
    statusMessage: textOf(status['message']) ?? '',
    attributes: readKeyValues(span['attributes']),
    moments: listOf(span['events']).flatMap((moment) => readMoment(moment, start)),
    links: listOf(span['links']).flatMap(readLink),
    resource: readKeyValues(resource['attributes']),
    scope: [textOf(scope['name']), textOf(scope['version'])].filter(Boolean).join(' '),
    deltas,
    bytes: sizeOf(span['attributes']) + sizeOf(span['events']) + deltas.reduce((sum, { text }) => sum + text.length, 0),
  }
}

function readMoment(moment: unknown, start: number): Moment[] {
  if (!isRecord(moment)) return []
  const time = milliseconds(moment['timeUnixNano']) ?? start
  return [{ time, name: textOf(moment['name']) ?? '', attributes: readKeyValues(moment['attributes']) }]
}

function readLink(link: unknown): Link[] {
  if (!isRecord(link)) return []
  const traceId = identifier(link['traceId'])
  const spanId = identifier(link['spanId'])
  if (traceId === undefined || spanId === undefined) return []
  return [{ traceId, spanId, attributes: readKeyValues(link['attributes']) }]
}

function readDelta(delta: unknown): Delta[] {
  if (!isRecord(delta)) return []
  const { kind } = delta
  if (kind !== 'text' && kind !== 'reasoning' && kind !== 'refusal' && kind !== 'tool_call') return []
  const callIndex = wholeNumber(delta['callIndex'])
  const callId = textOf(delta['callId'])
  const name = textOf(delta['name'])
  return [
    {
      kind,
      choice: wholeNumber(delta['choice']) ?? 0,
      text: textOf(delta['text']) ?? '',
      ...(callIndex !== undefined && { callIndex }),
      ...(callId !== undefined && { callId }),
      ...(name !== undefined && { name }),
    },
  ]
}

function identifier(value: unknown): string | undefined {
  const text = textOf(value)
  return text === undefined || text === '' || text.length > 128 || /^0+$/.test(text) ? undefined : text.toLowerCase()
}

function wholeNumber(value: unknown): number | undefined {
  return Number.isSafeInteger(value) ? (value as number) : undefined
}

/** Enumerations are numbers in OTLP/JSON; some senders write protobuf's names instead (`SPAN_KIND_CLIENT`). */
function enumeration(value: unknown, names: readonly string[]): number {
  if (typeof value === 'number') return value >= 0 && value < names.length ? Math.trunc(value) : 0
  const text = textOf(value)
  if (text === undefined) return 0
  return Math.max(0, names.indexOf(text.replace(/^SPAN_KIND_|^STATUS_CODE_/, '')))
}

/** Nanoseconds since the epoch do not fit a double: the whole milliseconds and the rest are read apart. */
function milliseconds(value: unknown): number | undefined {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : textOf(value)
  if (text === undefined || !/^\d{1,20}$/.test(text)) return undefined
  const padded = text.padStart(7, '0')
  const time = Number(padded.slice(0, -6)) + Number(padded.slice(-6)) / 1e6
  return time > 0 ? time : undefined
}
