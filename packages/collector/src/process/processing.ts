import type { TracesData } from '../otlp/model.ts'
import type { Fields } from '../otlp/read-message.ts'
import type { Signal } from '../otlp/signal.ts'
import type { Redaction } from './redact.ts'
import type { Sampling } from './sample.ts'

/** What is done to a batch between receiving and forwarding. */
export class Processing {
  redaction: Redaction | undefined
  sampling: Sampling | undefined

  constructor(redaction: Redaction | undefined, sampling: Sampling | undefined) {
    this.redaction = redaction
    this.sampling = sampling
  }

  /** False where a batch is forwarded as it came, so that nobody needs to unpack it. */
  changes(signal: Signal): boolean {
    return this.redaction !== undefined || (signal === 'traces' && this.sampling !== undefined)
  }

  /** Takes out of a batch what must not be kept, in place. */
  redact(data: Fields): void {
    this.redaction?.request(data)
  }

  /** What of a batch is forwarded, and how many items are not. */
  sample(signal: Signal, data: Fields): { data: Fields; dropped: number } {
    if (signal !== 'traces' || !this.sampling) return { data, dropped: 0 }
    const sampled = this.sampling.traces(data as unknown as TracesData)
    return { data: { ...sampled.data }, dropped: sampled.dropped }
  }
}
