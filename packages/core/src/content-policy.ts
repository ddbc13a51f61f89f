import { diag } from '@opentelemetry/api'
import { environment, type EnvironmentVariables } from './environment.ts'
import type { CallContent } from './messages.ts'

/** Where content goes: nowhere, on spans, on events (log records), or on both. */
export type CaptureMode = 'none' | 'span' | 'event' | 'span_and_event'

/** One piece of content, structured: messages, instructions, tool definitions, or a tool's arguments or result. */
export type Content = unknown

/** What a piece of content is and where it comes from. */
export interface ContentContext {
  /** The attribute that will hold it, e.g. `gen_ai.input.messages`. */
  attribute: keyof CallContent | 'error.message' | 'gen_ai.evaluation.explanation'
  /** `gen_ai.operation.name` of its span. */
  operation: string
  model?: string | undefined
}

/** Returns what may be recorded instead of `content`; `undefined` drops it. */
export type Redact = (content: Content, about: ContentContext) => Content | undefined

/** What may be recorded of prompts and completions. */
export interface ContentPolicy {
  capture: CaptureMode
  redact?: Redact | undefined
  /** Bytes of UTF-8 that one content attribute may have. */
  maxBytes: number
}

/** As much as Azure Monitor keeps of one GenAI attribute. */
export const DEFAULT_MAX_CONTENT_BYTES = 262_144

const MODES = new Map<string, CaptureMode>([
  ['true', 'span'],
  ['false', 'none'],
  ['no_content', 'none'],
  ['span_only', 'span'],
  ['event_only', 'event'],
  ['span_and_event', 'span_and_event'],
  // The values of the option, so that the variable takes them too.
  ['none', 'none'],
  ['span', 'span'],
  ['event', 'event'],
])

const VARIABLE = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT'

/**
 * The capture mode for an option, or for the environment where no option is given. The variable takes both families of
 * values that instrumentations in use read: `true`/`false` and `NO_CONTENT`/`SPAN_ONLY`/`EVENT_ONLY`/`SPAN_AND_EVENT`.
 *
 * @throws TypeError for an option that is none of the modes. A wrong variable is reported by `diag` and captures nothing.
 */
export function captureMode(option: boolean | string | undefined, environment: EnvironmentVariables): CaptureMode {
  if (option !== undefined) {
    const mode = typeof option === 'boolean' ? (option ? 'span' : 'none') : MODES.get(option)
    if (!mode) {
      throw new TypeError(
        `captureContent is ${JSON.stringify(option)}; give true, false, 'none', 'span', 'event' or 'span_and_event'.`,
      )
    }
    return mode
  }
  const value = environment[VARIABLE]?.trim()
  if (!value) return 'none'
  const mode = MODES.get(value.toLowerCase())
  if (!mode) {
    diag.error(
      `spanlit: ${VARIABLE} is "${value}"; it takes true, false, NO_CONTENT, SPAN_ONLY, EVENT_ONLY or SPAN_AND_EVENT. No content is captured.`,
    )
  }
  return mode ?? 'none'
}

/** @throws RangeError where content could not be recorded within it. */
export function checkMaxContentBytes(bytes: number | undefined): void {
  if (bytes !== undefined && !(bytes >= 256)) {
    throw new RangeError(`maxContentBytes is ${bytes}; give a number of bytes from 256 up.`)
  }
}

let fromEnvironment: ContentPolicy | undefined

/** The policy where tracing was not started by Spanlit: by the environment alone. */
export function defaultPolicy(): ContentPolicy {
  return (fromEnvironment ??= { capture: captureMode(undefined, environment()), maxBytes: DEFAULT_MAX_CONTENT_BYTES })
}

export function capturesOnSpan(policy: ContentPolicy): boolean {
  return policy.capture === 'span' || policy.capture === 'span_and_event'
}

export function capturesOnEvent(policy: ContentPolicy): boolean {
  return policy.capture === 'event' || policy.capture === 'span_and_event'
}
