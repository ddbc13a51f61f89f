import type { Message, Part } from '@spanlit/dialects'
import type { Span } from '../span.ts'
import { readingOf } from '../readings.ts'
import { contentOf } from './read-span.ts'

export interface ContextShare {
  readonly part: 'system' | 'tools' | 'user' | 'assistant' | 'tool results'
  /** The fraction of the input, estimated by characters. */
  readonly share: number
  /** Characters. */
  readonly length: number
}

/** What the input of a call consists of. Tokens are known only for the whole, so the parts are estimated by their length. */
export function contextShares(span: Span): readonly ContextShare[] {
  const lengths: Record<ContextShare['part'], number> = {
    system: 0,
    tools: 0,
    user: 0,
    assistant: 0,
    'tool results': 0,
  }
  for (const message of contentOf(span, 'instructions').messages) lengths.system += lengthOf(message)
  for (const message of contentOf(span, 'input').messages) {
    if (message.role === 'system' || message.role === 'developer') lengths.system += lengthOf(message)
    else if (message.role === 'assistant') lengths.assistant += lengthOf(message)
    else if (message.role === 'tool' || message.parts.some((part) => part.type === 'tool_result'))
      lengths['tool results'] += lengthOf(message)
    else lengths.user += lengthOf(message)
  }
  const { tools, leftOut } = contentOf(span, 'tools')
  for (const tool of tools) lengths.tools += JSON.stringify(tool.definition).length
  lengths.tools += leftOut?.bytes ?? 0
  const total = Object.values(lengths).reduce((sum, length) => sum + length, 0)
  if (total === 0) return []
  return (Object.keys(lengths) as ContextShare['part'][])
    .filter((part) => lengths[part] > 0)
    .map((part) => ({ part, share: lengths[part] / total, length: lengths[part] }))
}

/** Tokens by part of a prompt, keyed by the name of the part. */
export type TokensByPart = Readonly<Record<string, number>>

/** The parts of a prompt in tokens: the recorded total, divided by the parts' lengths. Without a total, four characters make a token. */
export function contextTokens(span: Span): TokensByPart {
  const shares = contextShares(span)
  const total = readingOf(span).usage.input
  return Object.fromEntries(
    shares.map(({ part, share, length }) => [part, Math.round(total === undefined ? length / 4 : share * total)]),
  )
}

function lengthOf(message: Message): number {
  return message.parts.reduce((sum, part) => sum + partLength(part), 0)
}

function partLength(part: Part): number {
  if ('text' in part) return part.text.length
  if (part.type === 'tool_call') return part.name.length + lengthOfValue(part.arguments)
  if (part.type === 'tool_result') return lengthOfValue(part.response)
  // The role of a message that was left out is unknown.
  if (part.type === 'left_out') return part.leftOut.of === 'message' ? 0 : part.leftOut.bytes
  // An image costs by its size in pixels, which is not known: a constant stands in.
  return part.type === 'media' ? 1000 : lengthOfValue(part.value)
}

function lengthOfValue(value: unknown): number {
  return typeof value === 'string' ? value.length : JSON.stringify(value).length
}
