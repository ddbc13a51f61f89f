import type { Attributes, Context } from '@opentelemetry/api'
import { SCOPE_NAME, SCOPE_VERSION } from '../version.ts'
import * as names from '../semconv.ts'

/** Severity numbers of the log data model. */
const DEBUG = 5
const INFO = 9
const WARN = 13

interface LogRecord {
  eventName: string
  severityNumber: number
  context: Context
  attributes: Record<string, unknown>
}
interface LoggerProvider {
  getLogger(name: string, version?: string): { emit(record: LogRecord): void }
}

/**
 * Events are log records. `@opentelemetry/api` of this generation has no logs in it, so the provider is taken where the logs API
 * keeps it: under its global symbol, as a function of the compatibility version. Without an SDK for logs there is none.
 */
function loggerProvider(): LoggerProvider | undefined {
  const get = (globalThis as { [key: symbol]: unknown })[Symbol.for('io.opentelemetry.js.api.logs')]
  return typeof get === 'function' ? (get as (version: number) => LoggerProvider)(1) : undefined
}

function emit(record: LogRecord): void {
  loggerProvider()?.getLogger(SCOPE_NAME, SCOPE_VERSION).emit(record)
}

/** `gen_ai.client.inference.operation.details`: the attributes of the call, and its content in structured form. */
export function emitInferenceDetails(
  context: Context,
  attributes: Attributes,
  content: Record<string, unknown> | undefined,
): void {
  emit({
    eventName: names.EVENT_GEN_AI_CLIENT_INFERENCE_OPERATION_DETAILS,
    severityNumber: DEBUG,
    context,
    attributes: { ...attributes, ...content },
  })
}

/** `gen_ai.client.operation.exception`: the exception, and the attributes of the call that failed. */
export function emitException(context: Context, attributes: Attributes): void {
  emit({ eventName: names.EVENT_GEN_AI_CLIENT_OPERATION_EXCEPTION, severityNumber: WARN, context, attributes })
}

/** `gen_ai.evaluation.result`, on the evaluated span. */
export function emitEvaluation(context: Context, attributes: Attributes): void {
  emit({ eventName: names.EVENT_GEN_AI_EVALUATION_RESULT, severityNumber: INFO, context, attributes })
}
