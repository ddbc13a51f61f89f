import type { StreamHeadReader } from '../../genai/call-kind.ts'
import { inOrder, list, number, object, text, type Wire } from './read.ts'

/** Whether an event of this type is the last of its response; `response.done` is the one of a realtime session. */
export function isFinal(type: string): boolean {
  return /^response\.(completed|incomplete|failed|done)$/.test(type)
}

/** What the events of a streamed response say beside its content, as one response; cut off where no event has ended it. */
export class ResponseHeadReader implements StreamHeadReader {
  #response: Wire | undefined
  /** From an event that says that the API failed; newer clients throw it. */
  #error: unknown
  /** What each output item is, and whether somebody has to answer it. */
  readonly #items = new Map<number, Wire>()
  #isFinished = false

  read(chunk: unknown): void {
    const event = object(chunk)
    const { type } = event
    // Most events are pieces of a text.
    if (typeof type !== 'string') return
    if (type.endsWith('.delta')) {
      if (/arguments|_call_/.test(type)) this.#knowCall(event)
    } else if (type === 'response.output_item.added' || type === 'response.output_item.done') {
      const { type: kind, status, call_id, execution } = object(event.item)
      this.#items.set(number(event.output_index) ?? 0, { type: kind, status, call_id, execution })
    } else if (type === 'error') {
      this.#error = event.error ?? event
    } else if (event.response !== undefined) {
      this.#response = object(event.response)
      this.#isFinished = isFinal(type)
    }
  }

  /** Some services send the arguments of a call, and never the item that they belong to. */
  #knowCall(event: Wire): void {
    const index = number(event.output_index) ?? 0
    if (!this.#items.has(index)) this.#items.set(index, { type: 'function_call' })
  }

  result(): unknown {
    const response = this.#response
    // Some services end with a response that has nothing of what they have sent.
    if (this.#isFinished && (list(response?.output).length > 0 || this.#items.size === 0)) return response
    const error = this.#error
    const output = inOrder(this.#items)
    return { ...response, ...(error ? { error } : {}), output, cutOff: !this.#isFinished }
  }
}

/** Calls of tools that the application runs itself, some of them by the protocol of a computer or a shell. */
const TOOL_CALL = /^(function|custom_tool|computer|local_shell|shell|apply_patch)_call$/

export function isToolCall({ type, execution }: Wire): boolean {
  // A search among the tools may be either's.
  return TOOL_CALL.test(String(type)) || (type === 'tool_search_call' && execution === 'client')
}

/** Whether the answer waits for a tool of the application: one whose output stands beside its call has run at the API. */
export function callsTool(output: readonly unknown[]): boolean {
  const items = output.map(object)
  const isAnswered = (id: unknown): boolean =>
    items.some(({ type, call_id: callId }) => callId === id && text(type)?.endsWith('_output'))
  return items.some((item) => isToolCall(item) && !isAnswered(item.call_id))
}
