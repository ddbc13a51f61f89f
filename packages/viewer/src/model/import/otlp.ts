import { isRecord, listOf, type UnknownRecord } from '../unknown.ts'

interface Read {
  readonly format: string
  readonly events: readonly unknown[]
  readonly problems: readonly string[]
}

/** Reads OTLP/JSON, in camelCase or in protobuf's snake_case, a batch or a list of batches. */
export function readOtlp(value: unknown): Read {
  const events: unknown[] = []
  const problems: string[] = []
  const batches = Array.isArray(value) ? value : [value]
  for (const batch of batches) {
    const groups = listOf(field(batch, 'resourceSpans', 'resource_spans'))
    if (groups.length === 0 && problems.length < 20) problems.push('no resourceSpans: this is no OTLP trace')
    for (const [at, group] of groups.entries()) readGroup(group, `resourceSpans[${at}]`, events, problems)
  }
  return { format: 'OTLP JSON', events, problems }
}

function readGroup(group: unknown, path: string, events: unknown[], problems: string[]): void {
  const scopes = listOf(
    field(group, 'scopeSpans', 'scope_spans') ??
      field(group, 'instrumentationLibrarySpans', 'instrumentationLibrarySpans'),
  )
  for (const [at, scope] of scopes.entries())
    for (const [index, span] of listOf(field(scope, 'spans', 'spans')).entries()) {
      const place = `${path}.scopeSpans[${at}].spans[${index}]`
      const read = readSpan(span, place)
      if (typeof read === 'string') problems.push(read)
      else
        events.push({
          type: 'end',
          resource: field(group, 'resource', 'resource'),
          scope: field(scope, 'scope', 'instrumentationLibrary'),
          span: read,
        })
    }
}

const ID = { traceId: 32, spanId: 16 } as const

/** A span with hex ids and camelCase fields, or what is wrong with it. */
function readSpan(span: unknown, path: string): UnknownRecord | string {
  if (!isRecord(span)) return `${path}: no object`
  const read: Record<string, unknown> = {
    ...span,
    parentSpanId: hexId(field(span, 'parentSpanId', 'parent_span_id'), 16) ?? '',
    startTimeUnixNano: field(span, 'startTimeUnixNano', 'start_time_unix_nano'),
    endTimeUnixNano: field(span, 'endTimeUnixNano', 'end_time_unix_nano'),
    events: listOf(span['events']).map((event) =>
      isRecord(event) ? { ...event, timeUnixNano: field(event, 'timeUnixNano', 'time_unix_nano') } : event,
    ),
  }
  for (const [name, digits] of Object.entries(ID)) {
    const given = field(span, name, name.replace('Id', '_id'))
    const id = hexId(given, digits)
    if (id === undefined) return `${path}.${name}: ${JSON.stringify(given ?? null)} is not ${digits} hex digits`
    read[name] = id
  }
  return read
}

/** Ids are hex in OTLP/JSON; protobuf's own JSON writes them in base64. */
function hexId(value: unknown, digits: number): string | undefined {
  if (typeof value !== 'string') return undefined
  if (new RegExp(`^[\\da-f]{${digits}}$`, 'i').test(value)) return value.toLowerCase()
  if (!/^[\w+/-]+={0,2}$/.test(value)) return undefined
  try {
    const bytes = atob(value.replaceAll('-', '+').replaceAll('_', '/'))
    if (bytes.length * 2 !== digits) return undefined
    return Array.from(bytes, (byte) => (byte.codePointAt(0) ?? 0).toString(16).padStart(2, '0')).join('')
  } catch {
    return undefined
  }
}

function field(value: unknown, name: string, otherwise: string): unknown {
  return isRecord(value) ? (value[name] ?? value[otherwise]) : undefined
}
