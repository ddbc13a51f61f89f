import type { LiveDelta } from '../../live/event.ts'
import type { StreamReader } from '../operation.ts'
import { thinking } from './content.ts'
import { list, number, object, text, type Wire } from './read.ts'

interface ToolCallSoFar {
  id: string | undefined
  name: string
  custom: boolean
  arguments: string[]
}

/** One choice, put together: text is gathered in pieces and joined once, at the end. */
interface ChoiceSoFar {
  role: string | undefined
  content: string[]
  reasoning: string[]
  refusal: string[]
  /** By the index of the delta: parallel calls come interleaved. A map, since a server may send any number. */
  toolCalls: Map<number, ToolCallSoFar>
  /** Content that is neither text nor thought, of services that answer in parts. */
  parts: unknown[]
  audio: { id: string | undefined; data: string[]; transcript: string[] } | undefined
  finishReason: string | undefined
}

type HeadKey = 'id' | 'model' | 'service_tier' | 'system_fingerprint' | 'usage'

/** The chunks of a streamed chat completion as one completion. */
export class ChatStreamReader implements StreamReader {
  private readonly head: Record<HeadKey, unknown> = {
    id: undefined,
    model: undefined,
    service_tier: undefined,
    system_fingerprint: undefined,
    usage: undefined,
  }
  private readonly choices = new Map<number, ChoiceSoFar>()

  // Runs for every chunk: properties are read by their names, not in loops over names, and nothing is made that is not kept.
  read(chunk: unknown): void {
    const wire = object(chunk)
    const { head } = this
    head.id ||= wire.id
    head.model ||= wire.model
    head.service_tier ||= wire.service_tier
    head.system_fingerprint ||= wire.system_fingerprint
    if (wire.usage) head.usage = wire.usage
    // Azure's first chunk may hold only the content filter's result, and the last of a stream only the usage.
    const choices = wire.choices
    if (!Array.isArray(choices)) return
    for (const item of choices as unknown[]) {
      const choice = object(item)
      const index = typeof choice.index === 'number' ? choice.index : 0
      let so = this.choices.get(index)
      if (!so) this.choices.set(index, (so = newChoice()))
      readChoice(so, choice)
    }
  }

  deltas(chunk: unknown): LiveDelta[] {
    const deltas: LiveDelta[] = []
    for (const item of list(object(chunk).choices)) {
      const wire = object(item)
      const choice = number(wire.index) ?? 0
      const delta = object(wire.delta)
      const content = textOf(delta)
      if (content) deltas.push({ kind: 'text', choice, text: content })
      const reasoning = reasoningOf(delta)
      if (reasoning) deltas.push({ kind: 'reasoning', choice, text: reasoning })
      const refusal = text(delta.refusal)
      if (refusal) deltas.push({ kind: 'refusal', choice, text: refusal })
      for (const call of list(delta.tool_calls)) deltas.push(toolCallDelta(choice, object(call)))
    }
    return deltas
  }

  result(complete: boolean): unknown {
    return {
      ...this.head,
      choices: inOrder(this.choices).map((so) => {
        return {
          finish_reason: so.finishReason ?? (complete ? undefined : 'error'),
          message: {
            role: so.role ?? 'assistant',
            content: contentSoFar(so),
            reasoning: so.reasoning.join(''),
            refusal: so.refusal.join(''),
            ...(so.audio
              ? { audio: { id: so.audio.id, data: joined(so.audio.data), transcript: so.audio.transcript.join('') } }
              : {}),
            tool_calls: inOrder(so.toolCalls).map((call) => {
              const input = call.arguments.join('')
              return call.custom
                ? { id: call.id, custom: { name: call.name, input } }
                : { id: call.id, function: { name: call.name, arguments: input } }
            }),
          },
        }
      }),
    }
  }
}

function readChoice(so: ChoiceSoFar, choice: Wire): void {
  const reason = text(choice.finish_reason)
  if (reason) so.finishReason = reason
  const delta = object(choice.delta)
  const content = textOf(delta)
  if (content) so.content.push(content)
  const role = text(delta.role)
  if (role) so.role = role
  const reasoning = reasoningOf(delta)
  if (reasoning) so.reasoning.push(reasoning)
  if (Array.isArray(delta.content)) so.parts.push(...delta.content.filter((part) => !isSpoken(part)))
  const refusal = text(delta.refusal)
  if (refusal) so.refusal.push(refusal)
  if (delta.audio) readAudio(so, object(delta.audio))
  if (delta.tool_calls) for (const call of list(delta.tool_calls)) readToolCall(so, object(call))
  if (delta.function_call) readToolCall(so, { index: 0, function: delta.function_call })
}

function inOrder<T>(items: Map<number, T>): T[] {
  return [...items].toSorted(([one], [other]) => one - other).map(([, item]) => item)
}

function newChoice(): ChoiceSoFar {
  return {
    role: undefined,
    content: [],
    reasoning: [],
    refusal: [],
    parts: [],
    toolCalls: new Map(),
    audio: undefined,
    finishReason: undefined,
  }
}

/** Mistral's models send content as parts: `thinking` and `text`. */
function textOf({ content }: Wire): string | undefined {
  if (!Array.isArray(content)) return text(content)
  return content.map((part) => (object(part).type === 'text' ? text(object(part).text) : undefined)).join('')
}

function reasoningOf(delta: Wire): string | undefined {
  if (Array.isArray(delta.content)) return delta.content.map((part) => thinking(object(part))).join('')
  return text(delta.reasoning_content) ?? text(delta.reasoning)
}

function isSpoken(part: unknown): boolean {
  return /^(text|thinking)$/.test(String(object(part).type))
}

function contentSoFar({ content, parts }: ChoiceSoFar): unknown {
  const spoken = content.join('')
  return parts.length > 0 ? [{ type: 'text', text: spoken }, ...parts] : spoken
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
  const index = number(call.index) ?? so.toolCalls.size
  const custom = call.custom !== undefined
  const fn = object(custom ? call.custom : call.function)
  let known = so.toolCalls.get(index)
  if (!known) so.toolCalls.set(index, (known = { id: undefined, name: '', custom, arguments: [] }))
  known.id ??= text(call.id)
  known.name ||= text(fn.name) ?? ''
  const piece = text(custom ? fn.input : fn.arguments)
  if (piece) known.arguments.push(piece)
}

function readAudio(so: ChoiceSoFar, audio: Wire): void {
  const known = (so.audio ??= { id: undefined, data: [], transcript: [] })
  known.id ??= text(audio.id)
  const data = text(audio.data)
  if (data) known.data.push(data)
  const transcript = text(audio.transcript)
  if (transcript) known.transcript.push(transcript)
}

function toolCallDelta(choice: number, call: Wire): LiveDelta {
  const fn = object(call.function ?? call.custom)
  const id = text(call.id)
  const name = text(fn.name)
  return {
    kind: 'tool_call',
    choice,
    text: text(fn.arguments) ?? text(fn.input) ?? '',
    callIndex: number(call.index) ?? 0,
    ...(id ? { callId: id } : {}),
    ...(name ? { name } : {}),
  }
}
