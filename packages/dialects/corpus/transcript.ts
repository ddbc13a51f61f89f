import { allDialects } from '../src/all.ts'
import {
  questionAndAnswerOf,
  readSpan,
  type Messages,
  type Part,
  type QuestionAndAnswer,
  type Reading,
} from '../src/index.ts'
import type { CorpusTrace } from './trace.ts'

export function readingsOf(trace: CorpusTrace): readonly Reading[] {
  return trace.spans.map((span) => readSpan(span, { dialects: allDialects }))
}

export function questionAndAnswer(trace: CorpusTrace): Pick<QuestionAndAnswer, 'question' | 'answer'> {
  const readings = readingsOf(trace)
  const { question, answer } = questionAndAnswerOf(
    trace.spans.map((span, index) => ({ ...span, reading: readings[index]! })),
  )
  return { question, answer }
}

/** What a person reads of each span: a line for its kind, then one for each part. */
export function transcript(trace: CorpusTrace): readonly string[] {
  return readingsOf(trace).flatMap((reading) => [`[${headOf(reading)}]`, ...linesOf(reading)])
}

function linesOf(reading: Reading): readonly string[] {
  const lines = [...speech(reading.instructions), ...speech(reading.input), ...speech(reading.output)]
  if (reading.tool?.arguments !== undefined) lines.push(`takes ${shown(reading.tool.arguments)}`)
  if (reading.tool?.result !== undefined)
    lines.push(`${reading.tool.isError ? 'fails with' : 'gives'} ${shown(reading.tool.result)}`)
  if (reading.query !== undefined) lines.push(`searches ${reading.query}`)
  for (const { text, score } of reading.documents)
    lines.push(`finds ${text}${score === undefined ? '' : ` (${score})`}`)
  return lines
}

function headOf(reading: Reading): string {
  const name = reading.tool?.name ?? (reading.kind === 'agent' ? reading.agent?.name : reading.model)
  return [reading.kind ?? 'span', name].filter(Boolean).join(' ')
}

export function speech({ messages }: Pick<Messages, 'messages'>): string[] {
  return messages.flatMap(({ role, parts }) => parts.map((part) => `${role}: ${partText(part)}`))
}

function partText(part: Part): string {
  switch (part.type) {
    case 'text':
      return part.text
    case 'reasoning':
    case 'refusal':
    case 'compaction':
      return `(${part.type}) ${part.text}`
    case 'tool_call':
      return `calls ${part.name} ${shown(part.arguments)}${part.id === undefined ? '' : ` #${part.id}`}`
    case 'tool_result':
      return `${part.isError ? 'error' : 'result'}${part.name === undefined ? '' : ` of ${part.name}`} ${shown(part.response)}${part.id === undefined ? '' : ` #${part.id}`}`
    case 'media':
      return `<${part.modality} ${part.mimeType} ${part.source.kind}>`
    case 'left_out':
      return `(${part.leftOut.items} left out)`
    case 'other':
      return `${part.name} ${shown(part.value)}`
  }
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
