/** What ended spans still wait for. */
const underWay = new Set<Promise<unknown>>()

/** Notes that spans wait for `promise`; returns it. */
export function isLoading<Result>(promise: Promise<Result>): Promise<Result> {
  underWay.add(promise)
  const done = (): boolean => underWay.delete(promise)
  promise.then(done, done)
  return promise
}

/** Resolves when nothing is being loaded that a span waits for; `undefined` where that is so now. Never rejects. */
export function whenLoaded(): Promise<unknown> | undefined {
  return underWay.size > 0 ? Promise.allSettled(underWay) : undefined
}
