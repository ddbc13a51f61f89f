import { signals, type Signal } from '../otlp/signal.ts'

/** What one destination was given and what became of it, in items of a signal, since the start. */
export interface SignalCounts {
  received: number
  sent: number
  /** The destination refused them for good. */
  refused: number
  /** They were given up, or there was no room for them. Refused items that no dead letter holds are among them. */
  dropped: number
  /** They are dead letters now; at least they were when they were set aside. */
  setAside: number
  /** Requests that were sent in vain and are sent again. */
  retries: number
}

/** Upper bounds in seconds. */
export const latencyBounds: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** How long requests took: `counts[i]` are those up to `latencyBounds[i]` and above the bound before; the last is for all above. */
export interface Latency {
  readonly counts: number[]
  sum: number
}

export class Counters {
  readonly bySignal: Readonly<Record<Signal, SignalCounts>> = Object.fromEntries(
    signals.map((signal) => [signal, { received: 0, sent: 0, refused: 0, dropped: 0, setAside: 0, retries: 0 }]),
  ) as unknown as Record<Signal, SignalCounts>
  readonly latency: Latency = { counts: Array.from({ length: latencyBounds.length + 1 }, () => 0), sum: 0 }

  sum(name: keyof SignalCounts): number {
    return signals.reduce((sum, signal) => sum + this.bySignal[signal][name], 0)
  }

  took(seconds: number): void {
    const at = latencyBounds.findIndex((bound) => seconds <= bound)
    const index = at < 0 ? latencyBounds.length : at
    this.latency.counts[index] = (this.latency.counts[index] ?? 0) + 1
    this.latency.sum += seconds
  }
}
