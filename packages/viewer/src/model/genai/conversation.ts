import { type Part, type ToolDefinitions, readJson } from '@spanlit/dialects'
import { failureOf, type Failure } from '../failure.ts'
import type { Span, Trace } from '../span.ts'
import type { Segment } from '../streamed-output.ts'
import { type Repeated, repeatedIn } from './new-in-call.ts'
import { contentOf } from './read-span.ts'
import { outcomeOf, type ToolOutcome } from './tool-calls.ts'

/** A part as it is shown. `source` is the same object as long as the part is the same, also while its text grows. */
export interface ShownPart {
  readonly part: Part
  readonly source: object
  /** Text is still arriving here. */
  readonly open: boolean
  readonly outcome: ToolOutcome | undefined
}

export interface Turn {
  readonly role: string
  readonly name: string | undefined
  readonly origin: 'instructions' | 'input' | 'output'
  /** Its place among the messages of the input. */
  readonly message?: number
  readonly parts: readonly ShownPart[]
}

export interface Conversation {
  readonly turns: readonly Turn[]
  readonly offer: ToolDefinitions
  /** What an earlier call of the trace already had. */
  readonly repeated: Repeated | undefined
  readonly truncated: boolean
  /** Characters of streamed text that the viewer did not keep. */
  readonly notKept: number
  readonly failure: Failure | undefined
  /** The call runs and nothing has been streamed yet. */
  readonly waiting: boolean
}

/** What was said in one call of a model, in order, with each tool call joined to its result. */
export function conversationOf(span: Span, trace: Trace): Conversation {
  const instructions = contentOf(span, 'instructions')
  const input = contentOf(span, 'input')
  const output = contentOf(span, 'output')
  const repeated = repeatedIn(span, trace)
  const calls = new Map<string, Part>()
  /** Calls that an earlier call of the model had, and whose results are new in this one. */
  const fresh = new Set<Part>()
  for (const { messages } of [input, output])
    for (const [index, { parts }] of messages.entries())
      for (const part of parts) {
        if (part.type === 'tool_call' && part.id !== undefined) calls.set(part.id, part)
        if (part.type !== 'tool_result' || part.id === undefined || !repeated || index < repeated.messages) continue
        const call = calls.get(part.id)
        if (call) fresh.add(call)
      }

  const turns: Turn[] = []
  for (const [origin, { messages }] of [
    ['instructions', instructions],
    ['input', input],
    ['output', output],
  ] as const)
    for (const [index, message] of messages.entries()) {
      const isNew = origin === 'input' && repeated !== undefined && index >= repeated.messages
      const parts = message.parts.flatMap((part) => {
        const call = part.type === 'tool_result' && part.id !== undefined ? calls.get(part.id) : undefined
        // A result stands in the card of its call; where an earlier call of the model had only the call, the card is new.
        if (call) return isNew && fresh.has(call) ? [shown(call, part, span, trace)] : []
        return [part.type === 'tool_call' && fresh.has(part) ? withoutOutcome(part) : shown(part, part, span, trace)]
      })
      if (parts.length > 0 || message.parts.length === 0)
        turns.push({
          role: message.role,
          name: message.name,
          origin,
          parts,
          ...(origin === 'input' && { message: index }),
        })
    }
  const streamed = output.messages.length === 0 ? (span.streamed?.segments ?? []) : []
  turns.push(...streamedTurns(streamed, span, trace))
  return {
    turns,
    offer: contentOf(span, 'tools'),
    repeated,
    truncated: instructions.truncated || input.truncated || output.truncated,
    notKept: span.streamed?.dropped ?? 0,
    failure: failureOf(span),
    waiting: span.end === undefined && output.messages.length === 0 && streamed.length === 0,
  }
}

function streamedTurns(segments: readonly Segment[], span: Span, trace: Trace): Turn[] {
  const open = span.end === undefined
  const choices = [...new Set(segments.map((segment) => segment.choice))]
  return choices.map((choice) => {
    const own = segments.filter((segment) => segment.choice === choice)
    return {
      role: 'assistant',
      name: undefined,
      origin: 'output',
      parts: own.map((segment, index) => {
        const isLast = index === own.length - 1
        return {
          ...shown(partOf(segment), segment, span, trace),
          open: open && (isLast || segment.kind === 'tool_call'),
        }
      }),
    }
  })
}

function partOf(segment: Segment): Part {
  if (segment.kind !== 'tool_call') return { type: segment.kind, text: segment.text }
  const json = readJson(segment.text)
  return {
    type: 'tool_call',
    id: segment.callId,
    name: segment.name ?? 'tool',
    arguments: json && !json.truncated ? json.value : segment.text,
  }
}

function shown(part: Part, source: object, span: Span, trace: Trace): ShownPart {
  const outcome = part.type === 'tool_call' ? outcomeOf(part.id, span, trace) : undefined
  return { part, source, open: false, outcome }
}

function withoutOutcome(part: Part): ShownPart {
  return { part, source: part, open: false, outcome: undefined }
}

/** Whether a span carries anything that was said. */
export function hasContent(span: Span): boolean {
  return (
    (span.streamed?.segments.length ?? 0) > 0 ||
    (['input', 'output', 'instructions'] as const).some((name) => contentOf(span, name).messages.length > 0)
  )
}
