/** The timer from load time, which no test has replaced yet. */
const { setTimeout } = globalThis

const MILLISECONDS = 200

/**
 * Waits for `work`, and under a test's fake timers no longer than a moment: exporters wait for a timer that never comes, and the test for its
 * `shutdown()`. The libraries of Vitest, Jest and Sinon mark the timers that they replace with `clock`.
 */
export async function waitFor(work: Promise<unknown>): Promise<void> {
  const isFake = Object.hasOwn(globalThis.setTimeout, 'clock')
  await (isFake ? Promise.race([work, new Promise((resolve) => setTimeout(resolve, MILLISECONDS))]) : work)
}
