import { numberAttribute, stringAttribute, type Value } from './attributes.ts'
import { failureOf } from './failure.ts'
import { firstWords, plural } from './format.ts'
import type { Message } from './genai/messages.ts'
import { structureOf } from './genai/messages.ts'
import { contentOf } from './genai/read-span.ts'
import { roleOf } from './role.ts'
import type { Span } from './span.ts'
import { brokenOff } from './stream-outcome.ts'
import {
  ATTR_DB_QUERY_TEXT,
  ATTR_DB_STATEMENT,
  ATTR_GEN_AI_AGENT_DESCRIPTION,
  ATTR_GEN_AI_EMBEDDINGS_DIMENSION_COUNT,
  ATTR_GEN_AI_TOOL_CALL_ARGUMENTS,
  ATTR_HTTP_METHOD,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_TARGET,
  ATTR_HTTP_URL,
  ATTR_URL_FULL,
  ATTR_URL_PATH,
} from '../semconv.ts'

/** How a row is named, and the words beside it by which a person recognises it. */
export interface RowText {
  readonly title: string
  readonly subtitle: string
}

const FOREIGN =
  /^(http|url|server|client|network|net|user_agent|code|thread|process|otel|gen_ai|openai|azure|az|service|telemetry|error|exception|event_type|target|component|session|db|rpc)\b/
interface Known extends RowText {
  readonly revision: number
  readonly neighbour: Span | undefined
  readonly neighbourRevision: number | undefined
}

const texts = new WeakMap<Span, Known>()

/**
 * @param neighbour a call of a model beside this one: prompts are often made from one template, and where both begin alike the
 *   subtitle shows where they part
 */
export function rowTextOf(span: Span, neighbour?: Span): RowText {
  const known = texts.get(span)
  if (
    known?.revision === span.revision &&
    known.neighbour === neighbour &&
    known.neighbourRevision === neighbour?.revision
  )
    return known
  const text = {
    title: titleOf(span),
    subtitle: subtitleOf(span, neighbour),
    revision: span.revision,
    neighbour,
    neighbourRevision: neighbour?.revision,
  }
  texts.set(span, text)
  return text
}

function titleOf(span: Span): string {
  if (roleOf(span) === 'client') {
    const method = stringAttribute(span.attributes, ATTR_HTTP_REQUEST_METHOD, ATTR_HTTP_METHOD)
    if (method !== undefined && pathOf(span) !== undefined) return method
  }
  return span.name === '' ? '(no name)' : span.name
}

function subtitleOf(span: Span, neighbour: Span | undefined): string {
  const failure = failureOf(span)
  const words = wordsFor(span, neighbour)
  const why = failure
    ? [failure.code, failure.words].filter((part) => part !== undefined).join(' ')
    : (brokenOff(span) ?? '')
  return [why, words].filter(Boolean).join(' · ')
}

function wordsFor(span: Span, neighbour: Span | undefined): string {
  switch (roleOf(span)) {
    case 'model':
    case 'media':
      return promptWords(span, neighbour)
    case 'tool':
      return toolWords(span)
    case 'agent':
      return stringAttribute(span.attributes, ATTR_GEN_AI_AGENT_DESCRIPTION) ?? promptWords(span)
    case 'embeddings':
      return embeddingWords(span)
    case 'client':
      return pathOf(span) ?? ''
    case 'server':
      return span.service
    case 'database':
      return firstWords(stringAttribute(span.attributes, ATTR_DB_QUERY_TEXT, ATTR_DB_STATEMENT) ?? '', 80)
    default:
      return ownAttributes(span)
  }
}

/** The last thing that was asked; after a tool ran, what it handed back. */
function promptWords(span: Span, neighbour?: Span): string {
  const { messages } = contentOf(span, 'input')
  const last = messages.at(-1)
  const tool = last?.parts.find((part) => part.type === 'tool_result')
  if (last && tool?.type === 'tool_result') return `after ${tool.name ?? toolNameOf(messages, tool.id)}`
  const text = promptOf(messages)
  if (text !== '') {
    const parts = neighbour ? partingOf(text, promptOf(contentOf(neighbour, 'input').messages)) : 0
    return parts > 0 ? `“…${firstWords(text.slice(parts), 62)}”` : `“${firstWords(text, 64)}”`
  }
  const first = last?.parts[0]
  return first?.type === 'media' ? first.modality : ''
}

function promptOf(messages: readonly Message[]): string {
  const said = messages.findLast((message) => message.role === 'user') ?? messages.at(-1)
  const text = said?.parts.find((part) => part.type === 'text')
  return text?.type === 'text' ? text.text : ''
}

const ALIKE = 24
const COMPARED = 20_000

/** Where two texts that begin alike part, at the beginning of a word; 0 where they differ at once or not at all. */
function partingOf(text: string, other: string): number {
  const length = Math.min(text.length, other.length, COMPARED)
  let at = 0
  while (at < length && text[at] === other[at]) at++
  if (at < ALIKE || at === text.length || at === COMPARED) return 0
  while (at > 0 && !/\s/.test(text[at - 1]!)) at--
  return at >= ALIKE ? at : 0
}

function toolNameOf(messages: readonly Message[], callId: string | undefined): string {
  for (const { parts } of messages)
    for (const part of parts)
      if (part.type === 'tool_call' && part.id !== undefined && part.id === callId) return part.name
  return 'tool result'
}

function toolWords(span: Span): string {
  const { value } = structureOf(span.attributes.get(ATTR_GEN_AI_TOOL_CALL_ARGUMENTS))
  return value === undefined ? ownAttributes(span) : compact(value)
}

function embeddingWords(span: Span): string {
  const dimensions = numberAttribute(span.attributes, ATTR_GEN_AI_EMBEDDINGS_DIMENSION_COUNT)
  return promptWords(span) || (dimensions === undefined ? '' : plural(dimensions, 'dimension'))
}

function pathOf(span: Span): string | undefined {
  const url = stringAttribute(span.attributes, ATTR_URL_FULL, ATTR_HTTP_URL)
  if (url === undefined) return stringAttribute(span.attributes, ATTR_URL_PATH, ATTR_HTTP_TARGET)
  const match = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*([^#]*)/i.exec(url)
  return match ? match[1] || '/' : url
}

/** What an app recorded itself, e.g. `claims_count 3`. */
function ownAttributes(span: Span): string {
  const words: string[] = []
  for (const [key, value] of span.attributes) {
    if (words.length === 3) break
    if (!FOREIGN.test(key)) words.push(`${key.slice(key.lastIndexOf('.') + 1)} ${shortValue(value)}`)
  }
  return words.join(' · ')
}

function compact(value: Value): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return shortValue(value)
  return Object.entries(value)
    .slice(0, 4)
    .map(([key, field]) => `${key} ${shortValue(field)}`)
    .join(' · ')
}

function shortValue(value: Value): string {
  if (typeof value === 'string') return /\s/.test(value) ? `“${firstWords(value, 40)}”` : firstWords(value, 40)
  return typeof value === 'object' && value !== null ? firstWords(JSON.stringify(value), 40) : String(value)
}
