import {
  SpanKind,
  context,
  propagation,
  trace,
  type Attributes,
  type Span,
  type TextMapGetter,
} from '@opentelemetry/api'
import { checkFunction } from '../check-options.ts'
import * as names from '../semconv.ts'
import { emitEvaluation } from './events.ts'
import { inheritedByAgent, withInherited } from './inherited.ts'
import { loadRecorder } from './load-recorder.ts'
import { guarded } from '../faults.ts'
import { OwnSpan, runInSpan, type SpanOptions } from './run-in-span.ts'
import { currentPolicy, settings } from '../settings.ts'
import { runTool, type Tool } from './tool.ts'
import { isGenerator, observeGenerator, tracedGenerator } from './traced-generator.ts'

/**
 * Runs `fn` in a span and returns what it returns. The span ends when `fn` returns, or when its promise settles; an error is
 * recorded and thrown on.
 */
export function withSpan<Result>(name: string, fn: (span: Span) => Result, options?: SpanOptions): Result {
  return runInSpan('withSpan', name, options, fn)
}

// oxlint-disable-next-line typescript/no-explicit-any -- any function: parameters are contravariant, so unknown[] would refuse all
type AnyFunction = (...args: any[]) => unknown

/** A standard (TC39) method decorator. */
export type MethodDecorator = <This, Fn extends AnyFunction>(
  method: Fn,
  context: ClassMethodDecoratorContext<This, Fn>,
) => Fn

/**
 * Wraps a function so that each of its calls is a span: the same signature and `this`; sync, async, or an (async) generator,
 * whose span lasts until it is exhausted or closed.
 */
export function traced<Fn extends AnyFunction>(name: string, fn: Fn, options?: SpanOptions): Fn
/** The same as a standard method decorator: `@traced()` or `@traced('assess_claims')`; the method's name by default. */
export function traced(name?: string, options?: SpanOptions): MethodDecorator
export function traced(
  name?: string,
  fnOrOptions?: AnyFunction | SpanOptions,
  options?: SpanOptions,
): AnyFunction | MethodDecorator {
  if (name !== undefined && typeof name !== 'string') {
    throw new TypeError(
      `traced takes the span's name first, as in traced('assess_claims', assessClaims); it was given a ${typeof name}.`,
    )
  }
  if (typeof fnOrOptions === 'function') return wrap(name || fnOrOptions.name || 'anonymous', fnOrOptions, options)
  return ((method: AnyFunction, about: { kind?: string; name: string | symbol }) => {
    if (typeof method !== 'function' || about?.kind === 'class') {
      throw new TypeError(
        'traced is a standard decorator of methods, not of classes; leave experimentalDecorators out of tsconfig.json.',
      )
    }
    return wrap(name ?? String(about?.name ?? method.name), method, fnOrOptions)
  }) as MethodDecorator
}

function wrap(name: string, fn: AnyFunction, options: SpanOptions | undefined): AnyFunction {
  const kind = Object.prototype.toString.call(fn)
  const wrapper: AnyFunction =
    kind === '[object AsyncGeneratorFunction]' || kind === '[object GeneratorFunction]'
      ? tracedGenerator(name, fn as (...args: unknown[]) => Generator | AsyncGenerator, options)
      : function (this: unknown, ...args: unknown[]) {
          const own = new OwnSpan(name, options)
          const result = own.run(() => fn.apply(this, args))
          return guarded('result', () => isGenerator(result))
            ? observeGenerator(result as AsyncGenerator, () => own, own)
            : own.follow(result)
        }
  // Name, length and what else was put on it; it is of the same kind.
  const { prototype: _, ...own } = Object.getOwnPropertyDescriptors<AnyFunction & PropertyDescriptorMap>(fn as never)
  Object.setPrototypeOf(wrapper, Object.getPrototypeOf(fn) as object)
  return Object.defineProperties(wrapper, own)
}

/** Sets attributes on the current span; does nothing outside one. */
export function setAttributes(attributes: Attributes): void {
  const span = trace.getActiveSpan()
  if (!span) return
  span.setAttributes(attributes)
  guarded('live', () => settings.live?.changed(span))
}

/** An agent that runs in this process. */
export interface Agent {
  name: string
  /** The id under which a portal knows the agent, e.g. of an external agent registered in Microsoft Foundry. */
  id?: string
  description?: string
  version?: string
}

/** Runs `fn` in an `invoke_agent` span; `gen_ai.agent.*` is on it and on all GenAI spans inside. */
export function withAgent<Result>(agent: Agent, fn: (span: Span) => Result): Result {
  if (typeof agent?.name !== 'string') throw new TypeError('withAgent takes an agent first, at least { name }.')
  const about: Attributes = { [names.ATTR_GEN_AI_AGENT_NAME]: agent.name }
  if (agent.id) about[names.ATTR_GEN_AI_AGENT_ID] = agent.id
  if (agent.version) about[names.ATTR_GEN_AI_AGENT_VERSION] = agent.version
  const around = inheritedByAgent(context.active())
  const parent = withInherited(context.active(), about, around)
  const attributes: Attributes = { [names.ATTR_GEN_AI_OPERATION_NAME]: 'invoke_agent', ...around, ...about }
  if (agent.description) attributes[names.ATTR_GEN_AI_AGENT_DESCRIPTION] = agent.description
  return runInSpan('withAgent', `invoke_agent ${agent.name}`, { kind: SpanKind.INTERNAL, attributes, parent }, fn)
}

/** Runs a tool in an `execute_tool` span, with arguments and result under the content policy. */
export function withTool<Result>(tool: Tool, fn: (span: Span) => Result): Result {
  if (typeof tool?.name !== 'string') throw new TypeError('withTool takes a tool first, at least { name }.')
  checkFunction('withTool', fn)
  return runTool(tool, fn)
}

/** Puts `gen_ai.conversation.id` on every GenAI span that starts inside `fn`. */
export function withConversation<Result>(id: string, fn: () => Result): Result {
  checkFunction('withConversation', fn)
  return context.with(withInherited(context.active(), { [names.ATTR_GEN_AI_CONVERSATION_ID]: id }), fn)
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
