import type { AttributeValue, Attributes } from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import { isContentAttribute, isContentOfEvent } from '../../content-attributes.ts'
import { reportFault } from '../../faults.ts'
import { SCOPE_NAME } from '../../version.ts'
import { spanWith, type MapSpan } from './mapped-exporter.ts'

/** What may be exported of a content attribute; undefined drops it. */
export type RecordContent = (name: string, value: AttributeValue, span: ReadableSpan) => AttributeValue | undefined

/**
 * Puts the spans of other libraries (the AI SDK, OpenInference, OpenLLMetry and others) under the content policy. Spanlit's own spans hold only
 * what the policy allows already.
 */
export function underContentPolicy(record: RecordContent): MapSpan {
  return (span) => {
    // Spans of this package, and of its parts: `@spanlit/core/fetch`.
    if (span.instrumentationScope.name.startsWith(SCOPE_NAME)) return span
    const attributes = allowed(span.attributes, isContentAttribute, span, record)
    const events = span.events.map((event) => {
      const left = allowed(event.attributes ?? {}, (name) => isContentOfEvent(event.name, name), span, record)
      return left === event.attributes ? event : { ...event, attributes: left }
    })
    const isUnchanged = attributes === span.attributes && events.every((event, index) => event === span.events[index])
    return isUnchanged ? span : spanWith(span, { attributes, events })
  }
}

/** `attributes` itself where none of them is content. */
function allowed(
  attributes: Attributes,
  isContent: (name: string) => boolean,
  span: ReadableSpan,
  record: RecordContent,
): Attributes {
  const names = Object.keys(attributes).filter(isContent)
  if (names.length === 0) return attributes
  const left = { ...attributes }
  for (const name of names) {
    const recorded = recordOrDrop(name, attributes[name], span, record)
    if (recorded === undefined) delete left[name]
    else left[name] = recorded
  }
  return left
}

function recordOrDrop(
  name: string,
  value: AttributeValue | undefined,
  span: ReadableSpan,
  record: RecordContent,
): AttributeValue | undefined {
  if (value === undefined) return undefined
  try {
    return record(name, value, span)
  } catch (error) {
    reportFault('content of another library', error)
    return undefined
  }
}
