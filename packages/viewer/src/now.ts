/** Milliseconds since the epoch on the clock that spans of the page are timed by: it does not jump. */
export function now(): number {
  return performance.timeOrigin + performance.now()
}
