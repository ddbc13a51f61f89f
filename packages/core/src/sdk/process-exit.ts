import { GRACE_MILLISECONDS, setEnding } from '../ending.ts'
import { guarded } from '../faults.ts'
import { exitNow, onCrash } from './crash.ts'
import type { EndObserver, EndOfRun } from './platform.ts'

/** An application may do work, and make spans, each time it has nothing more to do; one whose sending makes spans would never end. */
const MAX_LAST_FLUSHES = 10

const SIGNAL_EXIT: unique symbol = Symbol.for('signal-exit emitter') as never

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/**
 * Flushes when the process has nothing more to do, when it fails, and when a signal ends it. Spans that are open then end with
 * `spanlit.cut_off`: a call that nobody awaits, a stream that nobody reads, a function that is still running. A signal that the
 * application handles itself stays its own: the flush runs beside its handler, and the process ends when the application says.
 */
export function onProcessEnd({ flush, endedSpans, openSpans }: EndOfRun): EndObserver {
  let flushed: number | undefined
  let flushes = 0
  let hasFlushed = false
  const endOpenSpans = (): void => {
    guarded('end of the process', () => openSpans.endAll())
  }
  const beforeExit = (): void => {
    // A flush that waits for a receiver which is away keeps the process for another round, so without news there is none.
    const isNews = flushed !== endedSpans()
    // The application's own last work may go on with open spans. They are over when a round has brought nothing new.
    if (!isNews && openSpans.size > 0) endOpenSpans()
    else if (!isNews) return
    if (flushes >= MAX_LAST_FLUSHES) return
    flushed = endedSpans()
    flushes += 1
    setEnding()
    void flush()
    // So that there is a next round, also where nothing had to be sent.
    if (openSpans.size > 0) setImmediate(() => {})
  }
  const onSignal = (signal: NodeJS.Signals): void => {
    const isOurs = process.listenerCount(signal) === 1 + listenersOfSignalExit()
    if (isOurs) endOpenSpans()
    const sent = Promise.race([flush(), new Promise((resolve) => setTimeout(resolve, GRACE_MILLISECONDS).unref())])
    if (!isOurs) return
    void sent.then(() => {
      stop()
      // With no listener left the signal does what it does by default; those of signal-exit see that they are alone, and send it again.
      process.kill(process.pid, signal)
    })
  }
  /** At `process.exit()` nothing asynchronous is run any more. Who has flushed before wants the spans that were open then as well. */
  const onExit = (): void => {
    if (!hasFlushed || openSpans.size === 0) return
    endOpenSpans()
    exitNow(flush)
  }
  const stop = (): void => {
    stopMonitor()
    process.off('beforeExit', beforeExit)
    process.off('exit', onExit)
    for (const signal of SIGNALS) process.off(signal, onSignal)
  }
  const stopMonitor = onCrash(() => {
    endOpenSpans()
    return flush()
  })
  process.on('beforeExit', beforeExit)
  process.on('exit', onExit)
  // Before the application's: a handler for once is gone when it runs, and would not be counted.
  for (const signal of SIGNALS) process.prependListener(signal, onSignal)
  return { stop, flushed: () => (hasFlushed = true) }
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
