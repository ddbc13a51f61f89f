import type { EventRing } from './ring.ts'

export const heartbeatMs = 15_000
/** A viewer that took no byte for this many heartbeats is cut off; it comes back with its `Last-Event-ID`. */
const missedHeartbeats = 4

/**
 * Server-sent events for one viewer: first what the ring holds after `lastId`, then what comes. It reads from the ring
 * as fast as the viewer does, so a slow viewer costs no memory. `onEnd` is called when the stream ends, whoever ends it.
 */
export function liveStream(
  ring: EventRing,
  lastId: number,
  closed: AbortSignal,
  onEnd: () => void = () => {},
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let cursor = lastId > ring.lastId ? 0 : lastId
  let stopWaiting: (() => void) | undefined
  let beat: ReturnType<typeof setInterval> | undefined
  let missed = 0

  function end(): void {
    clearInterval(beat)
    stopWaiting?.()
    closed.removeEventListener('abort', stop)
    onEnd()
  }
  let stop = end

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        stop = () => {
          end()
          controller.close()
        }
        if (closed.aborted) return stop()
        closed.addEventListener('abort', stop)
        // The first bytes carry the headers to the browser, which otherwise waits for the first event to open.
        controller.enqueue(encoder.encode('retry: 1000\n\n: spanlit\n\n'))
        beat = setInterval(() => {
          const reads = (controller.desiredSize ?? 0) >= 0
          missed = reads ? 0 : missed + 1
          if (reads) controller.enqueue(encoder.encode(': heartbeat\n\n'))
          else if (missed >= missedHeartbeats) {
            end()
            controller.error(new Error('the viewer does not read'))
          }
        }, heartbeatMs)
        beat.unref()
      },
      async pull(controller) {
        let event = ring.after(cursor)
        while (!event) {
          await new Promise<void>((resolve) => {
            stopWaiting = ring.onNext(resolve)
          })
          event = ring.after(cursor)
        }
        cursor = event.id
        controller.enqueue(encoder.encode(`id: ${event.id}\ndata: ${event.json}\n\n`))
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  )
}
