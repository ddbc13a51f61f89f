import type { Message } from '@spanlit/dialects'
import { roleOf } from '../role.ts'
import type { Span, Trace } from '../span.ts'
import { contentOf } from './read-span.ts'

/** What a call repeats of an earlier one. */
export interface Repeated {
  /** How many messages of the input stood in the earlier call already, as its input or as its answer. */
  readonly messages: number
  /** The place of the earlier call among the calls of the trace, from 1 on. */
  readonly call: number
}

/** The calls of models in a trace, in the order in which they began. */
export function callsOf(trace: Trace): readonly Span[] {
  return trace.spans.filter((other) => roleOf(other) === 'model').toSorted((a, b) => a.start - b.start)
}

/**
 * Compares the input of a call with the earlier call that it continues: the latest one whose input it begins with. Instructions that
 * stand apart from the messages are not counted.
 */
export function repeatedIn(span: Span, trace: Trace): Repeated | undefined {
  const { messages } = contentOf(span, 'input')
  if (messages.length < 2) return undefined
  const calls = callsOf(trace)
  for (let index = calls.indexOf(span) - 1; index >= 0 && index > calls.indexOf(span) - 40; index--) {
    const earlier = calls[index]!
    const before = contentOf(earlier, 'input').messages
    if (
      before.length === 0 ||
      before.length > messages.length ||
      !before.every((message, at) => isSame(message, messages[at]!))
    )
      continue
    let count = before.length
    const answer = contentOf(earlier, 'output').messages
    if (answer.length > 0 && messages[count]?.role === 'assistant') count++
    return { messages: Math.min(count, messages.length), call: index + 1 }
  }
  return undefined
}

function isSame(one: Message, other: Message): boolean {
  if (one.role !== other.role || one.parts.length !== other.parts.length) return false
  return one === other || keyOf(one) === keyOf(other)
}

const keys = new WeakMap<Message, string>()

function keyOf(message: Message): string {
  let key = keys.get(message)
  if (key === undefined) keys.set(message, (key = JSON.stringify(message.parts)))
  return key
}
