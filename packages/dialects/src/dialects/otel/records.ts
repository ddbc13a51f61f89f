import { logName } from '../../detect.ts'
import { structureOf } from '../../json.ts'
import type { ContentPlace } from '../../model/reading.ts'
import { AttributeReader } from '../../span/attribute-reader.ts'
import type { FlatNode } from '../../span/flattened.ts'
import type { GenAiSpan } from '../../span/span.ts'
import { isRecord, type UnknownRecord, type Value } from '../../value.ts'

/** A span event or a log record: a name, attributes, and a body if it has one. */
export interface EventRecord {
  readonly name: string
  readonly attributes: AttributeReader
  readonly body: Value | undefined
  readonly place: ContentPlace
  readonly time: number | bigint | undefined
}

const MAX_RECORDS = 20_000

/** Events and log records of a span whose names match: by time, those of one time in the order in which they came. */
export function recordsOf(span: GenAiSpan, name: RegExp): readonly EventRecord[] {
  const records: EventRecord[] = []
  for (const event of (span.events ?? []).slice(0, MAX_RECORDS)) {
    if (!name.test(event.name)) continue
    const attributes = new AttributeReader(event.attributes)
    records.push({ name: event.name, attributes, body: eventBody(attributes), place: 'events', time: event.time })
  }
  for (const log of (span.logs ?? []).slice(0, MAX_RECORDS)) {
    const own = logName(log)
    if (own === undefined || !name.test(own)) continue
    const attributes = new AttributeReader(log.attributes)
    const body = structureOf(log.body).value ?? eventBody(attributes)
    records.push({ name: own, attributes, body, place: 'logs', time: log.time })
  }
  // Without times there is no order but that of their coming, and a sort would be none.
  return records.every((record) => record.time !== undefined)
    ? records.sort((a, b) => (a.time! < b.time! ? -1 : a.time! > b.time! ? 1 : 0))
    : records
}

/**
 * The body of a message that travels as a span event: in `gen_ai.event.content` (Azure, Semantic Kernel), in `event_body` (Logfire), or
 * flattened (`message.content`).
 */
function eventBody(attributes: AttributeReader): Value | undefined {
  const { value } = structureOf(attributes.get('gen_ai.event.content') ?? attributes.get('event_body'))
  if (value !== undefined) return value
  const message = attributes.has('message') ? undefined : attributes.flattened('message')
  return message && { message: toValue(message) }
}

function toValue(node: FlatNode): Value {
  if (node.children.size === 0) return (node.value ?? null) as Value
  const entries = [...node.children].map(([name, child]): readonly [string, Value] => [name, toValue(child)])
  if (entries.every(([name]) => /^\d+$/.test(name))) return entries.map(([, value]) => value)
  return Object.fromEntries(entries)
}

/** A field of a record: of its body, or else an attribute. */
export function fieldOf(record: EventRecord, name: string): unknown {
  const body: UnknownRecord = isRecord(record.body) ? record.body : {}
  return (Object.hasOwn(body, name) ? body[name] : undefined) ?? record.attributes.get(name)
}
