import type { ContentStreamReader, LiveDelta } from '../../recorder.ts'
import { inOrder, list, number, object, text, type Wire } from '../wire/read.ts'
import { isFinal } from '../wire/response-head.ts'
import { Pieces } from './pieces.ts'

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

/**
 * What the events of a streamed response have said, as one response. The last event carries the whole of it; where a stream is cut off, or its
 * last event has no output, what has arrived is put together from the items and their deltas.
 */
export class ResponseContentReader implements ContentStreamReader {
  #response: Wire | undefined
  readonly #items = new Map<number, ItemSoFar>()
  #isFinished = false

  read(chunk: unknown): void {
    const event = object(chunk)
    const type = text(event.type) ?? ''
    const kind = DELTAS[type]
    if (kind) {
      const known = this.#itemAt(event)
      known[kind].add(text(event.delta) ?? '')
      // Some gateways say that an item is whole when it has only begun.
      known.isWhole = false
    } else if (type === 'response.output_item.added' || type === 'response.output_item.done') {
      const known = this.#itemAt(event)
      known.item = { ...object(event.item) }
      known.isWhole = saysSomething(known.item)
    } else if (type === 'response.shell_call_command.done') {
      this.#itemAt(event).arguments.add('\n')
    } else if (type !== 'error' && event.response !== undefined) {
      this.#response = object(event.response)
      this.#isFinished = isFinal(type)
    }
  }

  #itemAt(event: Wire): ItemSoFar {
    const index = number(event.output_index) ?? 0
    let known = this.#items.get(index)
    if (!known) {
      known = {
        item: {},
        isWhole: false,
        text: new Pieces(),
        reasoning: new Pieces(),
        refusal: new Pieces(),
        arguments: new Pieces(),
      }
      this.#items.set(index, known)
    }
    return known
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
    const response = this.#response
    const items = this.#items
    // Some services end with a response that has nothing of what they have sent.
    if (this.#isFinished && (list(response?.output).length > 0 || items.size === 0)) return response
    return { ...response, output: inOrder(items).map(itemSoFar) }
  }
}

/** Some services end an item without what it holds. */
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
