import type { LiveEvent, LiveSlot } from './protocol.ts'
import { LiveRing } from './ring.ts'

const KEY: unique symbol = Symbol.for('spanlit.live') as never
const RING: unique symbol = Symbol.for('spanlit.live.ring') as never

const holder = globalThis as { [KEY]?: LiveSlot; [RING]?: { slot: LiveSlot; ring: LiveRing } }

function createSlot(): LiveSlot {
  const listeners = new Set<(event: LiveEvent) => void>()
  return {
    version: 1,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    snapshot: () => [],
    publish(event) {
      for (const listener of listeners) {
        try {
          listener(event)
        } catch (error) {
          // A viewer's fault shows in the console. The application and the other listeners go on.
          globalThis.reportError?.(error)
        }
      }
    },
  }
}

/** The page's slot, with core's ring behind it. Several copies of core share one slot and one ring. */
export function liveSlot(): LiveSlot {
  const slot = (holder[KEY] ??= createSlot())
  if (holder[RING]?.slot !== slot) {
    const ring = new LiveRing()
    slot.subscribe((event) => ring.add(event))
    slot.snapshot = () => ring.snapshot()
    holder[RING] = { slot, ring }
  }
  return slot
}
