import type { Message, Part, Value } from '@spanlit/dialects'
import { failureOf } from '../failure.ts'
import { formatDuration } from '../format.ts'
import { readingOf } from '../readings.ts'
import { roleOf, roleWords } from '../role.ts'
import type { Span, Trace } from '../span.ts'
import { rowTextOf } from '../subtitle.ts'
import { summaryOf, treeOf } from '../trace-summary.ts'

/** Characters of one text; what is longer is cut with a note. */
const LONGEST = 6000

/** A trace for a bug report: the question, the answer, the figures, the tree, and what failed. */
export function traceMarkdown(trace: Trace, now: number): string {
  const { question, answer, name, usage, modelCalls, toolCalls } = summaryOf(trace, now)
  const facts = [
    formatDuration(trace.end - trace.start),
    `${modelCalls} model calls`,
    `${toolCalls} tools`,
    `in ${usage.input}`,
    `out ${usage.output}`,
    `trace ${trace.traceId}`,
    new Date(trace.start).toISOString(),
  ]
  const sections = [
    `# ${question || name}`,
    facts.join(' · '),
    answer === '' ? '' : `**Answer:** ${answer}`,
    `## Spans\n\n${treeLines(trace).join('\n')}`,
    failuresOf(trace),
  ]
  return clean(`${sections.filter(Boolean).join('\n\n')}\n`)
}

/** A trace for a coding agent: as above, with everything that was said in each call, in order. */
export function traceConversationMarkdown(trace: Trace, now: number): string {
  const calls = trace.spans.filter((span) => roleOf(span) === 'model').toSorted((a, b) => a.start - b.start)
  return `${traceMarkdown(trace, now)}\n${calls.map((call) => spanMarkdown(call)).join('\n')}`
}

/** One span: its figures, and what was said in it. */
export function spanMarkdown(span: Span): string {
  const reading = readingOf(span)
  const { usage } = reading
  const facts = [
    roleWords(roleOf(span)),
    span.end === undefined ? 'running' : formatDuration(span.end - span.start),
    usage.input === undefined ? '' : `in ${usage.input}`,
    usage.output === undefined ? '' : `out ${usage.output}`,
    `span ${span.spanId}`,
  ]
  const messages = [...reading.instructions.messages, ...reading.input.messages, ...reading.output.messages]
  const tool = reading.tool
    ? [`**Arguments**\n\n${block(reading.tool.arguments)}`, `**Result**\n\n${block(reading.tool.result)}`]
    : []
  const failure = failureOf(span)
  return clean(
    `${[
      `## ${span.name}`,
      facts.filter(Boolean).join(' · '),
      ...messages.map(messageMarkdown),
      ...tool,
      failure ? `**Failed:** ${failure.words}\n\n${fenced(failure.message, '')}` : '',
    ]
      .filter(Boolean)
      .join('\n\n')}\n`,
  )
}

function treeLines(trace: Trace): string[] {
  const { spans, depth } = treeOf(trace)
  return spans.slice(0, 400).map((span, position) => {
    const { title, verb, outcome, subtitle } = rowTextOf(span)
    const words = [verb, title, outcome === '' ? '' : `(${outcome})`, subtitle].filter(Boolean).join(' ')
    const took = span.end === undefined ? 'running' : formatDuration(span.end - span.start)
    return `${'  '.repeat(depth[position]!)}- ${words} · ${took}`
  })
}

function failuresOf(trace: Trace): string {
  const failures = trace.spans.flatMap((span) => {
    const failure = failureOf(span)
    return failure
      ? [`- **${span.name}**: ${[failure.code, failure.words, failure.message].filter(Boolean).join(' ')}`]
      : []
  })
  return failures.length === 0 ? '' : `## Failed\n\n${failures.slice(0, 20).join('\n')}`
}

function messageMarkdown({ role, parts }: Message): string {
  return `**${role}**\n\n${parts.map(partMarkdown).join('\n\n')}`
}

function partMarkdown(part: Part): string {
  switch (part.type) {
    case 'tool_call':
      return `calls \`${part.name}\`\n\n${block(part.arguments)}`
    case 'tool_result':
      return `result\n\n${block(part.response)}`
    case 'media':
      return `[${part.modality} ${part.mimeType}]`
    case 'left_out':
      return '[left out: too large to be recorded]'
    case 'other':
      return block(part.value)
    default:
      return part.type === 'text' ? cut(part.text) : `*${part.type}:* ${cut(part.text)}`
  }
}

function block(value: Value | undefined): string {
  if (value === undefined) return 'not recorded'
  return typeof value === 'string' ? fenced(value, '') : fenced(JSON.stringify(value, undefined, 2), 'json')
}

/** A fence longer than any in the text, so that the text cannot end it. */
function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${cut(text)}\n${fence}`
}

function cut(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}\n[${text.length - LONGEST} more characters]`
}

/** Narrow spaces are for the eye. */
function clean(markdown: string): string {
  return markdown.replaceAll('\u202f', ' ')
}
