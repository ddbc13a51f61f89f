import { context, propagation, trace, type Attributes, type Span, type TextMapGetter } from '@opentelemetry/api'
import { checkFunction } from '../check-options.ts'
import * as names from '../semconv.ts'
import { emitEvaluation } from './events.ts'
import { withInherited } from './inherited.ts'
import { loadRecorder } from './load-recorder.ts'
import { guarded } from '../faults.ts'
import { runInSpan, type WithSpanOptions } from './run-in-span.ts'
import { currentPolicy, settings } from '../settings.ts'
import { runTool, type ToolOptions } from './tool.ts'

/**
 * Runs `fn` in a span and returns what it returns. The span ends when `fn` returns, or when its promise settles; an error is
 * recorded and thrown on.
 */
export function withSpan<Result>(name: string, fn: (span: Span) => Result, options?: WithSpanOptions): Result {
  return runInSpan('withSpan', name, options, fn)
}

/** Sets attributes on the current span; does nothing outside one. */
export function setAttributes(attributes: Attributes): void {
  const span = trace.getActiveSpan()
  if (!span) return
  span.setAttributes(attributes)
  guarded('live', () => settings.live?.changed(span))
}

/** Runs a tool in an `execute_tool` span, with arguments and result under the content policy. */
export function withTool<Result>(tool: ToolOptions, fn: (span: Span) => Result): Result {
  if (typeof tool?.name !== 'string') throw new TypeError('withTool takes a tool first, at least { name }.')
  checkFunction('withTool', fn)
  return runTool(tool, fn)
}

/** Puts `gen_ai.conversation.id` on every GenAI span that starts inside `fn`. */
export function withConversation<Result>(id: string, fn: () => Result): Result {
  checkFunction('withConversation', fn)
  return context.with(withInherited(context.active(), { [names.ATTR_GEN_AI_CONVERSATION_ID]: id }), fn)
}

/** Puts `user.id` on every span that Spanlit makes inside `fn`; backends group traces by it. */
export function withUser<Result>(id: string, fn: () => Result): Result {
  checkFunction('withUser', fn)
  return context.with(withInherited(context.active(), { [names.ATTR_USER_ID]: id }), fn)
}

/** `Headers` of any implementation, a `Map`, the `headers` of Node's `IncomingMessage`, or any object of names and values. */
export type IncomingHeaders =
  | { keys(): Iterable<string>; get(name: string): string | null | undefined }
  | Readonly<Record<string, string | readonly string[] | undefined>>

const headersGetter: TextMapGetter<Readonly<Record<string, unknown>>> = {
  keys: (headers) => Object.keys(headers),
  get(headers, key) {
    const value = headers[key] ?? headers[Object.keys(headers).find((name) => name.toLowerCase() === key) ?? key]
    return Array.isArray(value) ? value.map(String) : (value as string | undefined)
  },
}

function toRecord(headers: IncomingHeaders): Readonly<Record<string, unknown>> {
  const { keys, get } = headers as Map<string, unknown>
  if (typeof keys !== 'function' || typeof get !== 'function') return headers
  return Object.fromEntries(
    Array.from(keys.call(headers) as Iterable<string>, (name) => [name, get.call(headers, name)]),
  )
}

/**
 * Continues the trace of a request's headers (W3C Trace Context): spans inside `fn` are children of the caller's span. Without
 * headers they begin a trace. The conversation and the agent around it stay. Where a framework has continued the same trace already, with a
 * span of its own (Next.js, an instrumentation of `node:http`), they are children of that.
 */
export function continueTrace<Result>(headers: IncomingHeaders | null | undefined, fn: () => Result): Result {
  checkFunction('continueTrace', fn)
  // A span or baggage that happens to be active here is not the caller's; all else, such as the conversation, stays.
  const around = context.active()
  const here = propagation.deleteBaggage(trace.deleteSpan(around))
  const caller = guarded('headers', () => propagation.extract(here, toRecord(headers ?? {}), headersGetter)) ?? here
  const traceId = trace.getSpanContext(caller)?.traceId
  const isContinued = traceId !== undefined && traceId === trace.getSpanContext(around)?.traceId
  return context.with(isContinued ? around : caller, fn)
}

/** The judgement of an answer, by a person, a rule or another model. */
export interface Evaluation {
  name: string
  score?: number
  label?: string
  explanation?: string
  /** `gen_ai.response.id` of the answer, where it is not the current span's. */
  responseId?: string
}

/** Records an evaluation: the event `gen_ai.evaluation.result`, on the current span and, where logs are set up, as a log record. */
export function recordEvaluation(evaluation: Evaluation): void {
  if (typeof evaluation?.name !== 'string')
    throw new TypeError('recordEvaluation takes an evaluation, at least { name }.')
  const attributes: Attributes = { [names.ATTR_GEN_AI_EVALUATION_NAME]: evaluation.name }
  if (evaluation.score !== undefined) attributes[names.ATTR_GEN_AI_EVALUATION_SCORE_VALUE] = evaluation.score
  if (evaluation.label !== undefined) attributes[names.ATTR_GEN_AI_EVALUATION_SCORE_LABEL] = evaluation.label
  if (evaluation.responseId !== undefined) attributes[names.ATTR_GEN_AI_RESPONSE_ID] = evaluation.responseId
  const { explanation } = evaluation
  const span = trace.getActiveSpan()
  const around = context.active()
  const record = (): void => {
    if (explanation !== undefined) {
      const about = { policy: currentPolicy(), operation: 'evaluation' }
      const text = settings.recorder?.text(names.ATTR_GEN_AI_EVALUATION_EXPLANATION, explanation, about)
      if (text !== undefined) attributes[names.ATTR_GEN_AI_EVALUATION_EXPLANATION] = text
    }
    span?.addEvent(names.EVENT_GEN_AI_EVALUATION_RESULT, attributes)
    guarded('evaluation', () => emitEvaluation(around, attributes))
  }
  const loading = explanation === undefined ? undefined : loadRecorder()
  if (loading) void loading.then(() => guarded('evaluation', record))
  else record()
}
