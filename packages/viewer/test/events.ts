// What core and a receiver send, for tests: live events in the shape of OTLP/JSON.

export interface EventOptions {
  type?: 'start' | 'update' | 'end'
  traceId?: string
  spanId: string
  parent?: string
  name?: string
  kind?: number
  /** Milliseconds after the beginning of the test's time. */
  start?: number
  end?: number
  service?: string
  /** The name of the instrumentation scope. */
  scope?: string
  attributes?: Record<string, unknown>
  status?: { code: number; message?: string }
  events?: unknown[]
  deltas?: unknown[]
}

/** The beginning of the test's time, in milliseconds since the epoch. */
export const T0 = 1_700_000_000_000
export const TRACE = 'a'.repeat(32)

export function liveEvent(options: EventOptions): unknown {
  const type = options.type ?? (options.end === undefined ? 'start' : 'end')
  return {
    type,
    resource: { attributes: keyValues({ 'service.name': options.service ?? 'page' }) },
    scope: { name: options.scope ?? '@spanlit/core', version: '1.0.0' },
    span: {
      traceId: options.traceId ?? TRACE,
      spanId: options.spanId,
      ...(options.parent !== undefined && { parentSpanId: options.parent }),
      name: options.name ?? `span ${options.spanId}`,
      kind: options.kind ?? 1,
      startTimeUnixNano: nanoseconds(T0 + (options.start ?? 0)),
      ...(options.end !== undefined && { endTimeUnixNano: nanoseconds(T0 + options.end) }),
      attributes: keyValues(options.attributes ?? {}),
      ...(options.status && { status: options.status }),
      ...(options.events && { events: options.events }),
    },
    ...(options.deltas && { deltas: options.deltas }),
  }
}

export function chatAttributes(messages: { input?: unknown; output?: unknown } = {}): Record<string, unknown> {
  return {
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'gpt-5-mini',
    'gen_ai.provider.name': 'openai',
    ...(messages.input !== undefined && { 'gen_ai.input.messages': JSON.stringify(messages.input) }),
    ...(messages.output !== undefined && { 'gen_ai.output.messages': JSON.stringify(messages.output) }),
  }
}

export function said(role: string, ...parts: unknown[]): unknown {
  return { role, parts: parts.map((part) => (typeof part === 'string' ? { type: 'text', content: part } : part)) }
}

export function keyValues(attributes: Record<string, unknown>): unknown[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }))
}

function anyValue(value: unknown): unknown {
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } }
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value === 'number') return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value }
  if (typeof value === 'object' && value !== null)
    return { kvlistValue: { values: keyValues(value as Record<string, unknown>) } }
  return { stringValue: String(value) }
}

function nanoseconds(milliseconds: number): string {
  return `${Math.floor(milliseconds)}${String(Math.round((milliseconds % 1) * 1e6)).padStart(6, '0')}`
}
