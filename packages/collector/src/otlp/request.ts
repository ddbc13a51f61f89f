import { Fault } from './fault.ts'
import { checkItem } from './items.ts'
import { MessageReader, type Fields, type ReadLimits } from './read-message.ts'
import { requestMessages } from './schema.ts'
import type { Signal } from './signal.ts'

/** Far above what SDKs send at once (512 spans), and what a gateway's merged batch of some megabytes holds. */
export const defaultReadLimits: ReadLimits = { items: 50_000, values: 500_000 }

export interface ReadRequest {
  /** An export request in OTLP/JSON, without its malformed items and without resources and scopes that hold no others. */
  data: Fields
  accepted: number
  rejected: number
  /** What is wrong with the first rejected item. */
  reason?: string
}

/**
 * Reads an export request from parsed JSON or decoded protobuf. A malformed item is left out and counted; the rest is kept, which OTLP calls
 * a partial success. Returns a `Fault` where the request itself has not the shape of one, or holds too much.
 */
export function readRequest(
  signal: Signal,
  value: unknown,
  limits: ReadLimits = defaultReadLimits,
): ReadRequest | Fault {
  const reader = new MessageReader(limits, checkItem)
  const data = reader.read(requestMessages[signal], value)
  if (data instanceof Fault) return data
  withoutEmpty(data)
  const { accepted, rejected, reason } = reader
  return { data, accepted, rejected, ...(reason !== undefined && { reason }) }
}

/** The lists that lead from a request down to its items. */
const lists = [
  'resourceSpans',
  'scopeSpans',
  'spans',
  'resourceLogs',
  'scopeLogs',
  'logRecords',
  'resourceMetrics',
  'scopeMetrics',
  'metrics',
] as const

/** Leaves out resources and scopes without items; true where nothing is left. */
function withoutEmpty(fields: Fields): boolean {
  const name = lists.find((candidate) => Array.isArray(fields[candidate]))
  if (name === undefined) return false
  const kept = (fields[name] as Fields[]).filter((item) => !withoutEmpty(item))
  fields[name] = kept
  return kept.length === 0
}
