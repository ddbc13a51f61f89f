/** A process that is told to end gets this long to send what waits. */
const GRACE_MILLISECONDS = 3000

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/**
 * Flushes when the process has nothing more to do, and when a signal ends it. A signal that the application handles itself stays
 * its own: the flush runs beside its handler, and the process ends when the application says.
 */
export function onProcessExit(flush: () => Promise<void>): () => void {
  const beforeExit = (): void => void flush()
  const onSignal = (signal: NodeJS.Signals): void => {
    const isOurs = process.listenerCount(signal) === 1
    const flushed = Promise.race([flush(), new Promise((resolve) => setTimeout(resolve, GRACE_MILLISECONDS).unref())])
    if (!isOurs) return
    void flushed.then(() => {
      stop()
      // With no listener left the signal does what it does by default.
      process.kill(process.pid, signal)
    })
  }
  const stop = (): void => {
    process.off('beforeExit', beforeExit)
    for (const signal of SIGNALS) process.off(signal, onSignal)
  }
  process.once('beforeExit', beforeExit)
  for (const signal of SIGNALS) process.on(signal, onSignal)
  return stop
}
