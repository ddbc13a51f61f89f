import { diag, type Attributes } from '@opentelemetry/api'
import type { ContentPolicy } from '../content-policy.ts'
import type { CallContent } from '../messages.ts'
import type { ContentSource } from '../recorder.ts'
import { serializeWithin } from './limit.ts'
import { losslessJson } from './lossless-json.ts'
import { snapshot } from './snapshot.ts'

/**
 * Content as the application's own `redact` leaves it; a `redact` that throws, or returns what can't be recorded, lets nothing through.
 * It is given a copy: some of the content is part of the request that is sent, or of the answer that the application gets.
 */
export function redacted(content: CallContent, { policy, operation, model }: ContentSource): CallContent {
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
  for (const key of Object.keys(content)) {
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
