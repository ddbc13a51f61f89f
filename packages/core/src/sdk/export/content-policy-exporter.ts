import type { AttributeValue, Attributes } from '@opentelemetry/api'
import type { ExportResult } from '@opentelemetry/core'
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base'
import { isContentAttribute, isContentOfEvent } from '../../content-attributes.ts'
import { reportFault } from '../../faults.ts'
import { SCOPE_NAME } from '../../version.ts'

/** What may be exported of a content attribute; undefined drops it. */
export type RecordContent = (name: string, value: AttributeValue, span: ReadableSpan) => AttributeValue | undefined

/**
 * Puts the spans of other libraries (the AI SDK, OpenInference, OpenLLMetry and others) under the content policy before they are exported.
 * Spanlit's own spans hold only what the policy allows already. The span itself stays unchanged: other processors, such as the live feed's, see
 * all of it.
 */
export class ContentPolicyExporter implements SpanExporter {
  readonly #exporter: SpanExporter
  readonly #record: RecordContent

  constructor(exporter: SpanExporter, record: RecordContent) {
    this.#exporter = exporter
    this.#record = record
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.#exporter.export(
      spans.map((span) => this.#underPolicy(span)),
      done,
    )
  }

  forceFlush(): Promise<void> {
    return this.#exporter.forceFlush?.() ?? Promise.resolve()
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown()
  }

  #underPolicy(span: ReadableSpan): ReadableSpan {
    // Spans of this package, and of its parts: `@spanlit/core/fetch`.
    if (span.instrumentationScope.name.startsWith(SCOPE_NAME)) return span
    const attributes = this.#allowed(span.attributes, isContentAttribute, span)
    let eventsChanged = false
    const events = span.events.map((event) => {
      const left = this.#allowed(event.attributes ?? {}, (name) => isContentOfEvent(event.name, name), span)
      if (left === event.attributes || !event.attributes) return event
      eventsChanged = true
      return { ...event, attributes: left }
    })
    if (attributes === span.attributes && !eventsChanged) return span
    // The span may be of any class: what is not replaced is read from it.
    return Object.create(span, { attributes: { value: attributes }, events: { value: events } }) as ReadableSpan
  }

  /** `attributes` itself where nothing of it is content. */
  #allowed(attributes: Attributes, isContent: (name: string) => boolean, span: ReadableSpan): Attributes {
    const names = Object.keys(attributes).filter(isContent)
    if (names.length === 0) return attributes
    const left = { ...attributes }
    for (const name of names) {
      const recorded = this.#recorded(name, attributes[name], span)
      if (recorded === undefined) delete left[name]
      else left[name] = recorded
    }
    return left
  }

  #recorded(name: string, value: AttributeValue | undefined, span: ReadableSpan): AttributeValue | undefined {
    if (value === undefined) return undefined
    try {
      return this.#record(name, value, span)
    } catch (error) {
      reportFault('content of another library', error)
      return undefined
    }
  }
}
