import { diag, type Attributes } from '@opentelemetry/api'
import { environment, type EnvironmentVariables } from '../environment.ts'
import { serializeWithin } from './limit.ts'
import { losslessJson } from './lossless-json.ts'
import type { CallContent } from './messages.ts'
import { snapshot } from './snapshot.ts'

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

/**
 * Content as the application's own `redact` leaves it; a `redact` that throws, or returns what can't be recorded, lets nothing through.
 * It is given a copy: some of the content is part of the request that is sent, or of the answer that the application gets.
 */
export function redacted(content: CallContent, policy: ContentPolicy, operation: string, model?: string): CallContent {
  const { redact } = policy
  if (!redact) return content
  const kept: Record<string, unknown> = {}
  for (const attribute of Object.keys(content) as (keyof CallContent)[]) {
    const value = content[attribute]
    if (value === undefined) continue
    try {
      const left = recordable(redact(snapshot(value), { attribute, operation, model }), attribute)
      if (left !== undefined) kept[attribute] = left
    } catch (error) {
      reportRedact('failed', attribute, '', error)
    }
  }
  return kept
}

/** Who says a text that stands for the whole of a message attribute. */
const ROLES: Partial<Record<keyof CallContent, string>> = {
  'gen_ai.input.messages': 'user',
  'gen_ai.output.messages': 'assistant',
}

/** What `redact` has returned in the shape of its attribute; `undefined` where it has none. */
function recordable(left: unknown, attribute: keyof CallContent): unknown {
  if (left === undefined || left === null || typeof left === 'function' || typeof left === 'symbol') return undefined
  if (typeof (left as PromiseLike<unknown>).then === 'function') {
    // Its failure is no reason for the application to fail.
    Promise.resolve(left).catch(() => {})
    return reportRedact('is asynchronous', attribute, '; return what may be recorded at once')
  }
  if (!LISTS.test(attribute) || Array.isArray(left)) return left
  const part = { type: 'text', content: left }
  const role = ROLES[attribute]
  if (typeof left === 'string' && role) return [{ role, parts: [part] }]
  if (typeof left === 'string' && attribute === 'gen_ai.system_instructions') return [part]
  return reportRedact('returned no list', attribute)
}

const reported = new Set<string>()

function reportRedact(what: string, attribute: string, advice = '', error?: unknown): undefined {
  const message = `spanlit: redact ${what} for ${attribute}, which is left out${advice}`
  // Once for each cause; the names of prompt variables have no end.
  if (reported.has(message) || reported.size > 100) return
  reported.add(message)
  diag.error(message, error ?? '')
}

/** Content as span attributes: JSON strings within the policy's limit, without what looks like a key. Added to `attributes`. */
export function toAttributes(
  content: CallContent,
  { maxBytes }: ContentPolicy,
  attributes: Attributes = {},
  isStreamed?: boolean,
): Attributes {
  for (const key in content) {
    const value = content[key as keyof CallContent]
    if (value !== undefined) attributes[key] = serializeWithin(value, maxBytes, isStreamed)
  }
  return attributes
}

/** The attributes that are lists by the conventions; others may hold a text that only looks like JSON. */
const LISTS = /^gen_ai\.(input\.messages|output\.messages|system_instructions|tool\.definitions|retrieval\.documents)$/

/** Content as an event carries it: structured, within the same limit and without the same keys. */
export function toStructured(attributes: Attributes): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [key, LISTS.test(key) ? losslessJson(String(value)) : value]),
  )
}
