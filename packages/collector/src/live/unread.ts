import type { TracesData } from '../otlp/model.ts'
import type { LiveFeed, LiveLimits } from './feed.ts'

export interface UnreadBatch {
  /** Reads the spans; called once, and only where a viewer looks. */
  read(): TracesData
  readonly spans: number
  readonly bytes: number
}

/**
 * Batches that no viewer has asked for yet, as they came, within the bounds of the feed. A collector in production has no viewer: it unpacks
 * nothing. The first viewer that comes has them read into the feed.
 */
export class UnreadBatches {
  readonly #feed: LiveFeed
  readonly #limits: LiveLimits
  #batches: UnreadBatch[] = []
  #spans = 0
  #bytes = 0
  #viewers = 0

  constructor(feed: LiveFeed, limits: LiveLimits) {
    this.#feed = feed
    this.#limits = limits
  }

  /** How many viewers are there. */
  get viewers(): number {
    return this.#viewers
  }

  /** @param traces the spans of the batch, where they have been read already */
  add(batch: UnreadBatch, traces?: TracesData): void {
    if (this.#viewers > 0) return this.#feed.addTraces(traces ?? batch.read())
    this.#batches.push(batch)
    this.#spans += batch.spans
    this.#bytes += batch.bytes
    while (this.#batches.length > 1 && this.#isOver()) {
      const oldest = this.#batches.shift()
      this.#spans -= oldest?.spans ?? 0
      this.#bytes -= oldest?.bytes ?? 0
    }
  }

  /** Reads what has come so far into the feed. */
  read(): void {
    const batches = this.#batches
    this.#batches = []
    this.#spans = 0
    this.#bytes = 0
    for (const batch of batches) this.#feed.addTraces(batch.read())
  }

  /** A viewer is there until the function that is returned is called. */
  watch(): () => void {
    this.read()
    this.#viewers += 1
    let isThere = true
    return () => {
      if (isThere) this.#viewers -= 1
      isThere = false
    }
  }

  /** Without the oldest batch there would still be as much as the feed keeps. */
  #isOver(): boolean {
    const oldest = this.#batches[0]
    return this.#spans - (oldest?.spans ?? 0) >= this.#limits.spans || this.#bytes > this.#limits.bytes
  }
}
