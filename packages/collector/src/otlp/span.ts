import { readAttributes } from './attributes.ts'
import type { Resource, Scope, Span, SpanEvent, SpanLink } from './model.ts'
import {
  Malformed,
  readArray,
  readId,
  readObject,
  readOptionalCount,
  readOptionalString,
  readRequiredId,
  readString,
  readTime,
} from './read.ts'

/** Reads one span; unknown fields are left out, as OTLP asks of receivers. Throws `Malformed`. */
export function readSpan(value: unknown, at: string): Span {
  const fields = readObject(value, at)
  const startTimeUnixNano = readTime(fields['startTimeUnixNano'], `${at}.startTimeUnixNano`)
  if (!startTimeUnixNano) throw new Malformed(`${at}.startTimeUnixNano is missing`)
  return withoutUndefined<Span>({
    traceId: readRequiredId(fields['traceId'], 16, `${at}.traceId`),
    spanId: readRequiredId(fields['spanId'], 8, `${at}.spanId`),
    traceState: readOptionalString(fields['traceState'], `${at}.traceState`),
    parentSpanId: readId(fields['parentSpanId'], 8, `${at}.parentSpanId`),
    flags: readOptionalCount(fields['flags'], `${at}.flags`),
    name: readString(fields['name'], `${at}.name`),
    kind: readEnum(fields['kind'], 5, `${at}.kind`),
    startTimeUnixNano,
    endTimeUnixNano: readTime(fields['endTimeUnixNano'], `${at}.endTimeUnixNano`),
    attributes: readAttributes(fields['attributes'], `${at}.attributes`),
    droppedAttributesCount: readOptionalCount(fields['droppedAttributesCount'], `${at}.droppedAttributesCount`),
    events: readList(fields['events'], `${at}.events`, readEvent),
    droppedEventsCount: readOptionalCount(fields['droppedEventsCount'], `${at}.droppedEventsCount`),
    links: readList(fields['links'], `${at}.links`, readLink),
    droppedLinksCount: readOptionalCount(fields['droppedLinksCount'], `${at}.droppedLinksCount`),
    status: readStatus(fields['status'], `${at}.status`),
  })
}

export function readResource(value: unknown, at: string): Resource {
  if (value === undefined || value === null) return { attributes: [] }
  const fields = readObject(value, at)
  return withoutUndefined<Resource>({
    attributes: readAttributes(fields['attributes'], `${at}.attributes`) ?? [],
    droppedAttributesCount: readOptionalCount(fields['droppedAttributesCount'], `${at}.droppedAttributesCount`),
  })
}

export function readScope(value: unknown, at: string): Scope {
  if (value === undefined || value === null) return { name: '' }
  const fields = readObject(value, at)
  return withoutUndefined<Scope>({
    name: readString(fields['name'], `${at}.name`),
    version: readOptionalString(fields['version'], `${at}.version`),
    attributes: readAttributes(fields['attributes'], `${at}.attributes`),
    droppedAttributesCount: readOptionalCount(fields['droppedAttributesCount'], `${at}.droppedAttributesCount`),
  })
}

function readEvent(value: unknown, at: string): SpanEvent {
  const fields = readObject(value, at)
  return withoutUndefined<SpanEvent>({
    timeUnixNano: readTime(fields['timeUnixNano'], `${at}.timeUnixNano`) ?? '0',
    name: readString(fields['name'], `${at}.name`),
    attributes: readAttributes(fields['attributes'], `${at}.attributes`),
    droppedAttributesCount: readOptionalCount(fields['droppedAttributesCount'], `${at}.droppedAttributesCount`),
  })
}

function readLink(value: unknown, at: string): SpanLink {
  const fields = readObject(value, at)
  return withoutUndefined<SpanLink>({
    traceId: readRequiredId(fields['traceId'], 16, `${at}.traceId`),
    spanId: readRequiredId(fields['spanId'], 8, `${at}.spanId`),
    traceState: readOptionalString(fields['traceState'], `${at}.traceState`),
    attributes: readAttributes(fields['attributes'], `${at}.attributes`),
    droppedAttributesCount: readOptionalCount(fields['droppedAttributesCount'], `${at}.droppedAttributesCount`),
    flags: readOptionalCount(fields['flags'], `${at}.flags`),
  })
}

function readStatus(value: unknown, at: string): Span['status'] {
  if (value === undefined || value === null) return undefined
  const fields = readObject(value, at)
  const message = readOptionalString(fields['message'], `${at}.message`)
  const code = readEnum(fields['code'], 2, `${at}.code`)
  return { ...(message && { message }), ...(code && { code }) }
}

/** Values beyond those we know read as unspecified: a newer sender is not malformed. */
function readEnum(value: unknown, highest: number, at: string): number {
  const number = readOptionalCount(value, at) ?? 0
  return number > highest ? 0 : number
}

function readList<T>(value: unknown, at: string, read: (item: unknown, at: string) => T): T[] | undefined {
  const list = readArray(value, at)
  return list.length > 0 ? list.map((item, index) => read(item, `${at}[${index}]`)) : undefined
}

type Loose<T> = { [K in keyof T]: T[K] | undefined }

function withoutUndefined<T extends object>(value: Loose<T>): T {
  for (const key of Object.keys(value) as (keyof T)[]) if (value[key] === undefined) delete value[key]
  return value as T
}
