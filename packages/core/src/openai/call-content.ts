import type { Attributes, Span } from '@opentelemetry/api'
import * as names from '../semconv.ts'
import { capturesOnEvent, capturesOnSpan, redacted, toAttributes, type ContentPolicy } from '../content/content.ts'
import { errorText } from '../content/error-text.ts'
import type { CallContent } from '../content/messages.ts'
import { settings } from '../settings.ts'

/** What one call says and is told, as far as it may be recorded: on its span, on its event, and in the live feed. */
export class RecordedContent {
  readonly #policy: ContentPolicy
  #span: Span
  readonly #operation: string
  readonly #model: string | undefined
  /** Of the request, then also of the answer: JSON, as it is recorded. */
  #attributes: Attributes | undefined

  constructor(span: Span, policy: ContentPolicy, operation: string, model: string | undefined) {
    this.#span = span
    this.#policy = policy
    this.#operation = operation
    this.#model = model
  }

  get isWanted(): boolean {
    return this.#span.isRecording() && (this.#policy.capture !== 'none' || settings.live !== undefined)
  }

  get isForSpan(): boolean {
    return capturesOnSpan(this.#policy)
  }

  get isForEvent(): boolean {
    return capturesOnEvent(this.#policy)
  }

  /**
   * Takes what may be recorded of `content`, and tells the live feed at once.
   *
   * @param isStreamed whether it came in pieces
   */
  take(content: CallContent, isStreamed = false): void {
    const left = redacted(content, this.#policy, this.#operation, this.#model)
    this.#attributes = toAttributes(left, this.#policy, this.#attributes, isStreamed)
    settings.live?.content(this.#span, { ...this.#attributes })
  }

  /** An error's message, which may echo the prompt, as it may be recorded. The live feed is told, since it stays on the machine. */
  errorText(message: string): string | undefined {
    if (!message || !this.isWanted) return undefined
    const text = errorText(message, this.#policy, this.#operation, this.#model)
    if (text) settings.live?.content(this.#span, { [names.ATTR_ERROR_MESSAGE]: text })
    return text
  }

  /** The same, where it may stand on the span. */
  errorTextForSpan(message: string): string | undefined {
    const text = this.errorText(message)
    return this.isForSpan ? text : undefined
  }

  /** Puts all that was taken on the span, and returns it. */
  write(): Attributes | undefined {
    const attributes = this.#attributes
    if (this.isForSpan) for (const name in attributes) this.#span.setAttribute(name, attributes[name] ?? '')
    return attributes
  }

  /** The call is over: `instead` stands in the place of its span. */
  forget(instead: Span): void {
    this.#attributes = undefined
    this.#span = instead
  }
}
