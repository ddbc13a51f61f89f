import type { ResourceSpans, ScopeSpans, TracesData } from './model.ts'
import { Malformed, readArray, readObject, readOptionalString } from './read.ts'
import { readResource, readScope, readSpan } from './span.ts'

export interface ReadTraces {
  traces: TracesData
  accepted: number
  rejected: number
  /** What is wrong with the first rejected span. */
  reason?: string
}

/**
 * Reads an ExportTraceServiceRequest. A malformed span is left out and counted; the rest is kept, which OTLP calls a
 * partial success. Throws `Malformed` where the request itself has not the shape of one.
 */
export function readTraces(value: unknown): ReadTraces {
  const result: ReadTraces = { traces: { resourceSpans: [] }, accepted: 0, rejected: 0 }
  const request = readObject(value, 'the body')
  for (const [index, item] of readArray(request['resourceSpans'], 'resourceSpans').entries()) {
    const resourceSpans = readResourceSpans(item, `resourceSpans[${index}]`, result)
    if (resourceSpans.scopeSpans.length > 0) result.traces.resourceSpans.push(resourceSpans)
  }
  return result
}

function readResourceSpans(value: unknown, at: string, result: ReadTraces): ResourceSpans {
  const fields = readObject(value, at)
  const scopeSpans: ScopeSpans[] = []
  for (const [index, item] of readArray(fields['scopeSpans'], `${at}.scopeSpans`).entries()) {
    const read = readScopeSpans(item, `${at}.scopeSpans[${index}]`, result)
    if (read.spans.length > 0) scopeSpans.push(read)
  }
  const schemaUrl = readOptionalString(fields['schemaUrl'], `${at}.schemaUrl`)
  return { resource: readResource(fields['resource'], `${at}.resource`), scopeSpans, ...(schemaUrl && { schemaUrl }) }
}

function readScopeSpans(value: unknown, at: string, result: ReadTraces): ScopeSpans {
  const fields = readObject(value, at)
  const read: ScopeSpans = { scope: readScope(fields['scope'], `${at}.scope`), spans: [] }
  const schemaUrl = readOptionalString(fields['schemaUrl'], `${at}.schemaUrl`)
  if (schemaUrl) read.schemaUrl = schemaUrl
  for (const [index, item] of readArray(fields['spans'], `${at}.spans`).entries()) {
    try {
      const span = readSpan(item, `${at}.spans[${index}]`)
      if (!span.endTimeUnixNano)
        throw new Malformed(`${at}.spans[${index}].endTimeUnixNano is missing: the span has not ended`)
      read.spans.push(span)
      result.accepted += 1
    } catch (error) {
      if (!(error instanceof Malformed)) throw error
      result.rejected += 1
      result.reason ??= error.message
    }
  }
  return read
}
