import { diag } from '@opentelemetry/api'

/** A structure nested deeper is cut there. */
export const MAX_DEPTH = 100

/**
 * `value` as JSON will have it, as a copy: what the application does with its own objects afterwards changes nothing in it, and
 * nothing that is done with it changes those. Cycles, and what can't be read, are replaced; texts are shared, so that large ones cost
 * nothing.
 */
export function snapshot(value: unknown): unknown {
  return copy(value, new Set())
}

function copy(value: unknown, above: Set<object>): unknown {
  if (typeof value === 'bigint') return String(value)
  if (value === null || typeof value !== 'object') return typeof value === 'function' ? undefined : value
  if (above.has(value)) return '[circular]'
  if (above.size > MAX_DEPTH) return '[too deep]'
  above.add(value)
  try {
    const json: unknown = 'toJSON' in value && typeof value.toJSON === 'function' ? value.toJSON() : value
    if (json !== value) return copy(json, above)
    if (Array.isArray(value)) return value.map((item) => copy(item, above))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copy(item, above)]))
  } catch (error) {
    diag.debug('spanlit: a value of the content could not be read', error)
    return '[unreadable]'
  } finally {
    above.delete(value)
  }
}
