import type { Attributes, Context } from '@opentelemetry/api'
import { settings, type EventLoggerProvider, type EventRecord } from '../settings.ts'
import { SCOPE_NAME, SCOPE_VERSION } from '../version.ts'
import * as names from '../semconv.ts'

/** Severity numbers of the log data model. */
const DEBUG = 5
const INFO = 9
const WARN = 13

/** Where `@opentelemetry/api` of any version keeps what is registered. */
const API: unique symbol = Symbol.for('opentelemetry.js.api.1') as never
/** Where `@opentelemetry/api-logs` keeps the provider, as a function of the compatibility version. */
const API_LOGS: unique symbol = Symbol.for('io.opentelemetry.js.api.logs') as never

/**
 * Events are log records. The logs API is a package of its own up to `@opentelemetry/api` 1.9 and a part of it from 1.10 on, so the
 * application's provider is taken from where both keep it. `startTracing` has one for applications without.
 */
function loggerProvider(): EventLoggerProvider | undefined {
  const holder = globalThis as {
    [API]?: { logs?: EventLoggerProvider }
    [API_LOGS]?: (version: number) => EventLoggerProvider
  }
  return settings.given.logger ?? holder[API_LOGS]?.(1) ?? holder[API]?.logs ?? settings.loggerProvider
}

function emit(record: EventRecord): void {
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
