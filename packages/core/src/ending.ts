/** How long a process that should end, or has nothing more to do, is kept alive to export waiting spans. */
export const GRACE_MILLISECONDS = 3000

let isEnding = false

/** Whether the process has nothing more to do than to send what waits. */
export function processIsEnding(): boolean {
  return isEnding
}

/** Called when the process has nothing more to do. */
export function setEnding(): void {
  isEnding = true
}
