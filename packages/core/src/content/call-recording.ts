import { INVALID_SPAN_CONTEXT, trace, type Attributes, type Span } from '@opentelemetry/api'
import { capturesOnEvent, capturesOnSpan } from '../content-policy.ts'
import type { CallContent } from '../messages.ts'
import type { AgentContent, CallRecording, ContentReaders, ContentStreamReader, RecordedCall } from '../recorder.ts'
import * as names from '../semconv.ts'
import { settings } from '../settings.ts'
import { withinSpanLimits } from '../span-limits.ts'
import { redacted, toAttributes, toStructured } from './content.ts'
import { errorText } from './error-text.ts'
import { withFinishReasons } from './finish-reasons.ts'
import { serializeWithin } from './limit.ts'

/** Replaces a span that has ended. */
const ENDED_SPAN = trace.wrapSpanContext(INVALID_SPAN_CONTEXT)

/** The content of one call, as far as it may be recorded: on its span, on its event, and in the live feed. */
export class RecordedContent implements CallRecording {
  readonly #call: RecordedCall
  readonly #readers: ContentReaders
  #span: Span
  #stream: ContentStreamReader | undefined
  /** The request's content, later also the answer's: JSON, as it is recorded. */
  #attributes: Attributes | undefined

  constructor(call: RecordedCall, readers: ContentReaders) {
    this.#call = { ...call, policy: withinSpanLimits(call.policy, call.span) }
    this.#readers = readers
    this.#span = call.span
  }

  request(body: unknown, args: readonly unknown[]): void {
    const { request } = this.#readers
    if (request) this.#take(request(body, args), false)
  }

  chunk(chunk: unknown): void {
    const stream = (this.#stream ??= this.#readers.stream?.())
    if (!stream) return
    stream.read(chunk)
    const { live } = settings
    // Text that an application wants redacted is shown only as a whole, when `redact` has seen it.
    if (!live || this.#call.policy.redact) return
    for (const delta of stream.deltas(chunk)) live.delta(this.#span, delta)
  }

  streamed(complete: boolean, reasons: readonly string[] | undefined): void {
    // A stream that has ended without a chunk has an empty answer.
    const stream = (this.#stream ??= this.#readers.stream?.())
    const { response } = this.#readers
    if (stream && response) this.#take(response(stream.result(complete)), true, reasons, complete)
  }

  response(result: unknown, reasons: readonly string[] | undefined): void {
    const { response } = this.#readers
    if (response) this.#take(response(result), false, reasons)
  }

  /** Takes what may be recorded of `content`, and hands it to the live feed at once. */
  #take(content: CallContent, isStreamed: boolean, reasons?: readonly string[], isComplete = true): void {
    const left = redacted(content, this.#call)
    const { [names.ATTR_GEN_AI_OUTPUT_MESSAGES]: answer } = left
    if (answer) left[names.ATTR_GEN_AI_OUTPUT_MESSAGES] = withFinishReasons(answer, reasons, isComplete)
    this.#attributes = toAttributes(left, this.#call.policy, this.#attributes, isStreamed)
    if (this.#call.agent) this.#tellAgent(this.#call.agent, left)
    settings.live?.content(this.#span, { ...this.#attributes })
  }

  #tellAgent(agent: AgentContent, content: CallContent): void {
    const { [names.ATTR_GEN_AI_INPUT_MESSAGES]: input } = content
    const question = agent.isAsked ? undefined : input?.findLast((message) => message.role === 'user')
    if (question) agent.asked(serializeWithin([question], this.#call.policy.maxBytes))
    const answer = this.#attributes?.[names.ATTR_GEN_AI_OUTPUT_MESSAGES]
    if (typeof answer === 'string') agent.said(answer)
  }

  errorText(message: string): string | undefined {
    if (!message) return undefined
    const text = errorText(message, this.#call)
    if (text) settings.live?.content(this.#span, { [names.ATTR_ERROR_MESSAGE]: text })
    return text
  }

  write(): Record<string, unknown> | undefined {
    const attributes = this.#attributes
    const { policy } = this.#call
    // Set at the end: some backends cut the tail of a span's attributes, and it should be the large ones that are cut.
    if (attributes && capturesOnSpan(policy)) setLast(this.#span, attributes)
    // An application may keep its stream, and that this, but not what was recorded of it.
    this.#attributes = undefined
    this.#stream = undefined
    this.#span = ENDED_SPAN
    return attributes && capturesOnEvent(policy) ? toStructured(attributes) : undefined
  }
}

/** The SDK drops what is over its limit of attributes, so the variables of a prompt, which may be many, come last of all. */
function setLast(span: Span, attributes: Attributes): void {
  const isVariable = (name: string): boolean => name.startsWith(names.ATTR_GEN_AI_PROMPT_VARIABLE)
  const keys = Object.keys(attributes)
  for (const name of [...keys.filter((key) => !isVariable(key)), ...keys.filter(isVariable)]) {
    span.setAttribute(name, attributes[name] ?? '')
  }
}
