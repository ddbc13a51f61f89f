import type { Message } from '@spanlit/dialects'
import { numberAttribute, stringAttribute, type Value } from './attributes.ts'
import { failureOf } from './failure.ts'
import { firstPlainWords, firstWords, plural } from './format.ts'
import { contentOf } from './genai/read-span.ts'
import { readerGeneration, type RowText } from './reading.ts'
import { readingOf } from './readings.ts'
import { roleOf } from './role.ts'
import type { Span } from './span.ts'
import { brokenOff } from './stream-outcome.ts'
import {
  ATTR_DB_QUERY_TEXT,
  ATTR_DB_STATEMENT,
  ATTR_GEN_AI_EMBEDDINGS_DIMENSION_COUNT,
  ATTR_HTTP_METHOD,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_TARGET,
  ATTR_HTTP_URL,
  ATTR_URL_FULL,
  ATTR_URL_PATH,
} from '../semconv.ts'

const FOREIGN =
  /^(http|url|server|client|network|net|user_agent|code|thread|process|otel|gen_ai|openai|azure|az|service|telemetry|error|exception|event_type|target|component|session|db|rpc)\b/
interface Known extends RowText {
  readonly revision: number
  readonly generation: number
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
    known.generation === readerGeneration() &&
    known.neighbour === neighbour &&
    known.neighbourRevision === neighbour?.revision
  )
    return known
  const text: Known = {
    ...wordsOf(span, neighbour),
    outcome: outcomeOf(span),
    revision: span.revision,
    generation: readerGeneration(),
    neighbour,
    neighbourRevision: neighbour?.revision,
  }
  texts.set(span, text)
  return text
}

function outcomeOf(span: Span): string {
  const failure = failureOf(span)
  if (!failure) return brokenOff(span) ?? ''
  return [failure.code, failure.words].filter((part) => part !== undefined).join(' ')
}

type Words = Pick<RowText, 'title' | 'quoted' | 'verb' | 'subtitle'>

function named(title: string, subtitle: string): Words {
  return { title: title === '' ? '(no name)' : title, quoted: false, verb: '', subtitle }
}

function wordsOf(span: Span, neighbour: Span | undefined): Words {
  const { attributes, name } = span
  switch (roleOf(span)) {
    case 'model':
      return modelWords(span, neighbour)
    case 'media':
      return named(name, promptWords(span))
    case 'tool':
      return named(readingOf(span).tool?.name ?? name, toolWords(span))
    case 'agent':
    case 'workflow':
    case 'step': {
      const { agent, title } = readingOf(span)
      return named(agent?.name ?? title ?? name, agent?.description ?? promptWords(span))
    }
    case 'retrieval':
    case 'rerank': {
      const { query } = readingOf(span)
      return named(name, query === undefined ? ownAttributes(span) : `“${firstWords(query, 64)}”`)
    }
    case 'embeddings': {
      const words = embeddingWords(span)
      return words.startsWith('“') ? { title: words, quoted: true, verb: '', subtitle: '' } : named(name, words)
    }
    case 'client': {
      const path = pathOf(span)
      const method = stringAttribute(attributes, ATTR_HTTP_REQUEST_METHOD, ATTR_HTTP_METHOD)
      return path === undefined ? named(method ?? name, '') : named(path, method ?? '')
    }
    case 'server': {
      const [, method, path] = /^([A-Z]{3,7}) (\/.*)$/.exec(name) ?? []
      return path === undefined ? named(name, '') : named(path, method!)
    }
    case 'database':
      return named(name, firstWords(stringAttribute(attributes, ATTR_DB_QUERY_TEXT, ATTR_DB_STATEMENT) ?? '', 80))
    case 'interaction':
      return named(name.replace(/^(click|submit|press|tap)\s+(?=\S)/i, ''), ownAttributes(span))
    default:
      return named(name, ownAttributes(span))
  }
}

/** What a model said or called; until then, what it was asked. */
function modelWords(span: Span, neighbour: Span | undefined): Words {
  const prompt = promptWords(span, neighbour)
  const { messages } = contentOf(span, 'output')
  const calls = messages.flatMap(({ parts }) => parts.flatMap((part) => (part.type === 'tool_call' ? [part.name] : [])))
  if (calls.length > 0) return { title: namesOf(calls), quoted: false, verb: 'calls', subtitle: '' }
  for (const { parts } of messages)
    for (const part of parts)
      if ((part.type === 'text' || part.type === 'refusal') && part.text.trim() !== '')
        // Calls that were made from one template are told apart by what they were asked.
        return {
          title: `“${firstPlainWords(part.text, 64)}”`,
          quoted: true,
          verb: '',
          subtitle: prompt.startsWith('“…') ? prompt : '',
        }
  return named(span.name, prompt)
}

/** `search twice, calculate`. */
function namesOf(calls: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const name of calls) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts]
    .map(([name, count]) => (count === 1 ? name : `${name} ${count === 2 ? 'twice' : `${count} times`}`))
    .join(', ')
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
  const value = readingOf(span).tool?.arguments
  if (value === undefined) return ownAttributes(span)
  const fields = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.values(value) : []
  // One text says enough without its name.
  if (fields.length === 1 && typeof fields[0] === 'string') return `“${firstWords(fields[0], 64)}”`
  return compact(value)
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
