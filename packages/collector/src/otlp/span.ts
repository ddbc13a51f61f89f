import { Fault } from './fault.ts'
import type { Resource, Scope, Span } from './model.ts'
import { Malformed } from './read.ts'
import { MessageReader, type Fields } from './read-message.ts'
import { defaultReadLimits } from './request.ts'
import { resourceMessage, scopeMessage, spanMessage, type Message } from './schema.ts'

/** Reads one span of a live event, which may still be open; unknown fields are left out. Throws `Malformed`. */
export function readSpan(value: unknown, at: string): Span {
  const span = read(spanMessage, value, at)
  for (const [name, digits] of [
    ['traceId', 32],
    ['spanId', 16],
  ] as const) {
    if (span[name] === undefined)
      throw new Malformed(`${at}.${name} is missing or all zeros; expected ${digits} hex digits`)
  }
  // A viewer is opened to look at exactly such spans.
  span['startTimeUnixNano'] ??= span['endTimeUnixNano'] ?? `${Date.now()}000000`
  return span as unknown as Span
}

export function readResource(value: unknown, at: string): Resource {
  return read(resourceMessage, value ?? {}, at) as unknown as Resource
}

export function readScope(value: unknown, at: string): Scope {
  return read(scopeMessage, value ?? {}, at) as unknown as Scope
}

function read(message: Message, value: unknown, at: string): Fields {
  const fields = new MessageReader(defaultReadLimits, () => undefined).read(message, value)
  if (fields instanceof Fault) throw new Malformed(fields.inside(at).message)
  return fields
}
