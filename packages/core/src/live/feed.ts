import type { LiveEvent } from './protocol.ts'

/** Where live events go: to the page's viewers, or to a receiver that has viewers. */
export interface LiveFeed {
  publish(event: LiveEvent): void
  /** Resolves when the published events have been delivered or given up; never rejects. */
  flush(): Promise<void>
  close(): void
}
