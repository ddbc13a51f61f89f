/** A request that is answered with an error: what is wrong and what the sender can do about it. */
export class Refusal extends Error {
  override readonly name: string = 'Refusal'
  readonly status: number
  readonly headers: Record<string, string>
  /** True for what only those can mend who have set the collector up, whom no sender tells: it belongs in the log. */
  readonly isForOperators: boolean

  constructor(status: number, message: string, headers: Record<string, string> = {}, isForOperators = false) {
    super(message)
    this.status = status
    this.headers = headers
    this.isForOperators = isForOperators
  }
}

/**
 * The longest wait a sender is asked for. OpenTelemetry's exporter for JavaScript has ten seconds for an export with all
 * its retries, and drops the batch at once where Retry-After is longer than what is left; three waits of this length fit.
 */
const longestWaitSeconds = 3

/** 503 and not 500: OTLP clients drop a batch for good on 500 and send it again on 503. */
export function tryLater(
  message: string,
  { seconds = longestWaitSeconds, ...headers }: { seconds?: number; connection?: string } = {},
): Refusal {
  return new Refusal(503, message, { 'retry-after': String(Math.min(seconds, longestWaitSeconds)), ...headers })
}
