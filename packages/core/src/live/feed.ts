import type { LiveEvent } from './event.ts'

/** Where live events go: to the page's viewers, or to a receiver that has viewers. */
export interface LiveFeed {
  publish(event: LiveEvent): void
  /** Resolves when what was published has been taken or given up; never rejects. */
  flush(): Promise<void>
  close(): void
}
