import type { Message, Part } from './model/message.ts'
import type { Reading } from './model/reading.ts'
import { isRecord } from './value.ts'

export interface SearchTextOptions {
  /** UTF-16 units at most; what goes beyond is left out from the end. */
  readonly limit?: number
}

/**
 * All words of a span that a person would search for, for a full-text index: what was said, tools with arguments and results, documents, and
 * names. Base64 is left out. Text that a model sees and a person does not (Unicode tags, joiners) stays in it.
 */
export function searchText(reading: Reading, { limit = 262_144 }: SearchTextOptions = {}): string {
  const words = new Words(limit)
  for (const { messages } of [reading.instructions, reading.input, reading.output])
    for (const message of messages) addMessage(message, words)
  if (reading.tool) {
    words.add(reading.tool.name)
    words.addValue(reading.tool.arguments)
    words.addValue(reading.tool.result)
  }
  words.add(reading.query)
  for (const document of reading.documents) {
    words.add(document.id)
    words.add(document.text)
  }
  for (const score of reading.scores) for (const text of [score.name, score.label, score.explanation]) words.add(text)
  for (const text of [
    reading.title,
    reading.model,
    reading.responseModel,
    reading.provider,
    reading.agent?.name,
    reading.user,
    reading.session,
  ])
    words.add(text)
  for (const tool of reading.tools.tools) words.add(tool.name)
  return words.text
}

function addMessage(message: Message, words: Words): void {
  words.add(message.name)
  for (const part of message.parts) {
    if (words.isFull) return
    addPart(part, words)
  }
}

function addPart(part: Part, words: Words): void {
  switch (part.type) {
    case 'text':
    case 'reasoning':
    case 'refusal':
    case 'compaction':
      return words.add(part.text)
    case 'tool_call':
      words.add(part.name)
      return words.addValue(part.arguments)
    case 'tool_result':
      words.add(part.name)
      return words.addValue(part.response)
    case 'media':
      words.add(part.transcript)
      words.add(part.fileName)
      return words.add(part.source.kind === 'uri' ? part.source.uri : undefined)
    case 'other':
      return words.addValue(part.value)
    case 'left_out':
  }
}

const MAX_NODES = 50_000
/** A long text without a space is base64 or a vector. */
const BASE64 = /^[\w+/=-]{400}/

class Words {
  readonly #pieces: string[] = []
  #left: number

  constructor(limit: number) {
    this.#left = limit
  }

  get isFull(): boolean {
    return this.#left <= 0
  }

  get text(): string {
    return this.#pieces.join('\n')
  }

  add(text: string | undefined): void {
    if (text === undefined || text === '' || this.isFull || BASE64.test(text)) return
    const piece = text.length > this.#left ? text.slice(0, this.#left) : text
    this.#pieces.push(piece)
    this.#left -= piece.length + 1
  }

  /** The texts in a structure, its keys included. A bounded number of nodes, and no recursion: depth costs nothing. */
  addValue(value: unknown): void {
    const pending: unknown[] = [value]
    for (let visited = 0; pending.length > 0 && visited < MAX_NODES && !this.isFull; visited++) {
      const next = pending.pop()
      if (typeof next === 'string') this.add(next)
      else if (typeof next === 'number' || typeof next === 'boolean') this.add(String(next))
      else if (Array.isArray(next))
        for (let index = Math.min(next.length, MAX_NODES) - 1; index >= 0; index--) pending.push(next[index])
      else if (isRecord(next))
        for (const key of Object.keys(next).slice(0, MAX_NODES).toReversed()) {
          pending.push(next[key])
          pending.push(key)
        }
    }
  }
}
