import { onCrash } from './crash.ts'
import { GRACE_MILLISECONDS, setEnding } from '../ending.ts'

/** An application may do work, and make spans, each time it has nothing more to do; one whose sending makes spans would never end. */
const MAX_LAST_FLUSHES = 10

const SIGNAL_EXIT: unique symbol = Symbol.for('signal-exit emitter') as never

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/**
 * Flushes when the process has nothing more to do, when it fails, and when a signal ends it. A signal that the application handles itself stays
 * its own: the flush runs beside its handler, and the process ends when the application says.
 *
 * @param endedSpans how many spans have ended so far
 */
export function onProcessExit(flush: () => Promise<void>, endedSpans: () => number): () => void {
  let flushed: number | undefined
  let flushes = 0
  const beforeExit = (): void => {
    // A flush that waits for a receiver which is away keeps the process for another round, so without news there is none.
    if (flushed === endedSpans() || flushes >= MAX_LAST_FLUSHES) return
    flushed = endedSpans()
    flushes += 1
    setEnding()
    void flush()
  }
  const onSignal = (signal: NodeJS.Signals): void => {
    const isOurs = process.listenerCount(signal) === 1 + listenersOfSignalExit()
    const flushed = Promise.race([flush(), new Promise((resolve) => setTimeout(resolve, GRACE_MILLISECONDS).unref())])
    if (!isOurs) return
    void flushed.then(() => {
      stop()
      // With no listener left the signal does what it does by default; those of signal-exit see that they are alone, and send it again.
      process.kill(process.pid, signal)
    })
  }
  const stop = (): void => {
    stopMonitor()
    process.off('beforeExit', beforeExit)
    for (const signal of SIGNALS) process.off(signal, onSignal)
  }
  const stopMonitor = onCrash(flush)
  process.on('beforeExit', beforeExit)
  // Before the application's: a handler for once is gone when it runs, and would not be counted.
  for (const signal of SIGNALS) process.prependListener(signal, onSignal)
  return stop
}

/**
 * Listeners of the package `signal-exit`, on which many tools stand (ora, write-file-atomic): they end the process by the signal where
 * no other listener is there, so they wait for ours, and leave the signal to others. It counts them for that, on a global of each version.
 */
function listenersOfSignalExit(): number {
  const { __signal_exit_emitter__: third } = process as { __signal_exit_emitter__?: { count?: number } }
  const fourth = (globalThis as { [SIGNAL_EXIT]?: { count?: number } })[SIGNAL_EXIT]
  return (third?.count ?? 0) + (fourth?.count ?? 0)
}
