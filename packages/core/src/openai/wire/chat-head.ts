import type { StreamHeadReader } from '../../genai/call-kind.ts'
import { indexOf, inOrder, list, object, type Wire } from './read.ts'

interface ChoiceHead {
  index: number
  finish_reason?: unknown
  error?: unknown
}

type HeadKey = 'id' | 'model' | 'service_tier' | 'system_fingerprint' | 'usage'

/** What the chunks of a streamed chat completion say beside its content, as one completion. */
export class ChatHeadReader implements StreamHeadReader {
  readonly #head: Partial<Record<HeadKey, unknown>> = {}
  readonly #choices = new Map<number, ChoiceHead>()
  #latest: ChoiceHead | undefined

  // Runs for every chunk: properties are read by their names, not in loops over names, and nothing is made that is not kept.
  read(chunk: unknown): void {
    const wire = object(chunk)
    const head = this.#head
    head.id ||= wire.id
    head.model ||= wire.model
    // The first chunks may repeat what was asked for; the last says what was served.
    if (wire.service_tier) head.service_tier = wire.service_tier
    if (wire.system_fingerprint) head.system_fingerprint = wire.system_fingerprint
    const usage = wire.usage ?? (wire.x_groq ? object(wire.x_groq).usage : undefined)
    if (usage) head.usage = usage
    // Azure's first chunk may hold only the content filter's result, and the last of a stream only the usage.
    const choices = list(wire.choices)
    for (let at = 0; at < choices.length; at++) this.#readChoice(object(choices[at]))
  }

  #readChoice(choice: Wire): void {
    const { index, finish_reason: reason, usage, error } = choice
    let head = this.#latest
    if (head === undefined || head.index !== index) head = this.#choiceAt(indexOf(choice) ?? 0)
    if (reason) head.finish_reason = reason
    if (error) head.error = error
    // Moonshot's counts stand in the choice.
    if (usage) this.#head.usage = usage
  }

  #choiceAt(index: number): ChoiceHead {
    let head = this.#choices.get(index)
    if (!head) this.#choices.set(index, (head = { index }))
    return (this.#latest = head)
  }

  result(): unknown {
    return { ...this.#head, choices: inOrder(this.#choices) }
  }
}
