import { signals, type Signal } from '../otlp/signal.ts'

function zeros(): Record<Signal, number> {
  return { traces: 0, logs: 0, metrics: 0 }
}

/** What the receiver has taken and refused since the start. */
export class ReceiverCounters {
  /** Items, by signal. */
  readonly accepted: Record<Signal, number> = zeros()
  /** Malformed items of requests that were taken in part. */
  readonly rejected: Record<Signal, number> = zeros()
  /** Items that were accepted and, by the operator's sampling, not forwarded. */
  readonly sampledOut: Record<Signal, number> = zeros()
  /** Requests that were answered with success, by signal. */
  readonly requests: Record<Signal, number> = zeros()
  /** Bytes of those requests, after decompression. */
  readonly bytes: Record<Signal, number> = zeros()
  /** Requests that were refused, by HTTP status. */
  readonly refused: Map<number, number> = new Map()

  took(signal: Signal, batch: { accepted: number; forwarded: number; rejected: number; size: number }): void {
    this.accepted[signal] += batch.accepted
    this.rejected[signal] += batch.rejected
    this.sampledOut[signal] += batch.accepted - batch.forwarded
    this.requests[signal] += 1
    this.bytes[signal] += batch.size
  }

  refuse(status: number): void {
    this.refused.set(status, (this.refused.get(status) ?? 0) + 1)
  }

  /** One row a signal, for a metric. */
  bySignal(counts: Readonly<Record<Signal, number>>): [labels: { signal: Signal }, value: number][] {
    return signals.map((signal) => [{ signal }, counts[signal]])
  }
}
