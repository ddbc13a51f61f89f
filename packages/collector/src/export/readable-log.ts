import type { Attributes, AttributeValue, HrTime, SpanContext } from '@opentelemetry/api'
import type { AnyValue, KeyValue, Resource, Scope } from '../otlp/model.ts'
import { nameAttributes, nameException, nameScope } from './azure-names.ts'
import { toAttributes, toAttributeValue, toHrTime, toResource, type ReadableResource } from './readable-values.ts'

/** Log records in OTLP/JSON, as `readRequest` returns them. */
export interface LogsData {
  resourceLogs?: { resource: Resource; scopeLogs: { scope: Scope; logRecords: LogRecord[] }[] }[]
}

interface LogRecord {
  timeUnixNano?: string
  observedTimeUnixNano?: string
  severityNumber?: number
  severityText?: string
  body?: AnyValue
  attributes?: KeyValue[]
  flags?: number
  traceId?: string
  spanId?: string
  eventName?: string
}

/** A log record of the SDK, as far as Microsoft's exporter reads it. */
export interface ReadableLog {
  readonly hrTime: HrTime
  readonly hrTimeObserved: HrTime
  readonly severityNumber?: number
  readonly severityText?: string
  readonly body?: AttributeValue
  readonly spanContext?: SpanContext
  readonly resource: ReadableResource
  readonly instrumentationScope: Scope
  readonly attributes: Attributes
  readonly droppedAttributesCount: number
}

/** Azure Monitor's name of the attribute that makes a custom event of a log record. */
const customEvent = 'microsoft.custom_event.name'

/** Rebuilds the SDK's log records of one resource from OTLP, as Microsoft's exporter reads them. GenAI events become custom events. */
export function toReadableLogs({ resource, scopeLogs }: NonNullable<LogsData['resourceLogs']>[number]): ReadableLog[] {
  const rebuilt = toResource(toAttributes(resource.attributes))
  return scopeLogs.flatMap(({ scope, logRecords }) =>
    logRecords.map((record) => {
      const time = BigInt(record.timeUnixNano ?? record.observedTimeUnixNano ?? '0')
      const body = record.body && toAttributeValue(record.body)
      return {
        hrTime: toHrTime(time),
        hrTimeObserved: toHrTime(BigInt(record.observedTimeUnixNano ?? '0') || time),
        ...(record.severityNumber !== undefined && { severityNumber: record.severityNumber }),
        ...(record.severityText && { severityText: record.severityText }),
        ...(body !== undefined && { body }),
        ...(record.traceId &&
          record.spanId && {
            spanContext: { traceId: record.traceId, spanId: record.spanId, traceFlags: record.flags ?? 1 },
          }),
        resource: rebuilt,
        instrumentationScope: scope,
        attributes: { ...attributesOf(record, body), ...nameScope(scope) },
        droppedAttributesCount: 0,
      }
    }),
  )
}

function attributesOf({ attributes, eventName }: LogRecord, body: AttributeValue | undefined): Attributes {
  const own = toAttributes(attributes)
  const event = eventName || (typeof own['event.name'] === 'string' ? own['event.name'] : undefined)
  const named = own['exception.type'] === undefined ? nameAttributes(own) : nameException(own)
  if (event === undefined) return named
  if (!event.startsWith('gen_ai.')) return { ...named, 'event.name': event }
  // A custom event has no body of its own.
  return { [customEvent]: event, ...(body !== undefined && { 'event.body': textOf(body) }), ...named }
}

function textOf(body: AttributeValue): string {
  return typeof body === 'object' ? JSON.stringify(body) : String(body)
}
