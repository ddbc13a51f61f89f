import type { Message } from '@spanlit/dialects'
import { firstPlainWords } from './format.ts'
import { contentOf } from './genai/read-span.ts'
import type { Exchange } from './reading.ts'
import type { Span } from './span.ts'

const LENGTH = 160

/**
 * The question is the last thing that a person said in the first call of a model; the answer is what the last call said. Both are empty
 * where content was not captured, and where calls beside each other were asked different things: then there is no one question.
 *
 * @param spans calls of models and of agents, in the order in which they began
 */
export function exchangeOf(spans: readonly Span[]): Exchange {
  let first: Span | undefined
  let question = ''
  let answer = ''
  for (const span of spans) {
    const asked = lastText(contentOf(span, 'input').messages, 'user')
    if (question === '') {
      first = span
      question = asked
    } else if (asked !== '' && asked !== question && span.parentSpanId === first?.parentSpanId) return NOTHING
    const said = lastText(contentOf(span, 'output').messages, undefined) || streamedText(span)
    if (said !== '') answer = said
  }
  return { question, answer }
}

const NOTHING: Exchange = { question: '', answer: '' }

function lastText(messages: readonly Message[], role: string | undefined): string {
  for (const message of messages.toReversed()) {
    if (role !== undefined && message.role !== role) continue
    for (const part of message.parts)
      if (part.type === 'text' && part.text.trim() !== '') return firstPlainWords(part.text, LENGTH)
  }
  return ''
}

function streamedText(span: Span): string {
  const segment = span.streamed?.segments.findLast(({ kind }) => kind === 'text')
  return segment ? firstPlainWords(segment.text, LENGTH) : ''
}
