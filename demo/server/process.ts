/**
 * Ties a server's process to whoever started it: says that it is ready, and stops by SIGTERM, by SIGINT, or when its
 * parent is gone, so that it never stays behind as an orphan.
 */
export function announceReady(what: string, url: string, close: () => Promise<void>): void {
  let stopping = false
  const stop = (): void => {
    if (stopping) return
    stopping = true
    // A connection or an exporter that hangs must not keep the process.
    setTimeout(() => process.exit(0), 2000).unref()
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  process.once('disconnect', stop)
  if (process.send) process.send({ ready: url })
  else console.log(`${what} listens at ${url}`)
}
