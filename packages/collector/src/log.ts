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

/**
 * Says each cause once: a destination that is down for an hour is one line, not one line a batch. `forget` makes the
 * cause news again, for when it has gone away in between.
 */
export class OncePerCause {
  readonly #said = new Set<string>()
  readonly #say: (message: string) => void

  constructor(say: (message: string) => void) {
    this.#say = say
  }

  say(cause: string, message: string): void {
    if (this.#said.has(cause)) return
    // Causes may come from other people's responses, so their number is bounded too.
    if (this.#said.size >= 1000) this.#said.clear()
    this.#said.add(cause)
    this.#say(message)
  }

  forget(cause: string): void {
    this.#said.delete(cause)
  }
}
