/** The fields of OTLP's messages that tests read, by number (opentelemetry-proto). */
type Schema = {
  [field: number]: [name: string, kind: 'text' | 'hex' | 'fixed' | 'varint' | 'double' | Schema, list?: 'list']
}

const anyValue: Schema = {
  1: ['stringValue', 'text'],
  2: ['boolValue', 'varint'],
  3: ['intValue', 'varint'],
  4: ['doubleValue', 'double'],
}
const attribute: Schema = { 1: ['key', 'text'], 2: ['value', anyValue] }
anyValue[5] = ['arrayValue', { 1: ['values', anyValue, 'list'] }]
anyValue[6] = ['kvlistValue', { 1: ['values', attribute, 'list'] }]
const resource: Schema = { 1: ['attributes', attribute, 'list'] }
const scope: Schema = { 1: ['name', 'text'], 2: ['version', 'text'] }
const span: Schema = {
  1: ['traceId', 'hex'],
  2: ['spanId', 'hex'],
  4: ['parentSpanId', 'hex'],
  5: ['name', 'text'],
  6: ['kind', 'varint'],
  7: ['startTimeUnixNano', 'fixed'],
  8: ['endTimeUnixNano', 'fixed'],
  9: ['attributes', attribute, 'list'],
  11: ['events', { 1: ['timeUnixNano', 'fixed'], 2: ['name', 'text'], 3: ['attributes', attribute, 'list'] }, 'list'],
  15: ['status', { 2: ['message', 'text'], 3: ['code', 'varint'] }],
}
const record: Schema = {
  1: ['timeUnixNano', 'fixed'],
  2: ['severityNumber', 'varint'],
  6: ['attributes', attribute, 'list'],
  9: ['traceId', 'hex'],
  10: ['spanId', 'hex'],
  12: ['eventName', 'text'],
}
const point: Schema = { 4: ['count', 'fixed'], 5: ['sum', 'double'], 9: ['attributes', attribute, 'list'] }
const metric: Schema = {
  1: ['name', 'text'],
  3: ['unit', 'text'],
  9: ['histogram', { 1: ['dataPoints', point, 'list'], 2: ['aggregationTemporality', 'varint'] }],
}

function request(name: string, of: string, list: string, item: Schema): Schema {
  return {
    1: [name, { 1: ['resource', resource], 2: [of, { 1: ['scope', scope], 2: [list, item, 'list'] }, 'list'] }, 'list'],
  }
}

const REQUESTS = {
  traces: request('resourceSpans', 'scopeSpans', 'spans', span),
  logs: request('resourceLogs', 'scopeLogs', 'logRecords', record),
  metrics: request('resourceMetrics', 'scopeMetrics', 'metrics', metric),
}

/** An export request in protobuf, in the shape of OTLP/JSON; fields that no test reads are left out. */
export function decodeOtlp(signal: keyof typeof REQUESTS, bytes: Buffer): unknown {
  return decode(bytes, REQUESTS[signal])
}

function decode(bytes: Buffer, schema: Schema): Record<string, unknown> {
  const message: Record<string, unknown> = {}
  for (const [name, , list] of Object.values(schema)) if (list) message[name] = []
  let at = 0
  const varint = (): bigint => {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++] ?? 0
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
  }
  while (at < bytes.length) {
    const tag = Number(varint())
    const from = at
    let raw: Buffer = Buffer.alloc(0)
    let integer = 0n
    if ((tag & 7) === 0) integer = varint()
    else {
      const length = (tag & 7) === 1 ? 8 : (tag & 7) === 5 ? 4 : Number(varint())
      raw = bytes.subarray(at, at + length)
      at += length
    }
    const [name, kind, list] = schema[tag >> 3] ?? []
    if (name === undefined || at === from) continue
    const value = valueOf(kind as never, raw, integer)
    if (list) (message[name] as unknown[]).push(value)
    else message[name] = value
  }
  return message
}

function valueOf(kind: 'text' | 'hex' | 'fixed' | 'varint' | 'double' | Schema, raw: Buffer, integer: bigint): unknown {
  if (typeof kind === 'object') return decode(raw, kind)
  if (kind === 'text') return raw.toString()
  if (kind === 'hex') return raw.toString('hex')
  if (kind === 'double') return raw.readDoubleLE()
  return String(kind === 'fixed' ? raw.readBigUInt64LE() : integer)
}
