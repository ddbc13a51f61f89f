import {
  INVALID_SPAN_CONTEXT,
  ROOT_CONTEXT,
  SpanKind,
  metrics,
  trace,
  type AttributeValue,
  type Attributes,
  type Context,
  type Span,
  type Tracer,
  type TracerProvider,
} from '@opentelemetry/api'
import * as names from '../semconv.ts'
import { toStructured } from '../content/content.ts'
import { inheritedAttributes, inheritedByAgent } from '../genai/inherited.ts'
import { emitException, emitInferenceDetails } from '../genai/events.ts'
import { measures, recordMetrics } from '../genai/metrics.ts'
import { settings } from '../settings.ts'
import { SCOPE_NAME, SCOPE_VERSION } from '../version.ts'
import { RecordedContent } from './call-content.ts'
import type { ClientState } from './client-state.ts'
import type { Answer } from '../patch/api-promise.ts'
import { FAILURE_HEADERS, HEADERS, setHeaders, setRequestId } from './answer-headers.ts'
import { reportFault } from '../faults.ts'
import { markWithheld } from '../genai/error-ledger.ts'
import { exceptionOf, recordFailure, setFailed } from '../genai/exception.ts'
import { describeFailure, type Failure } from '../genai/failure.ts'
import type { CarriedCall } from './request-options.ts'
import type { AttributeSink, Operation, RequestDescription, StreamReader } from './operation.ts'

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string')
}

/** In the place of a span that has ended. */
const OVER = trace.wrapSpanContext(INVALID_SPAN_CONTEXT)

/** How a stream ended. */
export type StreamOutcome = 'completed' | 'cancelled' | 'failed' | 'abandoned'

let known: { provider: TracerProvider; tracer: Tracer } | undefined

/** The tracer of the provider that is registered now. */
function tracer(): Tracer {
  const provider = trace.getTracerProvider()
  if (known?.provider !== provider) known = { provider, tracer: provider.getTracer(SCOPE_NAME, SCOPE_VERSION) }
  return known.tracer
}

/**
 * One logical call of the client, from the method's call to the last byte of its answer: one span, however many attempts
 * the client makes, and ended exactly once.
 */
export class Call implements AttributeSink {
  span: Span
  readonly operation: Operation
  readonly client: ClientState
  /** The context in which the span is the active one. */
  context: Context
  ended = false
  /** Told of each attempt, before the request is sent. */
  onAttempt: (() => void) | undefined
  /** The method that was called is another's, which stands before the client's. */
  isReplaced = false
  /** What carries the call to the client's hooks. */
  carried: CarriedCall | undefined
  #attempts = 0
  /** The answer as the client has it: another stands in it where the client has tried again. */
  #answer: Answer | undefined
  /** As the client puts it on its results, which spares a look into the headers. */
  #requestId: unknown
  #isIdentified = false
  /** The span's attributes once more, where metrics or events will want them. */
  #kept: Attributes | undefined
  readonly #content: RecordedContent
  readonly #startedAt = performance.now()
  #firstChunkAt: number | undefined
  /** Seconds, each since the one before; kept where metrics are on, since a clock for each costs as much as the rest of it. */
  #chunkTimes: number[] | undefined
  #lastChunkAt = 0
  #reader: StreamReader | undefined

  constructor(operation: Operation, client: ClientState, args: readonly unknown[], parent: Context) {
    this.operation = operation
    this.client = client
    const request = operation.request(args)
    const model = client.modelFor(operation.path, request.model)
    let identity = client.identity(operation.name, model)
    const inherited = operation.name === 'invoke_agent' ? inheritedByAgent(parent) : inheritedAttributes(parent)
    if (inherited) identity = { ...identity, ...inherited }
    const subject = operation.plainName ? undefined : (request.subject ?? model)
    const name = subject ? `${operation.name} ${subject}` : operation.name
    // At the start what a sampler may want to know; the SDK copies each of these twice.
    const span = tracer().startSpan(name, { kind: SpanKind.CLIENT, attributes: identity }, parent)
    this.span = span
    this.context = trace.setSpan(parent, span)
    const content = new RecordedContent(span, client.policy, operation.name, model)
    this.#content = content
    const isMeasured = measures(metrics)
    this.#kept = content.isForEvent || isMeasured ? { ...identity } : undefined
    this.#chunkTimes = isMeasured ? [] : undefined
    // A request that can't be read costs the span its attributes, not its end.
    try {
      request.describe(this)
    } catch (error) {
      this.#reportFault('request', error)
    }
    // Read now: the caller may change the messages while the call runs. Set at the end: some backends cut the tail of
    // a span's attributes, and it should be the large ones that are cut.
    if (content.isWanted) this.#takeInput(request)
  }

  /** Content that can't be read costs the span its content, not its end. */
  #takeInput(request: RequestDescription): void {
    try {
      this.#content.take(request.content())
    } catch (error) {
      this.#reportFault('request', error)
    }
  }

  /** Each attribute goes to the span as it is found. */
  set(name: string, value: unknown): void {
    const type = typeof value
    if (type !== 'string' && type !== 'number' && type !== 'boolean' && !isTexts(value)) return
    this.span.setAttribute(name, value as AttributeValue)
    if (this.#kept) this.#kept[name] = value as AttributeValue
  }

  #reportFault(where: string, error: unknown): void {
    reportFault(`${this.operation.path} ${where}`, error)
  }

  /** An exception that does not end the call. */
  addException(failure: Failure): void {
    this.span.addEvent(names.EVENT_EXCEPTION, exceptionOf(failure, this.#content.errorTextForSpan(failure.message)))
  }

  /** A further attempt begins: the client retries by itself. */
  attempt(): void {
    // The body alone may be asked for again after its response.
    if (this.ended) return
    this.#attempts += 1
    this.onAttempt?.()
    if (this.#attempts > 1) {
      const resend = this.#attempts - 1
      this.span.setAttribute(names.ATTR_HTTP_REQUEST_RESEND_COUNT, resend)
      this.span.addEvent(names.EVENT_HTTP_REQUEST_RESEND, { [names.ATTR_HTTP_REQUEST_RESEND_COUNT]: resend })
      settings.live?.changed(this.span)
    }
  }

  /** The answer's headers are here; its body may not be. */
  answered(answer: Answer | undefined): void {
    // There are no further attempts; what was to hear of them may be forgotten.
    this.onAttempt = undefined
    if (!this.ended) this.#answer ??= answer
  }

  get #headers(): unknown {
    return this.#answer?.response?.headers
  }

  #identifyRequest(): void {
    if (this.#attempts > 1) setHeaders(this.span, this.#headers, FAILURE_HEADERS)
    else if (typeof this.#requestId === 'string') setRequestId(this.span, this.#requestId)
    else setHeaders(this.span, this.#headers, HEADERS)
  }

  /** A chunk of a stream, before the application sees it. */
  chunk(value: unknown): void {
    if (this.ended) return
    try {
      if (this.#firstChunkAt === undefined) this.#firstChunk()
      else if (this.#chunkTimes) this.#timeChunk(this.#chunkTimes)
      this.#reader?.read(value)
      if (settings.live) this.#show(value)
    } catch (error) {
      this.#reportFault('chunk', error)
    }
  }

  #firstChunk(): void {
    const now = performance.now()
    this.#firstChunkAt = now
    this.#lastChunkAt = now
    this.set(names.ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK, (now - this.#startedAt) / 1000)
    this.#startReading()
  }

  #startReading(): void {
    this.#reader = this.operation.stream?.(this.#content.isWanted)
  }

  #timeChunk(times: number[]): void {
    const now = performance.now()
    times.push((now - this.#lastChunkAt) / 1000)
    this.#lastChunkAt = now
  }

  /** Text that an application wants redacted is shown only as a whole, when redact has seen it. */
  #show(value: unknown): void {
    if (!this.#reader || this.client.policy.redact) return
    for (const delta of this.#reader.deltas(value)) settings.live?.delta(this.span, delta)
  }

  /** The call has given its result. */
  succeed(result: unknown): void {
    if (this.ended) return
    try {
      this.#requestId = (result as { _request_id?: unknown } | null | undefined)?._request_id
      this.describe(result)
    } catch (error) {
      this.#reportFault('response', error)
    }
    this.end()
  }

  /** The stream has ended, by itself or otherwise. */
  finishStream(outcome: StreamOutcome, error?: unknown): void {
    if (this.ended) return
    try {
      this.span.setAttribute(names.ATTR_SPANLIT_STREAM_OUTCOME, outcome)
      // Of one that has ended without a word, that is to be said.
      if (outcome === 'completed' && !this.#reader) this.#startReading()
      if (this.#reader) this.describe(this.#reader.result(outcome === 'completed'))
    } catch (fault) {
      this.#reportFault('stream', fault)
    }
    if (outcome === 'failed') this.fail(error)
    else this.end()
  }

  /** What the answer says, before the call ends in any way. */
  describe(result: unknown): void {
    const { failure, content } = this.operation.response(result, this)
    if (failure) {
      const { type, message = '' } = failure
      this.set(names.ATTR_ERROR_TYPE, type)
      setFailed(
        this.span,
        { type, message, exceptionType: type, error: failure },
        this.#content.errorTextForSpan(message),
      )
    }
    if (content && this.#content.isWanted) this.#content.take(content(), this.#reader !== undefined)
  }

  /** The call has failed: at once, in its answer, or in the middle of a stream. */
  fail(error: unknown): void {
    if (this.ended) {
      // The client could not read what the model has written, and quotes it.
      if (!this.#content.isForSpan) markWithheld(error)
      return
    }
    try {
      const failure = describeFailure(error)
      const { span } = this
      this.set(names.ATTR_ERROR_TYPE, failure.type)
      if (failure.status !== undefined) span.setAttribute(names.ATTR_HTTP_RESPONSE_STATUS_CODE, failure.status)
      setHeaders(span, failure.headers ?? this.#headers, FAILURE_HEADERS)
      this.#isIdentified = true
      const text = this.#content.errorText(failure.message)
      recordFailure(span, failure, this.#content.isForSpan ? text : undefined, text)
      if (this.#kept && this.#content.isForEvent) {
        emitException(this.context, { ...this.#kept, ...exceptionOf(failure, text) })
      }
    } catch (fault) {
      this.#reportFault('error', fault)
    }
    this.end()
  }

  /** What goes beside the span: metrics, and the event that holds content in structured form. */
  #report(attributes: Attributes, content: Attributes | undefined): void {
    const firstChunkAt = this.#firstChunkAt
    const startedAt = this.#startedAt
    recordMetrics(metrics, attributes, {
      duration: (performance.now() - startedAt) / 1000,
      timeToFirstChunk: firstChunkAt === undefined ? undefined : (firstChunkAt - startedAt) / 1000,
      timesPerOutputChunk: this.#chunkTimes ?? [],
    })
    if (this.#content.isForEvent) {
      emitInferenceDetails(this.context, attributes, content && toStructured(content))
    }
  }

  /** Ends the span; whoever comes second changes nothing. */
  end(): void {
    if (this.ended) return
    this.ended = true
    this.carried?.forget()
    const { span } = this
    try {
      if (!this.#isIdentified) this.#identifyRequest()
      // By its controller it leads to the stream, which would never be forgotten.
      this.#answer = undefined
      const content = this.#content.write()
      if (this.#kept) this.#report(this.#kept, content)
    } catch (error) {
      this.#reportFault('end', error)
    }
    // A span processor may throw: that must not reach the application.
    try {
      span.end()
    } catch (error) {
      this.#reportFault('span', error)
    }
    // An application may keep its promise or stream, and that this call, but not what was recorded of it.
    this.span = OVER
    this.context = ROOT_CONTEXT
    this.#content.forget(OVER)
    this.#kept = undefined
    this.#chunkTimes = undefined
    this.#reader = undefined
  }
}
