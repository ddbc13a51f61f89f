import type { ContentStreamReader, LiveDelta } from '../../recorder.ts'
import { list, object, text, type Wire } from '../wire/read.ts'

/** The events of a streamed run of an assistant as the run, with what it wrote and the tools that it used as `items`. */
export class RunStreamReader implements ContentStreamReader {
  #run: Wire | undefined
  /** Texts of messages in progress, by the message's id. */
  readonly #pieces = new Map<string, string>()
  readonly #items: unknown[] = []

  read(chunk: unknown): void {
    const { event, data } = object(chunk)
    const about = object(data)
    const id = text(about.id) ?? ''
    if (about.object === 'thread.run') this.#run = about
    else if (about.object === 'thread.message.delta') {
      this.#pieces.set(id, (this.#pieces.get(id) ?? '') + textsOf(about).join(''))
    } else if (event === 'thread.message.completed') {
      this.#pieces.delete(id)
      this.#items.push(about)
    } else if (event === 'thread.run.step.completed') {
      for (const item of list(object(about.step_details).tool_calls)) {
        const call = object(item)
        const type = text(call.type)
        if (type && type !== 'function') this.#items.push({ id: call.id, type, ...object(call[type]) })
      }
    }
  }

  deltas(chunk: unknown): LiveDelta[] {
    const about = object(object(chunk).data)
    if (about.object !== 'thread.message.delta') return []
    return textsOf(about).map((piece) => ({ kind: 'text', choice: 0, text: piece }))
  }

  result(complete: boolean): unknown {
    const pieces = [...this.#pieces.values()].map((content) => ({ content }))
    return { ...this.#run, items: [...this.#items, ...pieces], cutOff: !complete }
  }
}

function textsOf(message: Wire): string[] {
  return list(object(message.delta).content)
    .map((part) => text(object(object(part).text).value))
    .filter((piece) => piece !== undefined)
}
