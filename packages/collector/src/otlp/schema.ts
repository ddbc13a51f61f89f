import protobuf from 'protobufjs'
import { otlpProto } from './proto.ts'
import type { Signal } from './signal.ts'

const { root } = protobuf.parse(otlpProto)
// Without it oneofs and nested types are known only after the first use of a type.
root.resolveAll()

const ExportTraceServiceRequest: protobuf.Type = root.lookupType('spanlit.otlp.ExportTraceServiceRequest')
export const ExportTraceServiceResponse: protobuf.Type = root.lookupType('spanlit.otlp.ExportTraceServiceResponse')
export const Status: protobuf.Type = root.lookupType('spanlit.otlp.Status')

export const requestTypes: Readonly<Record<Signal, protobuf.Type>> = {
  traces: ExportTraceServiceRequest,
  logs: root.lookupType('spanlit.otlp.ExportLogsServiceRequest'),
  metrics: root.lookupType('spanlit.otlp.ExportMetricsServiceRequest'),
}

export const responseTypes: Readonly<Record<Signal, protobuf.Type>> = {
  traces: ExportTraceServiceResponse,
  logs: root.lookupType('spanlit.otlp.ExportLogsServiceResponse'),
  metrics: root.lookupType('spanlit.otlp.ExportMetricsServiceResponse'),
}

export type Scalar =
  | 'string'
  | 'bytes'
  | 'bool'
  | 'double'
  | 'int32'
  | 'uint32'
  | 'sint32'
  | 'fixed32'
  | 'int64'
  | 'uint64'
  | 'fixed64'
  | 'sfixed64'

/** A field of a message, as the readers and the writer need it. */
export interface Field {
  readonly id: number
  /** In JSON; `protoName` is how the .proto file has it, which some senders write. */
  readonly name: string
  readonly protoName: string
  readonly kind: Scalar | 'enum' | 'message'
  readonly repeated: boolean
  /** One of several of which at most one is set; such a field counts as set even where it has its default value. */
  readonly oneof: string | undefined
  /** For `kind: 'message'`. */
  readonly message: Message
  /** For `kind: 'enum'`: numbers by name. */
  readonly values: Readonly<Record<string, number>>
  /** What the field is where a sender left it out, for fields that are always there. */
  readonly standard: (() => unknown) | undefined
  /** Bytes of an id; 0 for a field that is none. Ids are hex in JSON where other bytes are base64. */
  readonly idBytes: 0 | 8 | 16
}

export interface Message {
  readonly name: string
  readonly fields: readonly Field[]
  readonly byId: readonly (Field | undefined)[]
  /** Fields by their JSON name and by their name in the .proto file. */
  readonly byName: ReadonlyMap<string, Field>
  /** True for what a receiver counts and may reject one by one: spans, log records, data points. */
  readonly isItem: boolean
  /** True for what items are in: resources, scopes, metrics. */
  holdsItems: boolean
}

/** Fields that readers of OTLP/JSON rely on. */
const standardValues: Readonly<Record<string, Readonly<Record<string, () => unknown>>>> = {
  Resource: { attributes: () => [] },
  InstrumentationScope: { name: () => '' },
  ResourceSpans: { resource: () => ({ attributes: [] }), scopeSpans: () => [] },
  ScopeSpans: { scope: () => ({ name: '' }), spans: () => [] },
  ResourceLogs: { resource: () => ({ attributes: [] }), scopeLogs: () => [] },
  ScopeLogs: { scope: () => ({ name: '' }), logRecords: () => [] },
  ResourceMetrics: { resource: () => ({ attributes: [] }), scopeMetrics: () => [] },
  ScopeMetrics: { scope: () => ({ name: '' }), metrics: () => [] },
  Metric: { name: () => '' },
  Span: { name: () => '', kind: () => 0 },
  Event: { timeUnixNano: () => '0', name: () => '' },
  KeyValue: { key: () => '', value: () => ({}) },
  ArrayValue: { values: () => [] },
  KeyValueList: { values: () => [] },
}

const items = new Set([
  'Span',
  'LogRecord',
  'NumberDataPoint',
  'HistogramDataPoint',
  'ExponentialHistogramDataPoint',
  'SummaryDataPoint',
])

const idBytes: Readonly<Record<string, 8 | 16>> = { traceId: 16, spanId: 8, parentSpanId: 8 }

const messages = new Map<protobuf.Type, Message>()

function messageOf(type: protobuf.Type): Message {
  const known = messages.get(type)
  if (known) return known
  const fields: Field[] = []
  const byId: (Field | undefined)[] = []
  const byName = new Map<string, Field>()
  const message: Message = { name: type.name, fields, byId, byName, isItem: items.has(type.name), holdsItems: false }
  // Before its fields: AnyValue holds itself.
  messages.set(type, message)
  for (const source of type.fieldsArray) {
    const resolved = source.resolvedType
    const standard = standardValues[type.name]?.[source.name]
    const field: Field = {
      id: source.id,
      name: source.name,
      protoName: source.name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      kind:
        resolved instanceof protobuf.Type
          ? 'message'
          : resolved instanceof protobuf.Enum
            ? 'enum'
            : (source.type as Scalar),
      repeated: source.repeated,
      oneof: source.partOf?.name,
      message: resolved instanceof protobuf.Type ? messageOf(resolved) : message,
      values: resolved instanceof protobuf.Enum ? resolved.values : {},
      standard,
      idBytes: source.type === 'bytes' ? (idBytes[source.name] ?? 0) : 0,
    }
    fields.push(field)
    byId[field.id] = field
    byName.set(field.name, field).set(field.protoName, field)
    if (field.kind === 'message' && (field.message.isItem || field.message.holdsItems)) message.holdsItems = true
  }
  return message
}

/** The message of an export request, by signal. */
export const requestMessages: Readonly<Record<Signal, Message>> = {
  traces: messageOf(requestTypes.traces),
  logs: messageOf(requestTypes.logs),
  metrics: messageOf(requestTypes.metrics),
}

function lookup(name: string): Message {
  return messageOf(root.lookupType(`spanlit.otlp.${name}`))
}

export const spanMessage: Message = lookup('Span')
export const resourceMessage: Message = lookup('Resource')
export const scopeMessage: Message = lookup('InstrumentationScope')
