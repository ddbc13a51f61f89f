import type { Span } from './span.ts'
import {
  ATTR_ERROR_TYPE,
  ATTR_GEN_AI_AGENT_NAME,
  ATTR_GEN_AI_CONVERSATION_ID,
  ATTR_GEN_AI_PROVIDER_NAME,
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_GEN_AI_RESPONSE_MODEL,
  ATTR_GEN_AI_SYSTEM,
  ATTR_GEN_AI_TOOL_NAME,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
} from '../semconv.ts'

/** What the filter box asks for: every condition must hold of one and the same span. */
export interface Filter {
  readonly text: string
  readonly matches: (span: Span, now: number) => boolean
}

type Condition = Filter['matches']

const KEY_ALIASES: Readonly<Record<string, readonly string[]>> = {
  model: [ATTR_GEN_AI_REQUEST_MODEL, ATTR_GEN_AI_RESPONSE_MODEL],
  tool: [ATTR_GEN_AI_TOOL_NAME],
  agent: [ATTR_GEN_AI_AGENT_NAME],
  provider: [ATTR_GEN_AI_PROVIDER_NAME, ATTR_GEN_AI_SYSTEM],
  status: [ATTR_HTTP_RESPONSE_STATUS_CODE, ATTR_ERROR_TYPE],
  conversation: [ATTR_GEN_AI_CONVERSATION_ID],
}

/**
 * Reads the filter box: words, `"quoted words"`, `error`, `running`, `>2s`, `<500ms`, and `key=value` for any attribute, for
 * `model`, `tool`, `agent`, `provider`, `status`, `conversation`, and for `name` and `service`. `-` before a condition
 * negates it. Returns `undefined` for an empty box.
 */
export function readFilter(text: string): Filter | undefined {
  const words = text.match(/-?[\w.]+="[^"]*"?|-?"[^"]*"?|\S+/g) ?? []
  const conditions = words.flatMap(readCondition)
  if (conditions.length === 0) return undefined
  return { text, matches: (span, now) => conditions.every((condition) => condition(span, now)) }
}

function readCondition(word: string): Condition[] {
  if (word.startsWith('-') && word.length > 1)
    return readCondition(word.slice(1)).map((condition) => (span, now) => !condition(span, now))
  const plain = word.replaceAll('"', '')
  if (plain === '') return []
  if (plain === 'error') return [(span) => span.statusCode === 2 || span.attributes.has(ATTR_ERROR_TYPE)]
  if (plain === 'running') return [(span) => span.end === undefined]
  const length = /^([<>])(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(plain)
  if (length)
    return [byDuration(length[1] === '>', Number(length[2]) * { ms: 1, s: 1000, m: 60_000 }[length[3] ?? 's']!)]
  const pair = /^([\w.]+)=(.*)$/.exec(plain)
  return [pair ? byAttribute(pair[1]!, pair[2]!.toLowerCase()) : byText(plain.toLowerCase())]
}

function byDuration(longer: boolean, limit: number): Condition {
  return (span, now) => {
    const duration = (span.end ?? now) - span.start
    return longer ? duration > limit : duration < limit
  }
}

function byAttribute(key: string, wanted: string): Condition {
  if (key === 'name') return (span) => span.name.toLowerCase().includes(wanted)
  if (key === 'service') return (span) => span.service.toLowerCase().includes(wanted)
  const keys = KEY_ALIASES[key] ?? [key]
  return (span) =>
    keys.some((candidate) => {
      const value = span.attributes.get(candidate)
      return (
        value !== undefined &&
        (typeof value === 'object' ? JSON.stringify(value) : String(value)).toLowerCase().includes(wanted)
      )
    })
}

function byText(wanted: string): Condition {
  return (span) => {
    if (span.name.toLowerCase().includes(wanted) || span.service.toLowerCase().includes(wanted)) return true
    if (span.statusMessage.toLowerCase().includes(wanted)) return true
    for (const value of span.attributes.values())
      if (typeof value === 'string' && value.toLowerCase().includes(wanted)) return true
    return span.streamed?.segments.some((segment) => segment.text.toLowerCase().includes(wanted)) ?? false
  }
}

/** Answers a filter once per state of a span. */
export class FilterResults {
  readonly #filter: Filter
  readonly #known = new WeakMap<Span, { readonly revision: number; readonly matches: boolean }>()

  constructor(filter: Filter) {
    this.#filter = filter
  }

  matches(span: Span, now: number): boolean {
    const known = this.#known.get(span)
    // How long an open span has run changes without a report.
    if (known && known.revision === span.revision && span.end !== undefined) return known.matches
    const matches = this.#filter.matches(span, now)
    this.#known.set(span, { revision: span.revision, matches })
    return matches
  }
}
