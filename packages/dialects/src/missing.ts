import type { Dialect } from './model/dialect.ts'
import type { Message, Part } from './model/message.ts'
import type { MissingContent, Reading } from './model/reading.ts'

type Side = MissingContent['of'][number]

/** What libraries and filters put in the place of content that they took out. */
const REDACTED =
  /^\s*(?:"?(?:__REDACTED__|\[?REDACTED\]?|<REDACTED>|\[Filtered\]|\[Scrubbed due to[^\]]*\]?|\*{3,}|<redacted>|FILTERED)"?)\s*$/i

/** Says what is not there, and why: content that was never captured, cut, taken out, left out for its size, or written elsewhere. */
export function missingContent(
  reading: Omit<Reading, 'missing'>,
  dialects: readonly Dialect[],
): MissingContent | undefined {
  const { kind, input, output, instructions, tool } = reading
  if (kind === undefined || reading.pending.length > 0) return undefined
  const cut = sides(reading)
    .filter(([, messages]) => messages.truncated)
    .map(([side]) => side)
  if (cut.length > 0)
    return {
      reason: 'cut',
      of: cut,
      words: `The ${list(cut)} ended before it was complete: a limit on attributes cut it.`,
    }
  const redacted = sides(reading)
    .filter(([, { messages }]) => messages.some(isRedacted))
    .map(([side]) => side)
  if (redacted.length > 0)
    return { reason: 'redacted', of: redacted, words: `The ${list(redacted)} was redacted before it was exported.` }
  const leftOut = sides(reading)
    .filter(([, { messages }]) => messages.some((message) => message.parts.some((part) => part.type === 'left_out')))
    .map(([side]) => side)
  if (leftOut.length > 0)
    return {
      reason: 'left out',
      of: leftOut,
      words: `Parts of the ${list(leftOut)} were left out because they were too large.`,
    }
  const open: Side[] =
    kind === 'tool'
      ? [
          ...(tool?.arguments === undefined ? (['arguments'] as const) : []),
          ...(tool?.result === undefined ? (['result'] as const) : []),
        ]
      : isConversation(kind)
        ? [
            ...(isEmpty(input.messages) && isEmpty(instructions.messages) ? (['input'] as const) : []),
            ...(isEmpty(output.messages) ? (['output'] as const) : []),
          ]
        : []
  if (open.length === 0) return undefined
  const elsewhere = dialects.find((dialect) => dialect.elsewhere !== undefined)?.elsewhere
  if (elsewhere !== undefined) return { reason: 'elsewhere', of: open, words: elsewhere }
  // An answer that is not there while the question is may not have come yet, or the call failed.
  if (kind !== 'tool' && open.length === 1 && open[0] === 'output') return undefined
  if (kind === 'tool' && open.length === 1 && open[0] === 'result') return undefined
  return { reason: 'not captured', of: open, words: `The ${list(open)} was not captured.` }
}

function isConversation(kind: Reading['kind']): boolean {
  return kind === 'model' || kind === 'agent'
}

function sides(reading: Omit<Reading, 'missing'>): readonly (readonly [Side, Reading['input']])[] {
  return [
    ['instructions', reading.instructions],
    ['input', reading.input],
    ['output', reading.output],
  ]
}

function isEmpty(messages: readonly Message[]): boolean {
  return messages.every((message) => message.parts.length === 0 || message.parts.every(isHollow))
}

/** With capture off some libraries write the shape of a message without its text. */
function isHollow(part: Part): boolean {
  return 'text' in part && part.text === '' && part.type === 'text'
}

function isRedacted(message: Message): boolean {
  return message.parts.some((part) => 'text' in part && part.text.length < 200 && REDACTED.test(part.text))
}

function list(sides: readonly Side[]): string {
  return sides.join(' and ')
}
