import type { LiveDelta } from '../../live/event.ts'
import type { StreamReader } from '../operation.ts'
import { contentParts, thinking } from './content.ts'
import { indexOf, inOrder, list, object, text, type Wire } from './read.ts'

interface ToolCallSoFar {
  id: string | undefined
  name: string
  isCustom: boolean
  /** A text in the making; some services give an object at once. */
  input: unknown
}

/** One choice, put together, by the names of the wire. */
interface ChoiceSoFar {
  role?: unknown
  /** Parts in their order, as on the wire; pieces of a text, or of a thought, that follow each other are one part. */
  content: Record<string, unknown>[]
  reasoning: string
  refusal: string
  /** By the index of the delta: parallel calls come interleaved. A map, since a server may send any number. */
  toolCalls: Map<number, ToolCallSoFar>
  audio?: { id: unknown; data: string[]; transcript: string }
  finish_reason?: unknown
}

type HeadKey = 'id' | 'model' | 'service_tier' | 'system_fingerprint' | 'usage'

/** The chunks of a streamed chat completion as one completion. */
export class ChatStreamReader implements StreamReader {
  private readonly head: Partial<Record<HeadKey, unknown>> = {}
  private readonly choices = new Map<number, ChoiceSoFar>()

  // Runs for every chunk: properties are read by their names, not in loops over names, and nothing is made that is not kept.
  read(chunk: unknown): void {
    const wire = object(chunk)
    const { head } = this
    head.id ||= wire.id
    head.model ||= wire.model
    // The first chunks may repeat what was asked for; the last says what was served.
    if (wire.service_tier) head.service_tier = wire.service_tier
    head.system_fingerprint ||= wire.system_fingerprint
    if (wire.usage) head.usage = wire.usage
    // Azure's first chunk may hold only the content filter's result, and the last of a stream only the usage.
    const choices = wire.choices
    if (!Array.isArray(choices)) return
    for (const item of choices as unknown[]) {
      const choice = object(item)
      const index = indexOf(choice) ?? 0
      let so = this.choices.get(index)
      if (!so) this.choices.set(index, (so = { content: [], reasoning: '', refusal: '', toolCalls: new Map() }))
      readChoice(so, choice)
    }
  }

  deltas(chunk: unknown): LiveDelta[] {
    const deltas: LiveDelta[] = []
    for (const item of list(object(chunk).choices)) {
      const wire = object(item)
      const choice = indexOf(wire) ?? 0
      const delta = object(wire.delta)
      const push = (kind: 'text' | 'reasoning' | 'refusal', piece: string | undefined): void => {
        if (piece) deltas.push({ kind, choice, text: piece })
      }
      for (const part of contentParts(delta.content)) {
        if (part.type === 'text' || part.type === 'reasoning') push(part.type, text(part.content))
      }
      push('reasoning', reasoningOf(delta))
      push('refusal', text(delta.refusal))
      for (const call of list(delta.tool_calls)) deltas.push(toolCallDelta(choice, object(call)))
    }
    return deltas
  }

  result(): unknown {
    return {
      ...this.head,
      choices: inOrder(this.choices).map(({ finish_reason, toolCalls, audio, ...message }) => ({
        finish_reason,
        message: {
          ...message,
          audio: audio && { ...audio, data: joined(audio.data) },
          tool_calls: inOrder(toolCalls).map(({ id, name, isCustom, input }) => ({
            id,
            [isCustom ? 'custom' : 'function']: { name, input, arguments: input },
          })),
        },
      })),
    }
  }
}

function readChoice(so: ChoiceSoFar, choice: Wire): void {
  if (choice.finish_reason) so.finish_reason = choice.finish_reason
  const delta = object(choice.delta)
  if (delta.role) so.role = delta.role
  readContent(so, delta.content)
  so.reasoning += reasoningOf(delta) ?? ''
  so.refusal += text(delta.refusal) ?? ''
  if (delta.audio) readAudio(so, object(delta.audio))
  if (delta.tool_calls) for (const call of list(delta.tool_calls)) readToolCall(so, object(call))
  if (delta.function_call) readToolCall(so, { index: 0, function: delta.function_call })
}

/** Mistral's models, and others, answer in parts: `thinking`, `text`, and what is neither. */
function readContent(so: ChoiceSoFar, content: unknown): void {
  if (typeof content === 'string') return addPiece(so, 'text', content)
  for (const item of list(content)) {
    const part = object(item)
    if (part.type === 'thinking') addPiece(so, 'thinking', thinking(part))
    else if (part.type === 'text') addPiece(so, 'text', text(part.text))
    else so.content.push({ ...part })
  }
}

function addPiece({ content }: ChoiceSoFar, type: 'text' | 'thinking', piece = ''): void {
  if (!piece) return
  const last = content.at(-1)
  // The parts' text is under the name of their type.
  if (last?.type === type) last[type] = (last[type] as string) + piece
  else content.push({ type, [type]: piece })
}

function reasoningOf(delta: Wire): string | undefined {
  return text(delta.reasoning_content) ?? text(delta.reasoning)
}

/** Pieces of base64 as one: a piece whose bytes are no multiple of three has padding at its end, which may stand nowhere else. */
function joined(pieces: readonly string[]): string {
  const base64 = pieces.join('')
  if (!/=[^=]/.test(base64)) return base64
  try {
    return btoa(pieces.map(atob).join(''))
  } catch {
    return base64
  }
}

function readToolCall({ toolCalls }: ChoiceSoFar, call: Wire): void {
  const fn = object(call.custom ?? call.function)
  const id = text(call.id)
  const name = text(fn.name)
  const index = indexOf(call) ?? unnumbered(toolCalls, id || name)
  let known = toolCalls.get(index)
  if (!known) toolCalls.set(index, (known = { id: undefined, name: '', isCustom: Boolean(call.custom), input: '' }))
  known.id ||= id
  known.name ||= name ?? ''
  const piece = known.isCustom ? fn.input : fn.arguments
  if (piece) known.input = typeof piece === 'string' && typeof known.input === 'string' ? known.input + piece : piece
}

/** The place of a call that comes without one: it goes on with the call of its id, or with the last, unless it says that it is new. */
function unnumbered(toolCalls: ReadonlyMap<number, ToolCallSoFar>, isNew: string | undefined): number {
  const known = [...toolCalls].findLast(([, { id }]) => !isNew || id === isNew)
  return known?.[0] ?? toolCalls.size
}

function readAudio(so: ChoiceSoFar, { id, data, transcript }: Wire): void {
  const known = (so.audio ??= { id, data: [], transcript: '' })
  known.id ??= id
  known.data.push(text(data) ?? '')
  known.transcript += text(transcript) ?? ''
}

function toolCallDelta(choice: number, call: Wire): LiveDelta {
  const fn = object(call.custom ?? call.function)
  const id = text(call.id)
  const name = text(fn.name)
  return {
    kind: 'tool_call',
    choice,
    text: text(fn.arguments) ?? text(fn.input) ?? '',
    callIndex: indexOf(call) ?? 0,
    ...(id ? { callId: id } : {}),
    ...(name ? { name } : {}),
  }
}
