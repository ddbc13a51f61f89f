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
} from '@opentelemetry/api'
import { capturesOnEvent, capturesOnSpan, type ContentPolicy } from '../content-policy.ts'
import { reportFault } from '../faults.ts'
import type { Answer } from '../patch/api-promise.ts'
import type { CallRecording } from '../recorder.ts'
import * as names from '../semconv.ts'
import { settings } from '../settings.ts'
import { agentIn, type SurroundingAgent } from './agent-context.ts'
import { FAILURE_HEADERS, HEADERS, setHeaders, setRequestId } from './answer-headers.ts'
import type { AttributeSink, CallKind, CallReaders, ReadersOnDemand, StreamHeadReader } from './call-kind.ts'
import { markWithheld } from './error-ledger.ts'
import { emitException, emitInferenceDetails } from './events.ts'
import { exceptionOf, recordFailure, setFailed } from './exception.ts'
import { describeFailure, type Failure } from './failure.ts'
import { loadRecorder } from './load-recorder.ts'
import { measures, recordMetrics } from './metrics.ts'
import { currentTracer } from './tracer.ts'

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string')
}

/** Replaces a span that has ended. */
const ENDED_SPAN = trace.wrapSpanContext(INVALID_SPAN_CONTEXT)

/** Chunks of one stream that are kept while its readers are loaded. */
const MAX_WAITING = 10_000

/** What waits for it runs after the call has returned. `queueMicrotask` costs Node ten times as much. */
const RETURNED = Promise.resolve()

/** How a stream ended. */
export type StreamOutcome = 'completed' | 'cancelled' | 'failed' | 'abandoned'

/** What is known of a call before it is made. */
export interface CallStart {
  kind: CallKind
  /** `gen_ai.operation.name`. */
  operation: string
  /** The name of the span. */
  name: string
  model: string | undefined
  /** What a sampler may want to know; the SDK copies each of these twice. */
  attributes: Attributes
  policy: ContentPolicy
  /** The arguments of the method. Nothing is read of them before the call has returned: the caller may run in a reactive effect. */
  args: readonly unknown[]
  parent: Context
}

/**
 * One logical call, from the method's call to the last byte of its answer: one span, however many attempts
 * the client makes, and ended exactly once.
 *
 * What the wire says is read when the call has returned and its readers are there. Until then the call keeps it, and at the end the span
 * gets the time at which the call ended.
 */
export class Call implements AttributeSink {
  #span: Span
  #context: Context
  #ended = false
  readonly #kind: CallKind
  readonly #operation: string
  readonly #model: string | undefined
  readonly #policy: ContentPolicy
  /** Nothing of them is kept longer than it is needed. */
  #args: readonly unknown[]
  #readers: CallReaders | undefined
  /** What happens before the call has returned, or before its readers are there. */
  #waiting: (() => void)[] | undefined = []
  /** The request as it was sent. */
  #body: string | undefined
  #isRequestExpected = false
  #isRequestRead = false
  #attempts = 0
  #onSending: (() => void) | undefined
  #onEnd: (() => void) | undefined
  /** The answer as the client has it: another stands in it where the client has tried again. */
  #answer: Answer | undefined
  /** As the client puts it on its results, which spares a look into the headers. */
  #requestId: unknown
  #isIdentified = false
  /** The span's attributes once more, where metrics or events will want them. */
  #attributesForSignals: Attributes | undefined
  #finishReasons: readonly string[] | undefined
  readonly #wantsContent: boolean
  readonly #agent: SurroundingAgent | undefined
  #recording: CallRecording | undefined
  readonly #startedAt = performance.now()
  #firstChunkAt: number | undefined
  /** Seconds, each since the one before; kept where metrics are on, since a clock for each costs as much as the rest of it. */
  #chunkTimes: number[] | undefined
  #lastChunkAt = 0
  #head: StreamHeadReader | undefined

  constructor(start: CallStart) {
    const { kind, policy, parent, attributes, name } = start
    this.#kind = kind
    this.#operation = start.operation
    this.#model = start.model
    this.#policy = policy
    this.#args = start.args
    const span = currentTracer().startSpan(name, { kind: SpanKind.CLIENT, attributes }, parent)
    this.#span = span
    this.#context = trace.setSpan(parent, span)
    this.#wantsContent = span.isRecording() && (policy.capture !== 'none' || settings.live !== undefined)
    this.#agent = agentIn(parent)
    this.#agent?.called(attributes)
    const isMeasured = measures(metrics)
    this.#attributesForSignals = isMeasured || capturesOnEvent(policy) ? { ...attributes } : undefined
    this.#chunkTimes = isMeasured ? [] : undefined
    const loading = this.#wantsContent ? loadRecorder() : undefined
    const readers = 'load' in kind.readers ? kind.readers.loaded : kind.readers
    if (!readers) {
      void Promise.all([(kind.readers as ReadersOnDemand).load(), loading]).then(
        ([loaded]) => this.#begin(loaded),
        (error: unknown) => {
          this.#reportFault('readers', error)
          this.#begin({ response: () => undefined })
        },
      )
    } else void (loading ?? RETURNED).then(() => this.#begin(readers))
  }

  get span(): Span {
    return this.#span
  }

  /** The context in which the span is the active one. */
  get context(): Context {
    return this.#context
  }

  get ended(): boolean {
    return this.#ended
  }

  /** The call has returned and its readers are there: what has happened so far is read. */
  #begin(readers: CallReaders): void {
    this.#readers = readers
    if (this.#wantsContent) {
      const [policy, operation, model] = [this.#policy, this.#operation, this.#model]
      this.#recording = settings.recorder?.begin({
        span: this.#span,
        policy,
        operation,
        model,
        agent: this.#agent,
        readers: readers.content,
      })
    }
    const waiting = this.#waiting ?? []
    this.#waiting = undefined
    if (!this.#isRequestExpected) this.#readRequest()
    for (const work of waiting) work()
  }

  #run(work: () => void): void {
    if (this.#waiting) this.#waiting.push(work)
    else work()
  }

  /** A fault of tracing costs the span something of what it tells, not its end. */
  #guarded(where: string, work: () => void): void {
    try {
      work()
    } catch (error) {
      this.#reportFault(where, error)
    }
  }

  #reportFault(where: string, error: unknown): void {
    reportFault(`${this.#kind.path} ${where}`, error)
  }

  /** Each attribute goes to the span as it is found. */
  set(name: string, value: unknown): void {
    // Most of what is asked for is not there.
    if (value === undefined || value === null) return
    const type = typeof value
    if (type !== 'string' && type !== 'number' && type !== 'boolean' && !isTexts(value)) return
    this.#span.setAttribute(name, value as AttributeValue)
    if (name === names.ATTR_GEN_AI_RESPONSE_FINISH_REASONS) this.#finishReasons = value as string[]
    if (this.#attributesForSignals) this.#attributesForSignals[name] = value as AttributeValue
  }

  /** The request will be told by {@link requested}; otherwise it is read from the arguments as soon as the call has returned. */
  expectRequest(): void {
    this.#isRequestExpected = true
  }

  /** The request is about to be sent with this body. A body that is no text (an upload) is read from the arguments. */
  requested(body: unknown): void {
    if (this.#isRequestRead || this.#body !== undefined || this.#ended) return
    if (typeof body === 'string') this.#body = body
    // A viewer shows the question while the answer is awaited. Otherwise the request goes out first.
    if (this.#body === undefined || settings.live) this.#run(() => this.#readRequest())
  }

  #readRequest(): void {
    if (this.#isRequestRead) return
    this.#isRequestRead = true
    const args = this.#args
    const sent = this.#body
    this.#args = []
    this.#body = undefined
    this.#guarded('request', () => {
      const body = sent === undefined ? args[this.#kind.bodyIndex ?? 0] : (JSON.parse(sent) as unknown)
      this.#guarded('request', () => this.#readers?.request?.(body, this, args))
      this.#recording?.request(body, args)
    })
  }

  /** An exception that does not end the call. */
  addException(failure: Failure): void {
    this.#run(() =>
      this.#guarded('exception', () => {
        this.#span.addEvent(names.EVENT_EXCEPTION, exceptionOf(failure, this.#errorTextForSpan(failure.message)))
      }),
    )
  }

  /** An error's message, which may echo the prompt, where it may stand on the span. */
  #errorTextForSpan(message: string): string | undefined {
    const text = this.#recording?.errorText(message)
    return capturesOnSpan(this.#policy) ? text : undefined
  }

  /** `listener` is called before each attempt is sent, until the answer comes. */
  onSending(listener: () => void): void {
    this.#onSending = listener
  }

  /** The request is about to be sent, if nothing fails before. */
  sending(): void {
    this.#onSending?.()
  }

  /** `listener` is called when the call ends. */
  onEnd(listener: () => void): void {
    this.#onEnd = listener
  }

  /** A further attempt begins: the client retries by itself. */
  attempt(): void {
    // The body alone may be asked for again after its response.
    if (this.#ended) return
    this.#attempts += 1
    this.sending()
    if (this.#attempts > 1) {
      const resend = this.#attempts - 1
      this.#span.setAttribute(names.ATTR_HTTP_REQUEST_RESEND_COUNT, resend)
      this.#span.addEvent(names.EVENT_HTTP_REQUEST_RESEND, { [names.ATTR_HTTP_REQUEST_RESEND_COUNT]: resend })
      settings.live?.changed(this.#span)
    }
  }

  /** The answer's headers are here; its body may not be. */
  answered(answer: Answer | undefined): void {
    // There are no further attempts; what was to hear of them may be forgotten.
    this.#onSending = undefined
    if (!this.#ended) this.#answer ??= answer
  }

  get #headers(): unknown {
    return this.#answer?.response?.headers
  }

  #identifyRequest(): void {
    if (this.#attempts > 1) setHeaders(this.#span, this.#headers, FAILURE_HEADERS)
    else if (typeof this.#requestId === 'string') setRequestId(this.#span, this.#requestId)
    else setHeaders(this.#span, this.#headers, HEADERS)
  }

  /** A chunk of a stream, before the application sees it. */
  chunk(value: unknown): void {
    if (this.#ended) return
    if (this.#firstChunkAt === undefined) this.#firstChunk()
    else if (this.#chunkTimes) this.#timeChunk(this.#chunkTimes)
    if (this.#waiting) this.#keepChunk(value, this.#waiting)
    else this.#readChunk(value)
  }

  #keepChunk(value: unknown, waiting: (() => void)[]): void {
    if (waiting.length < MAX_WAITING) waiting.push(() => this.#readChunk(value))
    else this.#reportFault('chunk', new Error(`more than ${MAX_WAITING} chunks came before they could be read`))
  }

  #readChunk(value: unknown): void {
    try {
      this.#head?.read(value)
      this.#recording?.chunk(value)
    } catch (error) {
      this.#reportFault('chunk', error)
    }
  }

  #firstChunk(): void {
    const now = performance.now()
    this.#firstChunkAt = now
    this.#lastChunkAt = now
    this.set(names.ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK, (now - this.#startedAt) / 1000)
    this.#run(() => this.#startReading())
  }

  #startReading(): void {
    this.#readRequest()
    this.#guarded('stream', () => (this.#head = this.#readers?.stream?.()))
  }

  #timeChunk(times: number[]): void {
    const now = performance.now()
    times.push((now - this.#lastChunkAt) / 1000)
    this.#lastChunkAt = now
  }

  /** The call has given its result. */
  succeed(result: unknown): void {
    if (this.#ended) return
    this.describe(result)
    this.end()
  }

  /** What the answer says, before the call ends in any way. */
  describe(result: unknown): void {
    this.#run(() => {
      this.#readRequest()
      this.#guarded('response', () => {
        this.#requestId = (result as { _request_id?: unknown } | null | undefined)?._request_id
        this.#describe(result)
        this.#recording?.response(result, this.#finishReasons)
      })
    })
  }

  #describe(result: unknown): void {
    const failure = this.#readers?.response(result, this)
    if (!failure) return
    const { type, message = '' } = failure
    this.set(names.ATTR_ERROR_TYPE, type)
    setFailed(this.#span, { type, message, exceptionType: type, error: failure }, this.#errorTextForSpan(message))
  }

  /** The stream has ended, by itself or otherwise. */
  finishStream(outcome: StreamOutcome, error?: unknown): void {
    if (this.#ended) return
    this.#run(() => {
      this.#guarded('stream', () => {
        this.#span.setAttribute(names.ATTR_SPANLIT_STREAM_OUTCOME, outcome)
        const isComplete = outcome === 'completed'
        // A stream that has ended without a chunk has an empty answer.
        if (isComplete && !this.#head) this.#startReading()
        if (!this.#head) return
        this.#guarded('stream', () => this.#describe(this.#head?.result(isComplete)))
        this.#recording?.streamed(isComplete, this.#finishReasons)
      })
    })
    if (outcome === 'failed') this.fail(error)
    else this.end()
  }

  /** The call has failed: at once, in its answer, or in the middle of a stream. */
  fail(error: unknown): void {
    const isForSpan = capturesOnSpan(this.#policy)
    if (this.#ended) {
      // The client could not read what the model has written, and quotes it.
      if (!isForSpan) markWithheld(error)
      return
    }
    this.#run(() => {
      this.#readRequest()
      this.#guarded('error', () => {
        const failure = describeFailure(error)
        const span = this.#span
        this.set(names.ATTR_ERROR_TYPE, failure.type)
        if (failure.status !== undefined) span.setAttribute(names.ATTR_HTTP_RESPONSE_STATUS_CODE, failure.status)
        setHeaders(span, failure.headers ?? this.#headers, FAILURE_HEADERS)
        this.#isIdentified = true
        const text = this.#recording?.errorText(failure.message)
        recordFailure(span, failure, isForSpan ? text : undefined, text)
        if (capturesOnEvent(this.#policy)) {
          emitException(this.#context, { ...this.#attributesForSignals, ...exceptionOf(failure, text) })
        }
      })
    })
    this.end()
  }

  /** Ends the span; whoever comes second changes nothing. */
  end(): void {
    if (this.#ended) return
    this.#ended = true
    this.#onEnd?.()
    const now = performance.now()
    if (this.#waiting) this.#waiting.push(() => this.#finish(now, now))
    else this.#finish(now)
  }

  #finish(endedAt: number, endTime?: number): void {
    this.#readRequest()
    this.#guarded('end', () => {
      if (!this.#isIdentified) this.#identifyRequest()
      // Its controller refers to the stream, which would never be collected.
      this.#answer = undefined
      const content = this.#recording?.write()
      if (this.#attributesForSignals) this.#report(this.#attributesForSignals, content, endedAt)
    })
    // A span processor may throw: that must not reach the application.
    this.#guarded('span', () => this.#span.end(endTime))
    // An application may keep its promise or stream, and that this call, but not what was recorded of it.
    this.#span = ENDED_SPAN
    this.#context = ROOT_CONTEXT
    this.#recording = undefined
    this.#attributesForSignals = undefined
    this.#chunkTimes = undefined
    this.#head = undefined
  }

  /** What goes beside the span: metrics, and the event that holds content in structured form. */
  #report(attributes: Attributes, content: Record<string, unknown> | undefined, endedAt: number): void {
    const firstChunkAt = this.#firstChunkAt
    const startedAt = this.#startedAt
    recordMetrics(metrics, attributes, {
      duration: (endedAt - startedAt) / 1000,
      timeToFirstChunk: firstChunkAt === undefined ? undefined : (firstChunkAt - startedAt) / 1000,
      timesPerOutputChunk: this.#chunkTimes ?? [],
    })
    if (capturesOnEvent(this.#policy)) emitInferenceDetails(this.#context, attributes, content)
  }
}
