import type { Message, Part } from './model/message.ts'
import type { Reading } from './model/reading.ts'
import { isRecord, textOf, type Value } from './value.ts'

const LONGEST = 2000

/** What was asked last in a span: the text of its last user message; of a retrieval, its query; of a tool, its one text. */
export function questionOf(reading: Reading): string | undefined {
  if (reading.query !== undefined) return clipped(reading.query)
  const { messages } = reading.input
  const user = messages.findLast((message) => message.role === 'user' && textOfMessage(message) !== undefined)
  return (
    textOfMessage(user) ??
    textOfMessage(messages.findLast((message) => message.role !== 'system' && message.role !== 'developer'))
  )
}

/** What was answered: the last text of the output; a refusal where there is no text. */
export function answerOf(reading: Reading): string | undefined {
  return textOfMessage(reading.output.messages.findLast((message) => textOfMessage(message) !== undefined))
}

export interface TracedReading {
  readonly reading: Reading
  readonly spanId: string
  readonly parentSpanId?: string | undefined
  /** Anything that sorts. */
  readonly start: number | bigint
}

export interface QuestionAndAnswer {
  readonly question: string | undefined
  readonly answer: string | undefined
  /** The span that holds the question. */
  readonly spanId: string | undefined
}

/**
 * The question that a trace was asked and the answer that it gave. The outermost spans say it best: an agent's own input and output, or
 * the first question that a model got and the last answer that it gave.
 */
export function questionAndAnswerOf(spans: readonly TracedReading[]): QuestionAndAnswer {
  const depths = depthsOf(spans)
  const talking = spans
    .filter(({ reading }) => reading.kind === undefined || TALKS.has(reading.kind))
    .map((span) => ({
      span,
      depth: depths.get(span.spanId) ?? 0,
      question: questionOf(span.reading),
      answer: answerOf(span.reading),
    }))
  const asked = talking.filter(({ question }) => question !== undefined)
  const answered = talking.filter(({ answer }) => answer !== undefined)
  const first = asked.sort((a, b) => a.depth - b.depth || compare(a.span.start, b.span.start))[0]
  const top = Math.min(...answered.map(({ depth }) => depth))
  const last = answered.filter(({ depth }) => depth === top).sort((a, b) => compare(b.span.start, a.span.start))[0]
  return { question: first?.question, answer: last?.answer, spanId: first?.span.spanId }
}

const TALKS: ReadonlySet<string> = new Set(['model', 'agent', 'workflow', 'media', 'step'])

/** How deep each span lies; parents that are not there, and circles, end the way up. */
function depthsOf(spans: readonly TracedReading[]): ReadonlyMap<string, number> {
  const parents = new Map(spans.map((span) => [span.spanId, span.parentSpanId]))
  const depths = new Map<string, number>()
  for (const { spanId } of spans) {
    const path: string[] = []
    const seen = new Set<string>()
    let at: string | undefined = spanId
    while (at !== undefined && parents.has(at) && !depths.has(at) && !seen.has(at)) {
      seen.add(at)
      path.push(at)
      at = parents.get(at)
    }
    let depth = at === undefined ? -1 : (depths.get(at) ?? -1)
    for (let index = path.length - 1; index >= 0; index--) depths.set(path[index]!, ++depth)
  }
  return depths
}

function compare(a: number | bigint, b: number | bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** The words of a message: its texts, or the question in its data. */
function textOfMessage(message: Message | undefined): string | undefined {
  if (!message) return undefined
  const texts = message.parts.flatMap((part) => textOfPart(part) ?? [])
  const text = texts.slice(0, 20).join('\n').trim()
  return text === '' ? undefined : clipped(text)
}

function textOfPart(part: Part): string | undefined {
  if (part.type === 'text' || part.type === 'refusal') return part.text.slice(0, LONGEST)
  if (part.type === 'media' && part.transcript !== '') return part.transcript.slice(0, LONGEST)
  return part.type === 'other' && part.name === 'data' ? wordsIn(part.value) : undefined
}

const TELLING = [
  'question',
  'query',
  'input',
  'prompt',
  'user_input',
  'message',
  'topic',
  'task',
  'text',
  'answer',
  'output',
  'result',
  'response',
  'content',
  'final_output',
]

/** The field of a structure that says what it is about. */
function wordsIn(value: Value): string | undefined {
  let holder: unknown = value
  for (let layer = 0; layer < 4; layer++) {
    if (typeof holder === 'string') return holder
    if (Array.isArray(holder)) holder = (holder as readonly unknown[]).at(-1)
    if (!isRecord(holder)) return textOf(holder)
    const fields: Readonly<Record<string, unknown>> = holder
    const key = TELLING.find(
      (name) => (typeof fields[name] === 'string' && fields[name] !== '') || isRecord(fields[name]),
    )
    if (key === undefined) return undefined
    holder = fields[key]
  }
  return textOf(holder)
}

function clipped(text: string): string {
  return text.length > LONGEST ? text.slice(0, LONGEST) : text
}
