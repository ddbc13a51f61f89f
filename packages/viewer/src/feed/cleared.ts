import { isRecord } from '../model/unknown.ts'
import type { Span } from '../model/span.ts'
import { readPreferences, savePreferences } from '../preferences.ts'

/** What is kept of one page's life, and of that what is stored: enough for the spans that a page exports only after the clearing. */
const MAX_KEPT = 20_000
const MAX_STORED = 200
/** A receiver replays at once. What comes later than this is new, whatever its number. */
const REPLAY_MS = 10_000

interface Mark {
  /** The number of the last event that the receiver had sent. */
  readonly upTo: number
  readonly spans: readonly string[]
}

/**
 * What a person has cleared, which no feed brings back: the page's feed and a receiver replay what they still hold, and a span of the
 * page comes a second time when it is exported. The mark is stored by the receiver's address, for every viewer of this origin.
 */
export class Cleared {
  readonly #address: string | undefined
  #upTo = 0
  #spans = new Set<string>()

  /** @param address the receiver's; without one there is nothing to remember beyond the page, whose feed ends with it */
  constructor(address: string | undefined, before?: Cleared) {
    this.#address = address
    const stored = readMark(address)
    this.#upTo = stored.upTo
    this.#spans = new Set([...stored.spans, ...(before ? before.#spans : [])])
  }

  /**
   * @param spans the ended spans that were cleared, the one that ended last first
   * @param lastId the number of the receiver's last event, 0 where it has none
   * @returns a function that takes it back
   */
  add(spans: readonly Span[], lastId: number): () => void {
    const [spansBefore, upToBefore] = [this.#spans, this.#upTo]
    this.#spans = new Set([...spans.map(keyOf), ...this.#spans].slice(0, MAX_KEPT))
    this.#upTo = Math.max(this.#upTo, lastId)
    this.#save()
    return () => {
      this.#spans = spansBefore
      this.#upTo = upToBefore
      this.#save()
    }
  }

  /** Whether an event is about a span that was cleared after it had ended. */
  hasSpan(event: unknown): boolean {
    return this.#spans.size > 0 && isRecord(event) && isRecord(event['span']) && this.#spans.has(keyOf(event['span']))
  }

  /**
   * Whether a receiver's event is one that was cleared. Its numbers grow, over restarts too (they begin at the time of day); where they
   * do not, as after a clock was set back, what comes when the replay is over shows it, and the mark is forgotten.
   *
   * @param connectedFor milliseconds since the connection was opened
   */
  hasEvent(id: number, connectedFor: number): boolean {
    if (id === 0 || id > this.#upTo) return false
    if (connectedFor <= REPLAY_MS) return true
    this.#upTo = 0
    this.#save()
    return false
  }

  #save(): void {
    if (this.#address === undefined) return
    const mark: Mark = { upTo: this.#upTo, spans: [...this.#spans].slice(0, MAX_STORED) }
    savePreferences({ cleared: { ...readPreferences().cleared, [this.#address]: mark } })
  }
}

function keyOf({ traceId, spanId }: { readonly traceId?: unknown; readonly spanId?: unknown }): string {
  return `${String(traceId)}/${String(spanId)}`.toLowerCase()
}

function readMark(address: string | undefined): Mark {
  const { cleared } = readPreferences()
  const mark: unknown = address !== undefined && isRecord(cleared) ? cleared[address] : undefined
  const { upTo, spans } = isRecord(mark) ? mark : {}
  return {
    upTo: typeof upTo === 'number' ? upTo : 0,
    spans: Array.isArray(spans) ? spans.filter((span) => typeof span === 'string') : [],
  }
}
