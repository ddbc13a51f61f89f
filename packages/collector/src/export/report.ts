import { OncePerCause, type CollectorLogger } from '../log.ts'
import { itemsOf, type Signal } from '../otlp/signal.ts'

/** What is said of one destination: each cause once, until it has gone away. */
export class Report {
  readonly #name: string
  readonly #log: CollectorLogger
  readonly #once: OncePerCause

  constructor(name: string, log: CollectorLogger) {
    this.#name = name
    this.#log = log
    this.#once = new OncePerCause((message) => log.error(message))
  }

  failing(signal: Signal, cause: string): void {
    const message = `${this.#name} does not take ${itemsOf[signal]}: ${cause}. They are kept and sent again.`
    this.#once.say(`${signal} ${cause}`, message)
  }

  recovered(signal: Signal, cause: string): void {
    this.#log.info(`${this.#name} takes ${itemsOf[signal]} again`)
    this.#once.forget(`${signal} ${cause}`)
  }

  dropped(signal: Signal, items: number, cause: string): void {
    this.#once.say(`drop ${signal} ${cause}`, `Dropped ${count(signal, items)} for ${this.#name}: ${cause}`)
  }

  setAside(signal: Signal, items: number, cause: string): void {
    this.#once.say(
      `dead ${signal} ${cause}`,
      `Set aside ${count(signal, items)} for ${this.#name}: ${cause}. See spanlit-collector dead-letters`,
    )
  }

  full(cause: string | undefined): void {
    this.#once.say(
      'full',
      `The queue for ${this.#name} is full: ${cause ?? 'it takes batches more slowly than they come'}. ` +
        'Senders are asked to come back, and drop what they cannot keep.',
    )
  }

  /** Others take the batch, so its sender does not hear of it. */
  skipped(cause: string): void {
    this.#once.say(
      'skipped',
      `The queue for ${this.#name} is full: ${cause}. What other destinations take is dropped for this one.`,
    )
  }

  notFull(): void {
    this.#once.forget('full')
    this.#once.forget('skipped')
  }

  fault(message: string): void {
    this.#once.say(message, `${this.#name}: ${message}`)
  }
}

function count(signal: Signal, items: number): string {
  return `${items} ${items === 1 ? itemsOf[signal].slice(0, -1) : itemsOf[signal]}`
}
