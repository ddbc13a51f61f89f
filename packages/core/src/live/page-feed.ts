import type { LiveEvent } from './event.ts'
import type { LiveFeed } from './feed.ts'
import { LiveRing } from './ring.ts'

/** What `globalThis[Symbol.for('spanlit.live')]` holds: viewers of any version subscribe, copies of core of any version publish. */
export interface LiveSlot {
  readonly version: 1
  subscribe(listener: (event: LiveEvent) => void): () => void
  /** What has happened so far, as the fewest events that say it. */
  snapshot(): LiveEvent[]
  publish(event: LiveEvent): void
}

const KEY: unique symbol = Symbol.for('spanlit.live') as never
type SlotHolder = { [KEY]?: LiveSlot }

function createSlot(): LiveSlot {
  const listeners = new Set<(event: LiveEvent) => void>()
  const ring = new LiveRing()
  return {
    version: 1,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    snapshot: () => ring.snapshot(),
    publish(event) {
      ring.add(event)
      for (const listener of listeners) {
        try {
          listener(event)
        } catch (error) {
          // A viewer's fault is the viewer's: it shows in the console, and the application goes on.
          globalThis.reportError?.(error)
        }
      }
    },
  }
}

/** The page's feed; made here, or by the viewer if it came first. */
export function pageFeed(): LiveFeed {
  const holder = globalThis as SlotHolder
  const slot = (holder[KEY] ??= createSlot())
  return { publish: (event) => slot.publish(event), flush: () => Promise.resolve(), close: () => {} }
}
