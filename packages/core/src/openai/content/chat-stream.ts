import type { ContentStreamReader, LiveDelta } from '../../recorder.ts'
import { indexOf, inOrder, list, object, text, type Wire } from '../wire/read.ts'
import { parsed } from './parsed.ts'
import { contentParts, thinking } from './parts.ts'
import { Pieces } from './pieces.ts'

interface ToolCallSoFar {
  /** Its place among the calls of its choice. */
  place: number
  id: string | undefined
  name: string | undefined
  isCustom: boolean
  /** Pieces of a text; some services give an object at once. */
  input: unknown
}

/** A text or a thought in the making. */
interface PartSoFar {
  type: 'text' | 'thinking'
  pieces: Pieces
}

/** One choice, put together, by the names of the wire. */
interface ChoiceSoFar {
  index: number
  role?: unknown
  /** Parts in their order, as on the wire; pieces of a text, or of a thought, that follow each other are one part. */
  content: (PartSoFar | Wire)[]
  /** The last of them, where it may go on. */
  open: PartSoFar | undefined
  reasoning: Pieces
  refusal: Pieces
  toolCalls: ToolCallSoFar[]
  /** The last call of each index: parallel calls come interleaved. A map, since a server may send any number. */
  byIndex: Map<number, ToolCallSoFar>
  /** The place of the call that a delta is of. */
  places: WeakMap<Wire, number>
  audio?: { data: string[]; transcript: Pieces }
}

/** What the chunks of a streamed chat completion have said, as one completion. */
export class ChatContentReader implements ContentStreamReader {
  readonly #choices = new Map<number, ChoiceSoFar>()
  #latest: ChoiceSoFar | undefined

  // Runs for every chunk: properties are read by their names, not in loops over names, and nothing is made that is not kept.
  read(chunk: unknown): void {
    const choices = list(object(chunk).choices)
    if (choices.length === 1 && this.#continues(object(choices[0]))) return
    for (const item of choices) {
      const choice = object(item)
      readDelta(this.#choiceAt(indexOf(choice) ?? 0), object(choice.delta))
    }
  }

  /** Most chunks are one more piece of the text that the last one was of, and nothing else. Takes such a piece. */
  #continues(choice: Wire): boolean {
    const latest = this.#latest
    const open = latest?.open
    if (open?.type !== 'text' || choice.index !== latest?.index) return false
    const delta = object(choice.delta)
    const { content } = delta
    if (typeof content !== 'string' || delta.tool_calls || delta.function_call || delta.audio) return false
    if (delta.images || delta.refusal || delta.reasoning_content || delta.reasoning) return false
    open.pieces.add(content)
    return true
  }

  #choiceAt(index: number): ChoiceSoFar {
    let choice = this.#choices.get(index)
    if (!choice) {
      choice = {
        index,
        content: [],
        open: undefined,
        reasoning: new Pieces(),
        refusal: new Pieces(),
        toolCalls: [],
        byIndex: new Map(),
        places: new WeakMap(),
      }
      this.#choices.set(index, choice)
    }
    this.#latest = choice
    return choice
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
      for (const item of list(delta.tool_calls)) {
        const call = object(item)
        deltas.push(toolCallDelta(choice, call, this.#choices.get(choice)?.places.get(call)))
      }
    }
    return deltas
  }

  result(): unknown {
    return {
      choices: inOrder(this.#choices).map(({ role, content, reasoning, refusal, toolCalls, audio }) => ({
        message: {
          role,
          content: content.map(whole),
          reasoning: reasoning.join(),
          refusal: refusal.join(),
          audio: audio && { data: joined(audio.data), transcript: audio.transcript.join() },
          tool_calls: toolCalls
            .toSorted((one, other) => one.place - other.place)
            .map(({ id, name, isCustom, input }) => {
              const given = input instanceof Pieces ? input.join() : input
              return { id, [isCustom ? 'custom' : 'function']: { name, input: given, arguments: given } }
            }),
        },
      })),
    }
  }
}

function readDelta(choice: ChoiceSoFar, delta: Wire): void {
  if (delta.role) choice.role = delta.role
  readContent(choice, delta.content)
  const reasoning = reasoningOf(delta)
  if (reasoning) choice.reasoning.add(reasoning)
  if (delta.refusal) choice.refusal.add(text(delta.refusal) ?? '')
  if (delta.audio) readAudio(choice, object(delta.audio))
  if (delta.images) readContent(choice, delta.images)
  if (delta.tool_calls) for (const call of list(delta.tool_calls)) readToolCall(choice, object(call))
  if (delta.function_call) readToolCall(choice, { index: 0, function: delta.function_call })
}

/** Mistral's models, and others, answer in parts: `thinking`, `text`, and what is neither. */
function readContent(choice: ChoiceSoFar, content: unknown): void {
  if (typeof content === 'string') return addPiece(choice, 'text', content)
  for (const item of list(content)) {
    const part = object(item)
    if (part.type === 'thinking') addPiece(choice, 'thinking', thinking(part))
    else if (part.type === 'text') addPiece(choice, 'text', text(part.text))
    else {
      choice.content.push({ ...part })
      choice.open = undefined
    }
  }
}

function addPiece(choice: ChoiceSoFar, type: PartSoFar['type'], piece = ''): void {
  if (!piece) return
  if (choice.open?.type !== type) choice.content.push((choice.open = { type, pieces: new Pieces() }))
  choice.open.pieces.add(piece)
}

/** A part as it comes in an answer in one piece: its text is under the name of its type. */
function whole(part: PartSoFar | Wire): Wire {
  const { type, pieces } = part as PartSoFar
  return pieces instanceof Pieces ? { type, [type]: pieces.join() } : (part as Wire)
}

function reasoningOf(delta: Wire): string | undefined {
  return text(delta.reasoning_content) || text(delta.reasoning)
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

function readToolCall(choice: ChoiceSoFar, call: Wire): void {
  const fn = object(call.custom ?? call.function)
  const id = text(call.id)
  const name = text(fn.name)
  const piece = fn.input ?? fn.arguments
  const known = knownCall(choice, call, id, name, piece) ?? newCall(choice, call)
  choice.places.set(call, known.place)
  known.id ||= id
  known.name ||= name
  if (typeof piece !== 'string') known.input = piece || known.input
  else if (known.input instanceof Pieces) known.input.add(piece)
}

/**
 * The call that a delta goes on with: that of its index, or of its id, or the last one. Some services give all calls the same index; then
 * an id and a name say that a call is new, or a name where the arguments so far are whole. An id alone does not: others make a new one
 * for each piece.
 */
function knownCall(
  choice: ChoiceSoFar,
  call: Wire,
  id: string | undefined,
  name: string | undefined,
  piece: unknown,
): ToolCallSoFar | undefined {
  const index = indexOf(call)
  if (index === undefined) {
    const isNew = id || name
    return choice.toolCalls.findLast((known) => !isNew || known.id === isNew)
  }
  const known = choice.byIndex.get(index)
  if (!known || !name) return known
  const isNew = known.id && id ? id !== known.id : piece && known.name && isWhole(known.input)
  return isNew ? undefined : known
}

/** Nothing can follow arguments that are a whole object. */
function isWhole(input: unknown): boolean {
  const json = input instanceof Pieces ? input.join() : input
  return json !== '' && typeof parsed(json) === 'object'
}

function newCall({ toolCalls, byIndex }: ChoiceSoFar, call: Wire): ToolCallSoFar {
  const index = indexOf(call)
  const isTaken = index === undefined || byIndex.has(index)
  const place = isTaken ? toolCalls.reduce((next, known) => Math.max(next, known.place + 1), 0) : index
  const made = {
    place,
    id: undefined,
    name: undefined,
    isCustom: Boolean(call.custom),
    input: new Pieces(),
  }
  toolCalls.push(made)
  byIndex.set(index ?? place, made)
  return made
}

function readAudio(choice: ChoiceSoFar, { data, transcript }: Wire): void {
  const known = (choice.audio ??= { data: [], transcript: new Pieces() })
  known.data.push(text(data) ?? '')
  known.transcript.add(text(transcript) ?? '')
}

function toolCallDelta(choice: number, call: Wire, place: number | undefined): LiveDelta {
  const fn = object(call.custom ?? call.function)
  const id = text(call.id)
  const name = text(fn.name)
  return {
    kind: 'tool_call',
    choice,
    text: text(fn.arguments) ?? text(fn.input) ?? '',
    callIndex: place ?? 0,
    ...(id ? { callId: id } : {}),
    ...(name ? { name } : {}),
  }
}
