/** The live feed of the page, under `Symbol.for('spanlit.live')`: shared by every copy of core and every viewer. */
export interface LiveSlot {
  readonly version: 1
  subscribe(listener: (event: unknown) => void): () => void
  /** Replays what is still known: an `end` per ended span; for an open one a `start`, then an `update` with its text so far. */
  snapshot(): unknown[]
  publish(event: unknown): void
}

interface Entry {
  events: Mutable[]
  size: number
}

type Mutable = { [key: string]: unknown }

const KEY = Symbol.for('spanlit.live')
const MAX_SPANS = 2000
const MAX_SIZE = 16 * 1024 * 1024

/** The page's slot; whoever comes first creates it. */
export function liveSlot(): LiveSlot {
  const holder = globalThis as { [KEY]?: LiveSlot }
  return (holder[KEY] ??= createLiveSlot())
}

function createLiveSlot(): LiveSlot {
  const listeners = new Set<(event: unknown) => void>()
  const ring = new Map<string, Entry>()
  let size = 0

  function remember(event: Mutable): void {
    const span = event['span'] as Mutable
    const key = `${String(span['traceId'])}/${String(span['spanId'])}`
    const known = ring.get(key)
    const isEnded = known?.events[0]?.['type'] === 'end'
    if (isEnded && event['type'] !== 'end') return
    const entry = known && event['type'] === 'update' ? known : { events: [], size: 0 }
    size -= known?.size ?? 0
    if (entry === known) compact(entry, event)
    else entry.events.push(event)
    entry.size += JSON.stringify(event).length
    size += entry.size
    ring.set(key, entry)
    for (const [oldest, { size: freed }] of ring) {
      if (ring.size <= MAX_SPANS && size <= MAX_SIZE) break
      ring.delete(oldest)
      size -= freed
    }
  }

  return {
    version: 1,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    snapshot: () => [...ring.values()].flatMap(({ events }) => events),
    publish(event) {
      try {
        remember(event as Mutable)
      } catch {
        // An event without a span is for the listeners to judge.
      }
      for (const listener of listeners) {
        try {
          listener(event)
        } catch (error) {
          // One listener's fault is not the traced app's, nor the next listener's.
          queueMicrotask(() => {
            throw error
          })
        }
      }
    },
  }
}

/** Keeps of an open span its first event with all attributes since, and one update with all its text. */
function compact(entry: Entry, update: Mutable): void {
  const first = entry.events[0]!
  const [known, more] = [first['span'], update['span']] as Mutable[]
  const attributes = new Map<unknown, unknown>()
  for (const list of [known!['attributes'], more!['attributes']])
    for (const attribute of (list ?? []) as Mutable[]) attributes.set(attribute['key'], attribute)
  entry.events[0] = { ...first, span: { ...known, ...more, attributes: [...attributes.values()] } }
  const deltas = (update['deltas'] ?? []) as Mutable[]
  if (deltas.length === 0) return
  const text = [...((entry.events[1]?.['deltas'] ?? []) as Mutable[])]
  for (const delta of deltas) {
    const last = text.at(-1)
    const continues = last && ['kind', 'choice', 'callIndex'].every((key) => last[key] === delta[key])
    if (continues)
      text[text.length - 1] = { ...delta, ...last, text: `${String(last['text'])}${String(delta['text'])}` }
    else text.push(delta)
  }
  entry.events[1] = { ...update, span: { ...(more as object), attributes: [] }, deltas: text }
}
