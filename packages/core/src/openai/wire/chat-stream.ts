import type { LiveDelta } from '../../live/protocol.ts'
import type { StreamReader } from '../operation.ts'
import { contentParts, thinking } from './content.ts'
import { Pieces } from './pieces.ts'
import { indexOf, inOrder, list, object, parsed, text, type Wire } from './read.ts'

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
  keepsContent: boolean
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
  finish_reason?: unknown
  error?: unknown
}

type HeadKey = 'id' | 'model' | 'service_tier' | 'system_fingerprint' | 'usage'

/** The chunks of a streamed chat completion as one completion. */
export class ChatStreamReader implements StreamReader {
  readonly #head: Partial<Record<HeadKey, unknown>> = {}
  readonly #choices = new Map<number, ChoiceSoFar>()
  readonly #keepsContent: boolean
  #latest: ChoiceSoFar | undefined

  constructor(keepsContent: boolean) {
    this.#keepsContent = keepsContent
  }

  // Runs for every chunk: properties are read by their names, not in loops over names, and nothing is made that is not kept.
  read(chunk: unknown): void {
    const wire = object(chunk)
    if (this.#goesOn(wire)) return
    const head = this.#head
    head.id ||= wire.id
    head.model ||= wire.model
    // The first chunks may repeat what was asked for; the last says what was served.
    if (wire.service_tier) head.service_tier = wire.service_tier
    if (wire.system_fingerprint) head.system_fingerprint = wire.system_fingerprint
    const usage = wire.usage ?? object(wire.x_groq).usage
    if (usage) head.usage = usage
    // Azure's first chunk may hold only the content filter's result, and the last of a stream only the usage.
    for (const item of list(wire.choices)) {
      const choice = object(item)
      // Moonshot's counts stand in the choice.
      if (choice.usage) head.usage = choice.usage
      readChoice(this.#choiceAt(indexOf(choice) ?? 0), choice)
    }
  }

  /** Most chunks are one more piece of the text that the last one was of, and nothing else. Takes such a piece. */
  #goesOn(wire: Wire): boolean {
    const head = this.#head
    const latest = this.#latest
    const { choices, usage, service_tier: tier, system_fingerprint: fingerprint } = wire
    if (latest?.open?.type !== 'text' || !Array.isArray(choices) || choices.length !== 1) return false
    if (!head.id || !head.model || usage || (tier && tier !== head.service_tier)) return false
    if (fingerprint && fingerprint !== head.system_fingerprint) return false
    const { index, finish_reason: reason, delta } = object(choices[0])
    if (index !== latest.index || reason || !delta) return false
    const more = delta as Wire
    const { content } = more
    if (
      typeof content !== 'string' ||
      more.tool_calls ||
      more.function_call ||
      more.audio ||
      more.images ||
      more.refusal
    )
      return false
    if (reasoningOf(more)) return false
    latest.open.pieces.add(content)
    return true
  }

  #choiceAt(index: number): ChoiceSoFar {
    let so = this.#choices.get(index)
    if (!so) {
      so = {
        index,
        keepsContent: this.#keepsContent,
        content: [],
        open: undefined,
        reasoning: new Pieces(this.#keepsContent),
        refusal: new Pieces(this.#keepsContent),
        toolCalls: [],
        byIndex: new Map(),
        places: new WeakMap(),
      }
      this.#choices.set(index, so)
    }
    this.#latest = so
    return so
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
      ...this.#head,
      choices: inOrder(this.#choices).map(({ content, reasoning, refusal, toolCalls, audio, ...so }) => ({
        finish_reason: so.finish_reason,
        error: so.error,
        message: {
          role: so.role,
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

function readChoice(so: ChoiceSoFar, choice: Wire): void {
  if (choice.finish_reason) so.finish_reason = choice.finish_reason
  if (choice.error) so.error = choice.error
  const delta = object(choice.delta)
  if (delta.role) so.role = delta.role
  readContent(so, delta.content)
  const reasoning = reasoningOf(delta)
  if (reasoning) so.reasoning.add(reasoning)
  if (delta.refusal) so.refusal.add(text(delta.refusal) ?? '')
  if (delta.audio) readAudio(so, object(delta.audio))
  if (delta.images) readContent(so, delta.images)
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
    else if (so.keepsContent) {
      so.content.push({ ...part })
      so.open = undefined
    }
  }
}

function addPiece(so: ChoiceSoFar, type: PartSoFar['type'], piece = ''): void {
  if (!piece) return
  if (so.open?.type !== type) so.content.push((so.open = { type, pieces: new Pieces(so.keepsContent) }))
  so.open.pieces.add(piece)
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

function readToolCall(so: ChoiceSoFar, call: Wire): void {
  const fn = object(call.custom ?? call.function)
  const id = text(call.id)
  const name = text(fn.name)
  const piece = fn.input ?? fn.arguments
  const known = knownCall(so, call, id, name, piece) ?? newCall(so, call)
  so.places.set(call, known.place)
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
  so: ChoiceSoFar,
  call: Wire,
  id: string | undefined,
  name: string | undefined,
  piece: unknown,
): ToolCallSoFar | undefined {
  const index = indexOf(call)
  if (index === undefined) {
    const isNew = id || name
    return so.toolCalls.findLast((known) => !isNew || known.id === isNew)
  }
  const known = so.byIndex.get(index)
  if (!known || !name) return known
  const isNew = known.id && id ? id !== known.id : piece && known.name && isWhole(known.input)
  return isNew ? undefined : known
}

/** Nothing can follow arguments that are a whole object. */
function isWhole(input: unknown): boolean {
  const json = input instanceof Pieces ? input.join() : input
  return json !== '' && typeof parsed(json) === 'object'
}

function newCall({ toolCalls, byIndex, keepsContent }: ChoiceSoFar, call: Wire): ToolCallSoFar {
  const index = indexOf(call)
  const isTaken = index === undefined || byIndex.has(index)
  const place = isTaken ? toolCalls.reduce((next, known) => Math.max(next, known.place + 1), 0) : index
  const made = {
    place,
    id: undefined,
    name: undefined,
    isCustom: Boolean(call.custom),
    input: new Pieces(keepsContent),
  }
  toolCalls.push(made)
  byIndex.set(index ?? place, made)
  return made
}

function readAudio(so: ChoiceSoFar, { data, transcript }: Wire): void {
  const known = (so.audio ??= { data: [], transcript: new Pieces(so.keepsContent) })
  if (so.keepsContent) known.data.push(text(data) ?? '')
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
