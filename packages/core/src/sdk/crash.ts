let isCrashing = false

/** Whether the process ends when what runs now returns: nothing asynchronous comes to anything then. */
export function processIsCrashing(): boolean {
  return isCrashing
}

/**
 * Calls `flush` when an uncaught exception or an unhandled rejection ends the process: Node emits no `beforeExit` then. A monitor changes
 * neither what Node prints nor the exit code, and what the application handles itself ends nothing. Returns how to stop.
 */
export function onCrash(flush: () => Promise<void>): () => void {
  const monitor = (): void => {
    if (process.listenerCount('uncaughtException') > 0 || process.hasUncaughtExceptionCaptureCallback()) return
    isCrashing = true
    void flush()
  }
  process.on('uncaughtExceptionMonitor', monitor)
  return () => process.off('uncaughtExceptionMonitor', monitor)
}

/** Exports in the last turn of a process that has called `process.exit()`. */
export function exitNow(flush: () => Promise<void>): void {
  isCrashing = true
  void flush()
}
