import type { Message } from '@spanlit/dialects'
import { firstPlainWords } from './format.ts'
import { contextTokens, type TokensByPart } from './genai/context-share.ts'
import { contentOf } from './genai/read-span.ts'
import { roleOf } from './role.ts'
import { isFailed, type Span, type Trace } from './span.ts'
import { readingOf } from './readings.ts'

/** One question with all that was done for its answer. */
export interface ConversationTurn {
  readonly trace: Trace
  /** The calls of models, in the order in which they began. */
  readonly calls: readonly Span[]
  /** In one line; empty where content was not captured. */
  readonly question: string
}

/** What a turn sent and received. */
export interface TurnFigures {
  readonly start: number
  /** Missing while it runs. */
  readonly end: number | undefined
  readonly input: number
  readonly cached: number
  readonly output: number
  /** The prompt of the last call, by part, in tokens. */
  readonly context: TokensByPart
  readonly contextTotal: number
}

/** All turns that belong together, over any number of traces. */
export interface ConversationThread {
  readonly id: string
  readonly turns: readonly ConversationTurn[]
}

/**
 * The conversations among some traces, the one with the newest turn first. Calls belong together that share `gen_ai.conversation.id`, that
 * continue one another by the id of a response, or whose messages begin with all that was said before.
 */
export function conversationsOf(traces: readonly Trace[]): readonly ConversationThread[] {
  const threads = new Map<string, ConversationTurn[]>()
  const byResponse = new Map<string, string>()
  const byHistory = new Map<string, string>()
  for (const trace of traces.toReversed())
    for (const call of callsIn(trace)) {
      const id = threadOf(call, byResponse, byHistory)
      const turns = threads.get(id) ?? []
      threads.set(id, turns)
      addCall(turns, trace, call)
      const response = readingOf(call).responseId
      if (response !== undefined) byResponse.set(response, id)
      const history = historyAfter(call)
      if (history !== '') byHistory.set(history, id)
    }
  return [...threads]
    .map(([id, turns]) => ({ id, turns }))
    .toSorted((a, b) => b.turns.at(-1)!.trace.start - a.turns.at(-1)!.trace.start)
}

/** Agents call sub-agents; of a conversation, the calls count that stand highest. */
function callsIn(trace: Trace): readonly Span[] {
  const calls = trace.spans.filter((span) => roleOf(span) === 'model').toSorted((a, b) => a.start - b.start)
  return calls.filter((call) => !isInsideTool(call, trace))
}

function isInsideTool(span: Span, trace: Trace): boolean {
  let above = span.parentSpanId
  for (let steps = 0; above !== undefined && steps < 64; steps++) {
    const parent = trace.byId.get(above)
    if (!parent) return false
    if (roleOf(parent) === 'tool') return true
    above = parent.parentSpanId
  }
  return false
}

function threadOf(call: Span, byResponse: ReadonlyMap<string, string>, byHistory: ReadonlyMap<string, string>): string {
  const named = readingOf(call).session
  if (named !== undefined) return named
  const previous = readingOf(call).previousResponseId
  const continued = previous === undefined ? undefined : byResponse.get(previous)
  if (continued !== undefined) return continued
  const { messages } = contentOf(call, 'input')
  for (let length = messages.length - 1; length > 1; length--) {
    const known = byHistory.get(historyKey(messages.slice(0, length)))
    if (known !== undefined) return known
  }
  return `${call.traceId}/${call.parentSpanId ?? call.spanId}`
}

/** What a call that continues this one begins with: its input and its answer. */
function historyAfter(call: Span): string {
  const said = contentOf(call, 'output').messages
  return said.length === 0 ? '' : historyKey([...contentOf(call, 'input').messages, ...said.slice(0, 1)])
}

const texts = new WeakMap<Message, string>()

function historyKey(messages: readonly Message[]): string {
  return messages
    .map((message) => {
      let text = texts.get(message)
      if (text === undefined) {
        const parts = message.parts.map((part) =>
          'text' in part ? part.text : part.type === 'tool_call' || part.type === 'tool_result' ? (part.id ?? '') : '',
        )
        texts.set(message, (text = `${message.role}:${parts.join(' ').trim().slice(0, 2000)}`))
      }
      return text
    })
    .join('\n')
}

/** A call goes on with the turn before it where nobody said anything in between. */
function addCall(turns: ConversationTurn[], trace: Trace, call: Span): void {
  const question = questionOf(call)
  const last = turns.at(-1)
  if (last && last.trace === trace && (question === last.question || question === ''))
    turns[turns.length - 1] = { ...last, calls: [...last.calls, call] }
  else turns.push({ trace, calls: [call], question })
}

function questionOf(call: Span): string {
  const message = contentOf(call, 'input').messages.findLast(({ role }) => role === 'user')
  for (const part of message?.parts ?? []) if (part.type === 'text') return firstPlainWords(part.text, 160)
  return ''
}

export function figuresOf({ calls }: ConversationTurn): TurnFigures {
  const last = calls.at(-1)!
  const sum = { input: 0, cached: 0, output: 0 }
  for (const call of calls) {
    const { usage } = readingOf(call)
    sum.input += usage.input ?? 0
    sum.cached += usage.cached ?? 0
    sum.output += usage.output ?? 0
  }
  const context = contextTokens(last)
  return {
    ...sum,
    start: calls[0]!.start,
    end: calls.some(({ end }) => end === undefined) ? undefined : Math.max(...calls.map(({ end }) => end!)),
    context,
    contextTotal: readingOf(last).usage.input ?? Object.values(context).reduce((total, tokens) => total + tokens, 0),
  }
}

/** What a turn added to the context of the turn before it, by part, in tokens; only what grew. */
export function addedTokens(turn: TurnFigures, before: TurnFigures | undefined): TokensByPart {
  const added: Record<string, number> = {}
  for (const [part, tokens] of Object.entries(turn.context)) {
    const more = tokens - (before?.context[part] ?? 0)
    if (more > 0) added[part] = more
  }
  return added
}

export function isTurnFailed({ calls }: ConversationTurn): boolean {
  return isFailed(calls.at(-1)!)
}
