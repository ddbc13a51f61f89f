import { detectDialects } from '@spanlit/dialects'
import type { Value } from '../attributes.ts'
import type { Span, Trace } from '../span.ts'

/** What is left out of a trace that is saved to be shown to others. */
export interface Redaction {
  /** Messages, arguments and results of tools: their lengths stay. */
  readonly content: boolean
  /** Keys, tokens and cookies. */
  readonly secrets: boolean
  /** E-mail addresses and phone numbers. */
  readonly addresses: boolean
}

const CONTENT =
  /(?:messages?|prompts?|completions?|instructions|content|arguments|result|definitions|\.input|\.output|input\.value|output\.value|query|body|documents)(?:\.|$)/i
const SECRET_NAMES = /authorization|cookie|api[-_]?key|token$|secret|password|credential/i
const SECRETS =
  /\b(?:sk|pk|rk|ghp|gho|xox[abp]|AKIA|AIza|eyJ)[-_]?[A-Za-z0-9_.-]{12,}|\bBearer\s+\S+|(?<=[?&](?:key|token|sig|api[-_]?key)=)[^&\s"]+/g
const ADDRESSES = /[\w.+-]+@[\w-]+\.[\w.-]+|(?<!\w)\+?\d[\d ()/-]{7,}\d(?!\w)/g

/** A copy of a trace with what shall not be shared replaced by a note. The trace itself stays as it is. */
export function redactedTrace(trace: Trace, redaction: Redaction): Trace {
  const spans = trace.spans.map((span) => redactedSpan(span, redaction))
  return { ...trace, spans, byId: new Map(spans.map((span) => [span.spanId, span])) }
}

function redactedSpan(span: Span, redaction: Redaction): Span {
  const isTalk = detectDialects({ name: span.name, attributes: span.attributes, events: span.moments }).length > 0
  const clean = (attributes: ReadonlyMap<string, Value>): Map<string, Value> =>
    new Map([...attributes].map(([key, value]) => [key, redactedValue(key, value, redaction, isTalk)]))
  return {
    ...span,
    statusMessage: redactedText(span.statusMessage, redaction),
    attributes: clean(span.attributes),
    resource: clean(span.resource),
    moments: span.moments.map((moment) => ({ ...moment, attributes: clean(moment.attributes) })),
    streamed: redaction.content ? undefined : span.streamed,
  }
}

function redactedValue(key: string, value: Value, redaction: Redaction, isTalk: boolean): Value {
  if (redaction.secrets && SECRET_NAMES.test(key) && typeof value === 'string') return '[secret left out]'
  if (redaction.content && isTalk && CONTENT.test(key) && typeof value !== 'number' && typeof value !== 'boolean') {
    const { length } = typeof value === 'string' ? value : JSON.stringify(value)
    return `[${length} characters left out]`
  }
  if (typeof value === 'string') return redactedText(value, redaction)
  if (Array.isArray(value)) return value.map((item: Value) => redactedValue(key, item, redaction, isTalk))
  return value
}

function redactedText(text: string, { secrets, addresses }: Redaction): string {
  const without = secrets ? text.replaceAll(SECRETS, '[secret left out]') : text
  return addresses ? without.replaceAll(ADDRESSES, '[address left out]') : without
}
