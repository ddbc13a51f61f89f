import type { LiveDelta } from '../../live/protocol.ts'
import type { StreamReader } from '../operation.ts'
import { Pieces } from './pieces.ts'
import { inOrder, list, number, object, text, type Wire } from './read.ts'

/** Text of an output item that has not been finished. */
interface ItemSoFar {
  item: Wire
  /** The item came with all that it says. */
  isWhole: boolean
  text: Pieces
  reasoning: Pieces
  refusal: Pieces
  arguments: Pieces
}

const DELTAS: Readonly<Record<string, 'text' | 'reasoning' | 'refusal' | 'arguments'>> = {
  'response.output_text.delta': 'text',
  // Speech is recorded by its transcript; its names differ between versions of the realtime API, and over a socket.
  'response.text.delta': 'text',
  'response.output_audio_transcript.delta': 'text',
  'response.audio_transcript.delta': 'text',
  'response.audio.transcript.delta': 'text',
  'response.reasoning_text.delta': 'reasoning',
  'response.reasoning_summary_text.delta': 'reasoning',
  'response.refusal.delta': 'refusal',
  'response.function_call_arguments.delta': 'arguments',
  'response.custom_tool_call_input.delta': 'arguments',
  'response.mcp_call_arguments.delta': 'arguments',
  'response.code_interpreter_call_code.delta': 'arguments',
  'response.shell_call_command.delta': 'arguments',
}

/** What a call is given, where that is not called its arguments. */
const INPUT_KEYS: Readonly<Record<string, string>> = { custom_tool_call: 'input', code_interpreter_call: 'code' }

/** Whether an event of this type is the last of its response; `response.done` is the one of a realtime session. */
export function isFinal(type: string): boolean {
  return /^response\.(completed|incomplete|failed|done)$/.test(type)
}

/**
 * The events of a streamed response as one response. The last event carries the whole of it; where a stream is cut off, or its last
 * event has no output, what has arrived is put together from the items and their deltas.
 */
export class ResponseStreamReader implements StreamReader {
  #response: Wire | undefined
  /** Of an event that says that the API failed; newer clients throw it. */
  #error: unknown
  readonly #items = new Map<number, ItemSoFar>()
  readonly #keepsContent: boolean
  #finished = false

  constructor(keepsContent: boolean) {
    this.#keepsContent = keepsContent
  }

  read(chunk: unknown): void {
    const event = object(chunk)
    const type = text(event.type) ?? ''
    const kind = DELTAS[type]
    if (kind) {
      this.#itemAt(event)[kind].add(text(event.delta) ?? '')
      return
    }
    if (type === 'response.output_item.added' || type === 'response.output_item.done') {
      const so = this.#itemAt(event)
      so.item = this.#kept(object(event.item))
      so.isWhole = so.item.status === 'completed' || (type.endsWith('done') && saysSomething(so.item))
    } else if (type === 'response.shell_call_command.done') {
      this.#itemAt(event).arguments.add('\n')
    } else if (type === 'error') {
      this.#error = event.error ?? event
    } else if (event.response !== undefined) {
      this.#response = object(event.response)
      this.#finished = isFinal(type)
    }
  }

  /** Without its content an item says what it is, and whether somebody has to answer it. */
  #kept(item: Wire): Wire {
    if (this.#keepsContent) return { ...item }
    const { type, status, call_id, execution } = item
    return { type, status, call_id, execution }
  }

  #itemAt(event: Wire): ItemSoFar {
    const index = number(event.output_index) ?? 0
    let so = this.#items.get(index)
    if (!so) {
      const pieces = (): Pieces => new Pieces(this.#keepsContent)
      const [said, reasoning, refusal, input] = [pieces(), pieces(), pieces(), pieces()]
      this.#items.set(index, (so = { item: {}, isWhole: false, text: said, reasoning, refusal, arguments: input }))
    }
    return so
  }

  deltas(chunk: unknown): LiveDelta[] {
    const event = object(chunk)
    const choice = number(event.output_index) ?? 0
    if (event.type === 'response.output_item.added') {
      const item = object(event.item)
      const name = text(item.name)
      if (!name) return []
      const id = text(item.call_id)
      return [{ kind: 'tool_call', choice, text: '', callIndex: choice, name, ...(id ? { callId: id } : {}) }]
    }
    const kind = DELTAS[text(event.type) ?? '']
    const delta = text(event.delta)
    if (!kind || !delta) return []
    if (kind === 'arguments') return [{ kind: 'tool_call', choice, text: delta, callIndex: choice }]
    return [{ kind, choice, text: delta }]
  }

  result(): unknown {
    const error = this.#error
    const finished = this.#finished
    const items = this.#items
    const response = this.#response
    // Some services end with a response that has nothing of what they have sent.
    if (finished && (list(response?.output).length > 0 || items.size === 0)) return response
    const output = inOrder(items).map(itemSoFar)
    return { ...response, ...(error ? { error } : {}), output, cutOff: !finished }
  }
}

/** Not every item has a status, and some services end an item without what it holds. */
function saysSomething({ content, summary, arguments: given, input }: Wire): boolean {
  return list(content).length > 0 || list(summary).length > 0 || Boolean(given || input)
}

function itemSoFar({ item, isWhole, ...pieces }: ItemSoFar): Wire {
  if (isWhole) return item
  const input = pieces.arguments.join()
  const reasoning = pieces.reasoning.join()
  const said = pieces.text.join()
  const refusal = pieces.refusal.join()
  if (input) {
    const key = INPUT_KEYS[String(item.type)] ?? 'arguments'
    return { type: 'function_call', ...item, [key]: input }
  }
  if (reasoning) return { type: 'reasoning', summary: [{ type: 'summary_text', text: reasoning }] }
  const content = [
    ...(said ? [{ type: 'output_text', text: said }] : []),
    ...(refusal ? [{ type: 'refusal', refusal }] : []),
  ]
  return content.length > 0 ? { type: 'message', role: 'assistant', ...item, content } : item
}
