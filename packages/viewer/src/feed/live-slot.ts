/**
 * The live feed of the page, under `Symbol.for('spanlit.live')`: shared by every copy of core and every viewer. Core defines the shapes
 * (`live/protocol.ts`); the viewer reads them leniently, so events are unknown here.
 */
export interface LiveSlot {
  readonly version: 1
  subscribe(listener: (event: unknown) => void): () => void
  /** Describes all spans so far. Core replaces this function, because core alone remembers events. */
  snapshot(): unknown[]
  publish(event: unknown): void
}

const KEY = Symbol.for('spanlit.live')

/** The page's slot. The viewer puts down an empty one where it comes before core. */
export function liveSlot(): LiveSlot {
  const holder = globalThis as { [KEY]?: LiveSlot }
  return (holder[KEY] ??= createSlot())
}

function createSlot(): LiveSlot {
  const listeners = new Set<(event: unknown) => void>()
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
          // A listener's fault reaches neither the traced application nor the next listener.
          queueMicrotask(() => {
            throw error
          })
        }
      }
    },
  }
}
