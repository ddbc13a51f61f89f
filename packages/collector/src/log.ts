/** Where the collector says what happens. The default writes to standard error. */
export interface CollectorLogger {
  info(message: string): void
  warn(message: string): void
  error(message: string): void
}

/** Writes plain lines to standard error, so that standard output stays free for the program's own results. */
export const stderrLogger: CollectorLogger = {
  info: (message) => void process.stderr.write(`[spanlit] ${message}\n`),
  warn: (message) => void process.stderr.write(`[spanlit] ${message}\n`),
  error: (message) => void process.stderr.write(`[spanlit] ${message}\n`),
}

/** A log of ten thousand origins helps nobody, and fills the disk. */
const mostCauses = 50
const periodMs = 3_600_000

/**
 * Says each cause once: a destination that is down for an hour is one line, not one line a batch. `forget` makes the
 * cause news again, for when it has gone away in between. Causes may come from other people's requests, so their number is
 * bounded: beyond fifty an hour, one line says that there are more.
 */
export class OncePerCause {
  readonly #said = new Set<string>()
  readonly #say: (message: string) => void
  #since = Date.now()

  constructor(say: (message: string) => void) {
    this.#say = say
  }

  say(cause: string, message: string): void {
    if (this.#said.has(cause)) return
    if (this.#said.size > mostCauses) {
      if (Date.now() - this.#since < periodMs) return
      this.#said.clear()
    }
    if (this.#said.size === 0) this.#since = Date.now()
    this.#said.add(cause)
    if (this.#said.size <= mostCauses) this.#say(message)
    else this.#say(`There were ${mostCauses} different messages of this kind; further ones are not logged for an hour`)
  }

  forget(cause: string): void {
    this.#said.delete(cause)
  }
}
