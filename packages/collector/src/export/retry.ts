export interface RetryPolicy {
  /** The first wait; it doubles up to `maxDelayMs`, with jitter. */
  firstDelayMs: number
  maxDelayMs: number
  /** A batch that could not be sent for this long is given up. */
  giveUpAfterMs: number
}

/** Milliseconds. Whatever a destination asks for: its clock, or its unit, may be wrong. */
const longestPause = 3_600_000

/** A batch is given up that failed so often while its destination took others. */
export const mostBlamed = 20

/** How long to wait after so many attempts in vain. */
export function delayAfter(attempts: number, retry: RetryPolicy, askedMs: number | undefined): number {
  const backOff = Math.min(retry.firstDelayMs * 2 ** Math.min(attempts - 1, 30), retry.maxDelayMs)
  return Math.min(askedMs ?? backOff * (0.5 + Math.random() / 2), retry.giveUpAfterMs, longestPause)
}
