import type { AttributeValue, Attributes, Span } from '@opentelemetry/api'
import type { AttributeSink } from './operation.ts'

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string')
}

/** The attributes of a call: each goes to its span as it is found, and is kept where metrics or events will want it. */
export class SpanAttributes implements AttributeSink {
  private readonly span: Span
  readonly kept: Attributes | undefined

  constructor(span: Span, kept: Attributes | undefined) {
    this.span = span
    this.kept = kept
  }

  set(name: string, value: unknown): void {
    const type = typeof value
    if (type !== 'string' && type !== 'number' && type !== 'boolean' && !isTexts(value)) return
    this.span.setAttribute(name, value as AttributeValue)
    if (this.kept) this.kept[name] = value as AttributeValue
  }
}
