import { Fault } from './fault.ts'
import type { KeyValue } from './model.ts'
import type { Fields } from './read-message.ts'
import type { Message } from './schema.ts'

/** Marks a span that came without a time; the value names what was missing. */
const missingTime = 'spanlit.missing_time'

/** Checks what a schema cannot say of an item, and gives a span that lacks a time one: a span is more than its times. */
export function checkItem(message: Message, item: Fields): Fault | undefined {
  if (message.name !== 'Span') return undefined
  return checkIds(item) ?? mendTimes(item)
}

/** A link without ids links to nothing, and Azure Monitor's exporter needs both. */
function checkIds(span: Fields): Fault | undefined {
  const missing = missingId(span)
  if (missing) return missing
  for (const [index, link] of ((span['links'] as Fields[] | undefined) ?? []).entries()) {
    const fault = missingId(link)
    if (fault) return fault.inside('links', index)
  }
  return undefined
}

function missingId(item: Fields): Fault | undefined {
  if (item['traceId'] === undefined)
    return new Fault('is missing or all zeros; expected 32 hex digits').inside('traceId')
  if (item['spanId'] === undefined) return new Fault('is missing or all zeros; expected 16 hex digits').inside('spanId')
  return undefined
}

function mendTimes(span: Fields): undefined {
  const { startTimeUnixNano: start, endTimeUnixNano: end } = span
  if (start !== undefined && end !== undefined) return
  const now = `${Date.now()}000000`
  span['startTimeUnixNano'] = start ?? end ?? now
  span['endTimeUnixNano'] = end ?? start ?? now
  const missing = [start === undefined && 'start', end === undefined && 'end'].filter(Boolean).join(', ')
  const mark: KeyValue = { key: missingTime, value: { stringValue: missing } }
  span['attributes'] = [...((span['attributes'] as KeyValue[] | undefined) ?? []), mark]
}
